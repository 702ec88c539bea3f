"""Responses to inspections that are due soon or late, for one account."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import BodyKind, Inspection, ResponseDuty
from inspections.models.inspection import InspectionQuerySet
from inspections.reading.duties import duties, duties_around
from inspections.reading.duty import Duty
from inspections.scope import Scope

DUE_DAYS = 14  # so long before the last day a response is asked for


def is_owed(duty: Duty) -> bool:
    """Whether a response is missing that is late, or may be due within DUE_DAYS.

    One whose last day is not known is neither. That somebody looked and found none does not answer it.
    """
    if not duty.required or duty.response_found or duty.last is None:
        return False
    return duty.last.earliest <= duty.on + datetime.timedelta(days=DUE_DAYS)


def is_late(duty: Duty) -> bool:
    """Whether the last day of a response that is owed has passed; nobody is called late who may be in time."""
    return duty.last is not None and duty.last.latest < duty.on


def how_long(duty: Duty) -> str:
    """How many days a response that is owed is late, or how many are left, as exactly as it is known."""
    assert duty.last is not None
    days = (duty.on - duty.last.latest).days
    if days == 0:
        return _("due today") if duty.last.is_exact else _("due by today")
    exact, roughly = (
        (
            ngettext("%(count)s day late", "%(count)s days late", days),
            ngettext("at least %(count)s day late", "at least %(count)s days late", days),
        )
        if days > 0
        else (
            ngettext("%(count)s day left", "%(count)s days left", -days),
            ngettext("at most %(count)s day left", "at most %(count)s days left", -days),
        )
    )
    return (exact if duty.last.is_exact else roughly) % {"count": f"{abs(days):,}"}


def responses_owed(scope: Scope) -> list[Duty]:
    """The responses that are due soon or late, longest late first: all, or those that concern the scope's bodies."""
    found = duties(_with_a_clock(Inspection.objects.all()), scope.on) if scope.sees_all else _of_its_bodies(scope)
    return sorted(filter(is_owed, found), key=_by_last_day)


def _of_its_bodies(scope: Scope) -> list[Duty]:
    """What its bodies owe, what is owed about them, and what is owed to the inspections that they made."""
    found = [
        duty for duty in duties_around(scope.bodies, scope.on) if any(duty.concerns(body) for body in scope.bodies)
    ]
    inspectorates = [body.pk for body in scope.bodies if body.kind == BodyKind.INSPECTORATE]
    if inspectorates:
        made = Inspection.inspectorates.through._default_manager.filter(body__in=inspectorates).values("inspection")
        found += duties(_with_a_clock(Inspection.objects.filter(pk__in=made)), scope.on)
    return list(dict.fromkeys(found))


def _with_a_clock(inspections: InspectionQuerySet) -> InspectionQuerySet:
    """Without those that call for no response: where it says nothing itself, its programme decides."""
    by_programme = Q(response_duty="") & ~Q(programme__response_duty=ResponseDuty.NONE)
    return inspections.filter(by_programme | ~Q(response_duty__in=["", ResponseDuty.NONE]))


def _by_last_day(duty: Duty) -> tuple[datetime.date, str, str]:
    assert duty.last is not None
    return duty.last.latest, duty.inspection.title, duty.responder.label if duty.responder else ""
