"""The list, for staff, of responses due soon or late. None is a row of a table yet: the clocks say that it is owed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from inspections.owed import DUE_DAYS, how_long, is_late, responses_owed
from inspections.reading.answers import last_day_in_words
from inspections.reading.duty import Duty

from .scoped import scope

ROWS = 50  # on a page
WHICH = ("all", "late", "due")


@dataclass(frozen=True)
class OwedRow:
    """One row of the list: a duty, and where its response is recorded, if the account may do that."""

    duty: Duty
    address: str = ""

    @property
    def last_day(self) -> str:
        return last_day_in_words(self.duty)

    @property
    def is_late(self) -> bool:
        return is_late(self.duty)

    @property
    def how_long(self) -> str:
        return how_long(self.duty)

    @property
    def looked(self) -> Any:
        """The day on which somebody last looked for it in vain."""
        return self.duty.response.not_found_as_of if self.duty.response else None


class ListsOwed(admin.ModelAdmin):
    """The part of the admin of responses that lists what is missing."""

    def get_urls(self) -> list[Any]:
        owed = path("owed/", self.admin_site.admin_view(self.owed_view), name="inspections_response_owed")
        return [owed, *super().get_urls()]

    def owed_view(self, request: HttpRequest) -> HttpResponse:
        """For whoever sees items: a body's account sees here what is owed by it, about it or to it."""
        if not request.user.has_perm("inspections.view_addressee"):
            raise PermissionDenied
        which = request.GET.get("show", "all")
        owed = responses_owed(scope(request))
        shown = {"all": owed, "late": [d for d in owed if is_late(d)], "due": [d for d in owed if not is_late(d)]}
        try:
            page = Paginator(shown.get(which, []), ROWS).page(request.GET.get("page", 1))
        except InvalidPage:
            raise Http404(_("There is no such page of the list.")) from None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Responses due in %(days)d days or late") % {"days": DUE_DAYS},
            "opts": self.opts,
            "may_view": self.has_view_permission(request),
            "page": page,
            "rows": [OwedRow(duty, self._where_recorded(request, duty)) for duty in page],
            "choices": [(name, label, len(shown[name]), name == which) for name, label in self._choices()],
            "which": which if which in WHICH else "",
            "asked_for": which[:40].replace("\0", ""),
        }
        return TemplateResponse(request, "admin/inspections/worklist/owed.html", context)

    def _choices(self) -> list[tuple[str, str]]:
        return [("all", _("All")), ("late", _("Late")), ("due", _("Due in %(days)d days") % {"days": DUE_DAYS})]

    def _where_recorded(self, request: HttpRequest, duty: Duty) -> str:
        """The form for what was found; where a search in vain is recorded, that is the row to complete."""
        if duty.response:
            may_change = self.has_change_permission(request, duty.response)
            return reverse("admin:inspections_response_change", args=[duty.response.pk]) if may_change else ""
        if not self.has_add_permission(request):
            return ""
        known = {"inspection": duty.inspection.pk} | ({"responder": duty.responder.pk} if duty.responder else {})
        return f"{reverse('admin:inspections_response_add')}?{urlencode(known)}"
