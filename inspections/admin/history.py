"""The history of a thing: who changed which field from what to what and when, and the way back."""

import datetime
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Revision

from inspections.scope import SEE_ALL

from .differences import Difference, Names, differences, values_of
from .newer import name_of
from .past import Change, Entry, entries, revisions_of
from .putting_back import BEFORE
from .versions import BELONGS_TO, Key

PER_PAGE: Final = 20


@dataclass(frozen=True)
class Line:
    """One row that an entry changed: its heading, what became of it, and its fields.

    Of a row that came only what it became is shown, of one that went only what it was.
    """

    heading: str
    act: str
    was_there: bool
    is_there: bool
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """One entry as the page shows it; `back` is the address of the form as it was before, where there is a way back."""

    entry: Entry
    by: str
    lines: list[Line]
    back: str
    restored: datetime.datetime | None  # of the change before which it put things back


class HistoryPage(admin.ModelAdmin):
    """The page behind the “History” button, for everything of which a history is kept."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if self.model not in BELONGS_TO:
            return super().history_view(request, object_id, extra_context)
        thing = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        key = Key(self.opts.label_lower, unquote(object_id))
        revisions = revisions_of(key)
        if thing is None and not (request.user.has_perm(SEE_ALL) and revisions.exists()):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("p"))
        found = entries(key, page.object_list)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(thing) if thing else _("No longer on record"),
            "entries": _shown(key, found, self._way_back(request, thing, object_id)),
            "page": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "object": thing,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/inspections/history.html", context)

    def _way_back(self, request: HttpRequest, thing: Any, object_id: str) -> str:
        """The form in which the account could put something back; empty if it may not."""
        stem = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if thing is None:
            pk = unquote(object_id)
            return f"{reverse(f'{stem}_add')}?of={pk}&" if self.has_add_permission(request) else ""
        may = self.has_change_permission(request, thing)
        return f"{reverse(f'{stem}_change', args=[quote(thing.pk)])}?" if may else ""


def _shown(key: Key, found: list[Entry], way_back: str) -> list[Shown]:
    names = Names(values_of(change for entry in found for change in entry.changes))
    numbers = [entry.restores for entry in found if entry.restores]
    times = dict(Revision.objects.filter(pk__in=numbers).values_list("pk", "date_created"))
    shown = []
    for entry in found:
        was_there = not any(change.key == key and change.before is None for change in entry.changes)
        back = f"{way_back}{BEFORE}={entry.revision}" if way_back and was_there and not entry.is_start else ""
        lines = [_line(key, change, names) for change in entry.changes]
        by = "" if entry.was_found else name_of(entry.by)
        shown.append(Shown(entry, by, lines, back, times.get(entry.restores)))
    return shown


def _line(key: Key, change: Change, names: Names) -> Line:
    kind = capfirst(str(change.key.model._meta.verbose_name))
    heading = "" if change.key == key else f"{kind}: {change.state.name}"
    act = _("added") if change.before is None else _("deleted") if change.after is None else _("changed")
    # That a grade belongs to the inspection whose history this is goes without saying.
    links = {
        link
        for link in BELONGS_TO[change.key.model]
        if str(change.state.fields[link]) == key.pk and not (change.before and change.after)
    }
    shown = [one for one in differences(change, names) if one.name not in links]
    return Line(heading, act, change.before is not None, change.after is not None, shown)
