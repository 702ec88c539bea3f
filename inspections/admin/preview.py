"""The public pages as they will be when an inspection comes out, for staff, before it does.

For the time that it takes to make one page the inspection is published, in a transaction that is always rolled back:
no other connection ever sees it so, and what makes the page is what will make it then.
"""

import contextlib
import copy
import datetime
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, ResolverMatch, path, resolve, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.actions import recount
from inspections.days import today
from inspections.models import Inspection
from inspections.scope import SEE_ALL
from inspections.views.page import PublicPage

# Our templates write attributes in double quotes and escape what stands in them; see tracker.keep_day.
HOME = "home/"  # stands for the first page, since the address of the preview itself shows the inspection
_WAY = re.compile(r'(<(?:a|form)\b[^>]*?\s(?:href|action)=")(/[^"?#]*)')


def page_at(address: str) -> ResolverMatch | None:
    """The public page of an address, as `/forces/`, or None where there is none: robots.txt is no page."""
    try:
        match = resolve(address, urlconf="inspections.urls")
    except Resolver404:
        return None
    view = getattr(match.func, "view_class", None)
    return match if view and issubclass(view, PublicPage) else None


def kept_in(html: str, root: str) -> str:
    """The page with its ways to other public pages leading on within the preview, which begins at `root`."""
    is_page = cache(page_at)  # a page leads to the same few many times

    def within(found: re.Match[str]) -> str:
        start, address = found.groups()
        return f"{start}{root}{address[1:] or HOME}" if is_page(address) else found[0]

    return _WAY.sub(within, html)


@contextlib.contextmanager
def published(inspection: Inspection, on: datetime.date) -> Iterator[None]:
    """Within this block, and for its connection alone, the record as it will be on the day of publication.

    Others that will have come out by the same moment are out too. SQLite has one writer: for as long as the block
    takes, others who write wait, and readers do not. Measured with the demonstration: 30 to 170 ms, as the page takes.
    """
    moment = inspection.moment_of_publication()
    with transaction.atomic():
        # By `update`, which sends no signals: nothing must happen because of this that a rollback does not undo.
        if moment:
            Inspection.objects.filter(public_at__lte=moment).update(public_at=None, published_time=None)
        Inspection.objects.filter(pk=inspection.pk).update(draft=False, public_at=None, published_time=None)
        Inspection.objects.filter(~Q(public_from__lte=on), pk=inspection.pk).update(public_from=on)
        recount(recommendation__inspection=inspection.pk)
        try:
            yield
        finally:
            transaction.set_rollback(True)


class Previews(admin.ModelAdmin):
    """The part of the admin of inspections that shows what is not public yet as the public will see it."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:object_id>/preview/", view, name="inspections_inspection_preview"),
            path("<int:object_id>/preview/<path:public_path>", view, name="inspections_inspection_preview_page"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Lead to the preview of what is not public yet."""
        inspection = kwargs.get("obj")
        if inspection and may_preview(request) and not _stored(inspection.pk).is_readable(today()):
            address = reverse("admin:inspections_inspection_preview", args=[inspection.pk])
            context.setdefault("object_links", []).append((_("Preview the public page"), address))
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_view(self, request: HttpRequest, object_id: int, public_path: str = "") -> HttpResponse:
        inspection = Inspection.objects.filter(pk=object_id).first()
        if not self.has_view_permission(request, inspection) or not may_preview(request):
            raise PermissionDenied
        if inspection is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        address = _address(inspection, public_path)
        if inspection.is_readable(today()):  # there is nothing to preview any more
            return redirect(address)
        answer = self._previewed(request, inspection, address)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    def _previewed(self, request: HttpRequest, inspection: Inspection, address: str) -> HttpResponse:
        on, match = inspection.day_of_publication(today()), page_at(address)
        if match is None:
            return self._refused(request, inspection, 404, _("There is no such public page."))
        was_written = False
        try:
            with published(inspection, on):
                was_written = True
                return _page(request, inspection, match, address, on)
        except Http404:
            words = _("The public site will have no such page on the day of publication.")
            return self._refused(request, inspection, 404, words)
        except DatabaseError:
            if was_written:
                raise
            words = _(
                "The preview publishes the inspection for a moment, which nobody else sees, and the database does not "
                "let it: it is read-only, or somebody else is writing. Try again, or tell who runs this site."
            )
            return self._refused(request, inspection, 503, words)

    def _refused(self, request: HttpRequest, inspection: Inspection, status: int, words: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("No preview"),
            "opts": self.opts,
            "original": inspection,
            "words": words,
        }
        return TemplateResponse(request, "admin/inspections/inspection/no_preview.html", context, status=status)


def _address(inspection: Inspection, public_path: str) -> str:
    """The public address that is asked for."""
    if not public_path:
        return inspection.get_absolute_url()
    return "/" if public_path == HOME else f"/{public_path}"


def may_preview(request: HttpRequest) -> bool:
    """Whether an account sees what is not public yet."""
    return request.user.has_perm(SEE_ALL)


def _stored(pk: int) -> Inspection:
    """The inspection as it is on record: the one of a form may hold what was typed and refused."""
    return Inspection.objects.get(pk=pk)


def _page(
    request: HttpRequest, inspection: Inspection, match: ResolverMatch, address: str, on: datetime.date
) -> HttpResponse:
    """The finished page; it is made here, within the transaction."""
    root = reverse("admin:inspections_inspection_preview", args=[inspection.pk])
    asked = copy.copy(request)
    asked.path = asked.path_info = address
    asked.resolver_match = match
    form = reverse("admin:inspections_inspection_change", args=[inspection.pk])
    view: Callable[..., HttpResponse] = match.func.view_class.as_view(  # type: ignore[attr-defined]
        today=on, preview={"words": when_public(inspection, today()), "url": form}
    )
    answer = view(asked, *match.args, **match.kwargs)
    if isinstance(answer, TemplateResponse):
        answer.render()
        answer.content = kept_in(answer.content.decode(answer.charset), root).encode(answer.charset)
    if answer.has_header("Location"):
        answer["Location"] = f"{root}{answer['Location'].removeprefix('/')}"
    return answer


def when_public(inspection: Inspection, on: datetime.date) -> str:
    """From when it will be public, in a sentence."""
    date, time = inspection.published_on, inspection.published_time
    if date is None or date.first < on:
        return _("It is in draft, and will be public as soon as it is not.")
    when = date_format(date.first, "DATE_FORMAT")
    if time:
        when = _("%(day)s at %(time)s") % {"day": when, "time": time.strftime("%H:%M")}
    if inspection.draft:
        return _("It is in draft. Once it is not, it will be public from %(when)s.") % {"when": when}
    return _("It will be public from %(when)s.") % {"when": when}
