"""The record as data: the page that explains it, and the package of everything that is public today."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections import linked_data
from inspections.dataset.descriptor import LICENCE
from inspections.dataset.kept import NAME, WAIT_SECONDS, Kept, StillMaking, kept
from inspections.exports import described
from inspections.views.answer import open_to_all
from inspections.views.conditional import current
from inspections.views.page import PublicPage
from tracker.room import NoRoom, try_later


class Data(PublicPage):
    """Every form in which the record can be taken, and what each file and column means."""

    template_name = "data/page.jinja"
    section = "data"
    defined_at = "dates"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Data"),
            lead=_("All of this record, and every list of it, in forms that programs and spreadsheets read."),
            description=_("Download the record of police inspection recommendations: data package, CSV, API, feeds."),
            package=self.package(),
            files=described.package(),
            lists=described.lists(),
            licence=LICENCE,
            examples=self.examples(),
            linked_data=self.linked(),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if context["package"] and "size" not in context["package"]:
            response["Cache-Control"] = "no-store"  # by the next reader it may be there
        return response

    def package(self) -> dict[str, Any] | None:
        """The package of this edition; none for a past day, since it is only made of today."""
        if self.day != self.today:
            return None
        try:
            found = kept(self.today, current(self.request))
        except (StillMaking, NoRoom):
            return {"edition": str(current(self.request))}
        return {"edition": str(current(self.request)), "size": found.size, "sha256": found.sha256}

    def linked(self) -> dict[str, Any] | None:
        """The data set for machines; it is offered as it stands today only."""
        if self.day != self.today:
            return None
        return linked_data.dataset(current(self.request), self.day, self.whole)

    def examples(self) -> list[dict[str, str]]:
        """Addresses of one list in its forms, as they can be typed."""
        stem = self.whole(reverse("recommendation-list")).rstrip("/")
        query = "?status=under-way&due=overdue"
        return [
            {"form": "CSV", "address": f"{stem}.csv{query}"},
            {"form": _("Spreadsheet"), "address": f"{stem}.xlsx{query}"},
            {"form": "JSON", "address": f"{stem}.json{query}"},
        ]


class PackageFile(PublicPage):
    """The public package of today, or with `form` "sum" the line that checks it."""

    form = "zip"
    kept = False  # it is a file already

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        return open_to_all(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if self.day_error or self.day != self.today:
            return self.only_today()
        return self.answer(request)

    def only_today(self) -> HttpResponse:
        sentence = self.day_error or _("The package holds the record of today, and is not made for an earlier day.")
        ways = [reverse(f"{noun}-csv") for noun in ("recommendation", "inspection", "response", "change")]
        advice = _("These lists take “as_at”: %(addresses)s.") % {"addresses": ", ".join(ways)}
        return _said(400, f"as_at: {sentence} {advice}\n")

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            found = kept(self.today, current(request))
        except StillMaking:
            response = _said(503, _("The package is being made. Ask again in half a minute.") + "\n")
            response["Retry-After"] = str(int(WAIT_SECONDS))
            return response
        except NoRoom:
            return try_later()
        return self.sum(found) if self.form == "sum" else self.package(found)

    def package(self, found: Kept) -> HttpResponseBase:
        name = f"tracker-{self.day.isoformat()}.zip"
        if self.request.method != "HEAD":
            return FileResponse(
                found.path.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
            )
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(found.size)}
        return StreamingHttpResponse((), content_type="application/zip", headers=headers)

    def sum(self, found: Kept) -> HttpResponse:
        response = HttpResponse(found.sum_line, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'inline; filename="{NAME}.sha256"'
        return response


def _said(status: int, words: str) -> HttpResponse:
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
