"""What the files of the lists share: how a list is sent as CSV, spreadsheet or JSON, and how it is refused."""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from inspections.dataset.moment import one_moment
from inspections.exports.about import About
from inspections.exports.as_csv import as_csv
from inspections.exports.as_json import as_json
from inspections.exports.as_xlsx import MOST_ROWS, as_xlsx
from inspections.exports.table import Table, file_name
from inspections.models.edition import edition
from inspections.views.answer import open_to_all
from inspections.views.canonical import canonical_path
from inspections.views.page import PublicPage
from tracker.addresses import absolute
from tracker.keep_day import PARAMETER
from tracker.room import NoRoom, needing_room, try_later

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# A file is whole before its first byte is sent. So many items of a spreadsheet were measured to be ready in half the
# time that a request has; CSV and JSON take a fraction of that.
MOST_IN_A_SPREADSHEET = 100_000
HELD_IN_MEMORY = 1024 * 1024  # bytes of a file that is being sent; a longer one lies on disk
LONGEST_NAME = 60  # characters of a file's name that say what was selected


@dataclass(frozen=True)
class Listing:
    """The rows of a list, not fetched yet. `chosen` is the selection in words, label by label."""

    table: Table
    rows: Callable[[], Iterator[list[str]]]
    count: Callable[[], int]
    chosen: list[str]


@dataclass(frozen=True)
class Fault:
    """A parameter that was not understood, and what is wrong with it."""

    parameter: str
    sentence: str


class ListFile(PublicPage):
    """One list in one form. What a page would say beside a field is an answer of its own here: 400, with sentences."""

    form = "csv"
    list_name = ""  # the name of the page that shows the list
    stem = ""  # what its files are called
    kept = False  # they are sent while they are made, whatever their length

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        return open_to_all(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        faults = [Fault(PARAMETER, self.day_error)] if self.day_error else self.faults()
        return self.refusal(faults) if faults else self.answer(request)

    def faults(self) -> list[Fault]:
        """The parameters that were not understood."""
        raise NotImplementedError

    def understood(self) -> dict[str, Any]:
        """Those that were, in the form of an address."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Make ready what is kept in memory; it may be brought up to date, so not within the moment of the rows."""

    def listing(self) -> Listing:
        """The list itself; it is asked for once all parameters are known to be understood."""
        raise NotImplementedError

    def refusal(self, faults: list[Fault]) -> HttpResponseBase:
        """Say what is wrong, in the form of the answer: a file has no place for it beside its rows."""
        sentences = [f"{fault.parameter}: {fault.sentence}" for fault in faults]
        if self.form != "json":
            response: HttpResponse = HttpResponse(
                "\n".join([*sentences, ""]), status=400, content_type="text/plain; charset=utf-8"
            )
        else:
            problem = {
                "type": "about:blank",
                "title": _("A parameter was not understood."),
                "status": 400,
                "detail": " ".join(sentences),
                "errors": [{"parameter": fault.parameter, "detail": fault.sentence} for fault in faults],
            }
            response = JsonResponse(problem, status=400, content_type="application/problem+json")
        response["Cache-Control"] = "no-store"
        return response

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "HEAD":
            return self.headed(StreamingHttpResponse(()))  # nobody reads it: nothing is asked for
        try:
            with needing_room():
                return self.made()
        except NoRoom:
            return try_later()

    def headed(self, response: Any) -> HttpResponseBase:
        how = "inline" if self.form == "json" else "attachment"
        response["Content-Type"] = TYPES[self.form]
        response["Content-Disposition"] = f'{how}; filename="{self.file_name}"'
        return response

    @cached_property
    def file_name(self) -> str:
        """What and when: recommendations-cleveland-2026-11-22.csv."""
        chosen = [
            each
            for name, value in sorted(self.understood().items())
            if name not in ("q", "sort", "since", "until", "published_after", "published_before")
            for each in ([value] if isinstance(value, str) else value)
        ]
        parts = "-".join([self.stem, *chosen])
        return file_name(self.day, self.form, parts if len(parts) <= LONGEST_NAME else f"{self.stem}-selection")

    def made(self) -> HttpResponseBase:
        """The file, all of one moment, made before its first byte is sent.

        However slowly it is then read, it keeps at most a temporary file open and nothing of the database: no cursor,
        and no transaction that would keep old rows alive. What breaks off in the making is an error, not half a list.
        """
        with ExitStack() as unless_sent:
            stream = unless_sent.enter_context(tempfile.TemporaryFile())
            self.prepare()
            with one_moment():
                listing = self.listing()
                if self.form == "csv":
                    stream.writelines(as_csv(listing.table, listing.rows()))
                elif self.form == "json":
                    stream.writelines(as_json(listing.table, listing.rows(), self.about(listing), listing.count()))
                else:
                    count = listing.count()
                    if count > MOST_IN_A_SPREADSHEET:
                        return self.refusal([_too_many(count)])
                    as_xlsx(stream, listing.table, listing.rows(), self.about(listing))
            size = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            if size <= HELD_IN_MEMORY:
                return self.headed(FileResponse(io.BytesIO(stream.read())))
            unless_sent.pop_all()  # the answer closes it
            return self.headed(FileResponse(stream))

    def about(self, listing: Listing) -> About:
        """Asked for within the moment of the rows, so that the edition is the one that they are of."""
        now = edition()
        path = canonical_path(reverse(self.list_name), self.understood(), self.day)
        return About(
            source=_("Inspection recommendations: %(home)s") % {"home": absolute(reverse("home"), self.request)},
            address=absolute(path, self.request),
            selection="; ".join(listing.chosen) or _("the whole list"),
            made_at=timezone.localtime(now.since),
            edition=str(now),
            as_at=self.day,
        )


def _too_many(count: int) -> Fault:
    sentence = _(
        "These are %(count)d rows. We make spreadsheets of at most %(most)d, and the form itself ends "
        "at %(end)d. Choose fewer, or take the same list as CSV."
    )
    return Fault("xlsx", sentence % {"count": count, "most": MOST_IN_A_SPREADSHEET, "end": MOST_ROWS})
