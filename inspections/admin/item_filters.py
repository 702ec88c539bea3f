"""The filters beside the staff's list of items. Those of the worklist take their rule from inspections.worklist."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.days import today
from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.models import Addressee, Deadline, StatusUpdate
from inspections.models.addressee import AddresseeQuerySet
from inspections.worklist import CLAIM_DAYS, QUIET_DAYS, claimed_too_long, closed_without_document

from .filters import ChoiceFilter, ForceFilter, InspectionFilter, ProgrammeFilter

SOON_DAYS = 91  # "in the next three months"


def _among(queryset: QuerySet[Addressee], items: AddresseeQuerySet) -> QuerySet[Addressee]:
    """Those rows that are among these items; the list has joined periods of its own, which must not be joined twice."""
    return queryset.filter(pk__in=items.order_by().values("pk"))


class StandingFilter(ChoiceFilter):
    """How items stand today. The list opens on what is still open; a search looks at everything."""

    title = _("headline status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.opens_on = "all" if request.GET.get("q", "").strip() else "open"
        return [("open", _("Open")), ("closed", _("All closed")), ("all", _("All")), *HeadlineStatus.choices]

    def chosen(self) -> str:
        return self.value() or self.opens_on

    def narrowed(self, queryset: QuerySet[Any], choice: str) -> QuerySet[Any]:
        match choice:
            case "open":
                return queryset.exclude(status__in=CLOSED_STATUSES)
            case "closed":
                return queryset.filter(status__in=CLOSED_STATUSES)
            case "all":
                return queryset
        return queryset.filter(status=choice)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """As always, without the “All” of Django that would mean “as it opens”."""
        chosen = self.chosen()
        for lookup, label in self.lookup_choices:
            yield {
                "selected": chosen == lookup,
                "query_string": changelist.get_query_string({self.parameter_name: lookup}),
                "display": label,
            }


class DueFilter(ChoiceFilter):
    """By the day for which it was asked; only what is open can be late."""

    title = _("time asked for")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("overdue", _("Overdue")),
            ("next-3-months", _("In the next three months")),
            ("immediate", _("Asked for immediately")),
            ("no-day", _("No day known")),
        ]

    def narrowed(self, queryset: QuerySet[Addressee], choice: str) -> QuerySet[Addressee]:
        on = today()
        match choice:
            case "overdue":
                return _among(queryset, Addressee.objects.overdue(on))
            case "next-3-months":
                last = on + datetime.timedelta(days=SOON_DAYS)
                return queryset.filter(recommendation__due_day__range=(on, last))
            case "immediate":
                return queryset.filter(recommendation__deadline=Deadline.IMMEDIATELY)
        return queryset.filter(recommendation__due_day=None)


class NewsFilter(ChoiceFilter):
    """Whether anybody has said anything lately; what is closed is waited for no more."""

    title = _("last news")
    parameter_name = "news"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("quiet", _("Open, and none for %(days)d days") % {"days": QUIET_DAYS}),
            ("never", _("None ever")),
        ]

    def narrowed(self, queryset: QuerySet[Addressee], choice: str) -> QuerySet[Addressee]:
        if choice == "quiet":
            return _among(queryset, Addressee.objects.stale(today(), QUIET_DAYS))
        return queryset.exclude(Exists(StatusUpdate.objects.filter(addressee=OuterRef("pk"))))


class ClaimFilter(ChoiceFilter):
    """Where the addressed body says “complete” and the inspectorate does not."""

    title = _("claim of completion")
    parameter_name = "claim"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("unconfirmed", _("Reported complete, not confirmed")),
            ("long", _("Open, and not confirmed for %(days)d days") % {"days": CLAIM_DAYS}),
        ]

    def narrowed(self, queryset: QuerySet[Addressee], choice: str) -> QuerySet[Addressee]:
        on = today()
        if choice == "long":
            return _among(queryset, claimed_too_long(Addressee.objects.all(), on))
        return _among(queryset, Addressee.objects.claimed_not_confirmed(on))


class ClosureFilter(ChoiceFilter):
    """Whether a reader can open what a closure rests on."""

    title = _("document of the closure")
    parameter_name = "document"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("Closed by a source without an address"))]

    def narrowed(self, queryset: QuerySet[Addressee], choice: str) -> QuerySet[Addressee]:
        return _among(queryset, closed_without_document(Addressee.objects.all(), today()))


class PublicFilter(ChoiceFilter):
    """Whether the public can read it. What is not public yet takes no updates, and what was withdrawn no more."""

    title = _("public record")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("On the public record")), ("not-yet", _("Not public yet")), ("withdrawn", _("Withdrawn"))]

    def narrowed(self, queryset: QuerySet[Addressee], choice: str) -> QuerySet[Addressee]:
        public, readable = Addressee.objects.public(today()), Addressee.objects.readable(today())
        match choice:
            case "yes":
                return _among(queryset, public)
            case "not-yet":
                return queryset.exclude(pk__in=readable.values("pk"))
        return _among(queryset, readable).exclude(pk__in=public.values("pk"))


# In the order of the side bar. The worklist's links use the first six.
ITEM_FILTERS = (
    StandingFilter,
    DueFilter,
    NewsFilter,
    ClaimFilter,
    ClosureFilter,
    PublicFilter,
    ForceFilter,
    InspectionFilter,
    ProgrammeFilter,
    "recommendation__kind",
)
