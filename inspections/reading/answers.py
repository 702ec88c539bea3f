"""Answers to inspections in words: who owed or gave one, by when, and what it says about each recommendation."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.days import in_words as day_in_words
from inspections.deadlines import CLOCKS, POLICE_ACT_FROM
from inspections.models import Addressee, BodyKind, Inspection, RecommendationKind, Response, ResponseDuty, ResponseItem
from inspections.models.withdrawal import not_withdrawn
from inspections.reading.ages import span
from inspections.reading.duties import STARTS_A_CLOCK
from inspections.reading.duty import AnswerState, Duty

# The kinds of body that have to answer, by the duty to respond of an inspection.
ANSWERS_FOR = {
    ResponseDuty.POLICE_ACT: (BodyKind.LOCAL_POLICING_BODY,),
    ResponseDuty.FIRE: (BodyKind.FIRE_AND_RESCUE_SERVICE,),
}


def _day(day: datetime.date) -> str:
    return day_in_words(day)


def last_day_in_words(duty: Duty) -> str:
    """The last day to answer, as exactly as it is known, or why there is none."""
    if not duty.required:
        return _("None: %(why)s") % {"why": _why_no_clock(duty)}
    if duty.last is None:
        return _("Not known: %(why)s") % {"why": _why_not_known(duty)}
    if duty.last.is_exact:
        return _day(duty.last.latest)
    days = {"first": _day(duty.last.earliest), "last": _day(duty.last.latest)}
    return _("Between %(first)s and %(last)s") % days


def _why_no_clock(duty: Duty) -> str:
    inspection = duty.inspection
    if inspection.duty == ResponseDuty.NONE:
        return _("this report set no time")
    if duty.responder and duty.responder.kind not in ANSWERS_FOR.get(inspection.duty, ()):
        return _("the law sets no time for it")
    if inspection.duty == ResponseDuty.POLICE_ACT and inspection.public_from < POLICE_ACT_FROM:
        return _("the law set no time before %(day)s") % {"day": _day(POLICE_ACT_FROM)}
    return _("no recommendation that it answers for is recorded")


def _why_not_known(duty: Duty) -> str:
    if _is_received(duty):
        return _("the day of receipt is not recorded")
    if duty.start is None:
        return _("the day of publication is not recorded")
    return _("the law set no time before %(day)s") % {"day": _day(POLICE_ACT_FROM)}


def _is_received(duty: Duty) -> bool:
    return duty.inspection.duty == ResponseDuty.JTAI


def clock_in_words(duty: Duty) -> str:
    """How an answer stands against its clock, as a phrase: "on day 57 of 56, 1 day late"; empty where none can be said.

    A working-day clock and one that begins on the day itself count differently; deadlines.CLOCKS knows how.
    """
    if duty.state in (AnswerState.IN_TIME, AnswerState.LATE):
        return _on_day(duty)
    if duty.state == AnswerState.DUE:
        return ", ".join(filter(None, [_still_to_come(duty), _looked(duty)]))
    if duty.state in (AnswerState.NOT_FOUND, AnswerState.NO_CLOCK):
        return _looked(duty)
    if duty.state == AnswerState.NOT_LOOKED_FOR:
        return ", ".join(filter(None, [_gone_by(duty), _looked(duty)]))
    return ""


def _on_day(duty: Duty) -> str:
    parts = []
    if duty.day_number is not None:
        number = {"day": duty.day_number, "of": CLOCKS[duty.inspection.duty].length}
        working = _("on working day %(day)d of %(of)d") if _is_received(duty) else _("on day %(day)d of %(of)d")
        parts.append(working % number)
    if duty.state == AnswerState.LATE and duty.days_late:
        exact = duty.day_number is not None
        words = (
            ngettext("%(count)d day late", "%(count)d days late", duty.days_late)
            if exact
            else ngettext("at least %(count)d day late", "at least %(count)d days late", duty.days_late)
        )
        parts.append(words % {"count": duty.days_late})
    return ", ".join(parts)


def _still_to_come(duty: Duty) -> str:
    left = duty.days_left
    if left is None:
        return ""
    if left == 0:
        return _("due today")
    return ngettext("due in %(count)d day", "due in %(count)d days", left) % {"count": left}


def _gone_by(duty: Duty) -> str:
    if duty.last is None:
        return ""
    ago = {"span": span(duty.last.latest, duty.on)}
    return (
        _("the last day was %(span)s ago") if duty.last.is_exact else _("at least %(span)s past the last day")
    ) % ago


def _looked(duty: Duty) -> str:
    looked = duty.response.not_found_as_of if duty.response else None
    if looked is None:
        return ""
    if duty.state in (AnswerState.NOT_FOUND, AnswerState.NO_CLOCK):
        return _("looked on %(day)s") % {"day": _day(looked)}
    return _("none found on %(day)s, before the last day") % {"day": _day(looked)}


def in_words(response: Response) -> str:
    """When an answer was given, as exactly as it is known."""
    if response.not_found_as_of:
        return _("None found by us; looked on %(day)s") % {"day": _day(response.not_found_as_of)}
    if response.published_on and response.submitted_on:
        days = {"sent": response.submitted_on, "published": response.published_on}
        return _("Sent to the inspectorate on %(sent)s, published %(published)s") % days
    if response.submitted_on:
        return _("Sent to the inspectorate on %(day)s") % {"day": response.submitted_on}
    return str(response.published_on) if response.published_on else _("Found; the day is not known")


def _label(duty: Duty) -> str:
    """The state in words; without a clock only whether there is an answer."""
    if duty.state == AnswerState.NO_CLOCK:
        return _("Answered") if duty.response_found else str(AnswerState.NOT_FOUND.label)
    return str(duty.state.label)


def rows(duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """What responses/_table.jinja shows of each."""
    return [
        {
            "inspection": duty.inspection,
            "responder": duty.responder,
            "candidates": " / ".join(body.label for body in duty.candidates),
            "successor": duty.successor,
            "whom": ", ".join(force.label for force in duty.forces if force != duty.responder),
            "required": duty.required,
            "last_day": last_day_in_words(duty),
            "state": duty.state,
            "label": _label(duty),
            "clock": clock_in_words(duty),
            "recorded": duty.response is not None,
            "when": in_words(duty.response) if duty.response and duty.response_found else "",
            "response": duty.response,
        }
        for duty in duties
    ]


def in_order(duties: Iterable[Duty]) -> list[Duty]:
    """Answers about one body: the newest report first, and within one those that had to be given first."""

    def newest(duty: Duty) -> tuple[bool, int, int, bool, str]:
        published = duty.inspection.published_on
        day = published.first.toordinal() if published else 0
        who = duty.responder.name if duty.responder else ""
        return published is None, -day, duty.inspection.pk, not duty.required, who

    return sorted(duties, key=newest)


def what_each_says(inspection: Inspection, duties: Sequence[Duty]) -> list[dict[str, Any]]:
    """What each answer that was found says about each recommendation, for inspections/_answers.jinja; two queries.

    The record says of a recommendation that an answer did not address it only where somebody who read it said so. Of
    a recommendation without a row nothing is known, and that is counted instead.
    """
    found = [duty for duty in duties if duty.response_found]
    if not found:
        return []
    said: dict[int, list[ResponseItem]] = defaultdict(list)
    on = found[0].on
    items = ResponseItem.objects.filter(response__in=[duty.response for duty in found])
    items = items.filter(not_withdrawn(on, "addressee__recommendation__"))
    ordered = items.order_by("addressee__recommendation__number_key", "addressee__body__name")
    for item in ordered.select_related("addressee__recommendation", "addressee__body"):
        said[item.response_id].append(item)
    asked = Addressee.objects.filter(STARTS_A_CLOCK, recommendation__inspection=inspection)
    asked = asked.filter(not_withdrawn(on, "recommendation__")).exclude(recommendation__kind=RecommendationKind.PART)
    pairs = list(asked.order_by().values_list("recommendation", "body"))
    return [told for duty in found if (told := _told(duty, said, pairs))]


def _told(duty: Duty, said: dict[int, list[ResponseItem]], pairs: list[tuple[int, int]]) -> dict[str, Any]:
    assert duty.response is not None
    items = said[duty.response.pk]
    answers_for = {body.pk for body in duty.forces} | {duty.response.responder_id}
    wanted = {recommendation for recommendation, body in pairs if body in answers_for}
    silent = len(wanted - {item.addressee.recommendation_id for item in items})
    if not items and not wanted:
        return {}
    several = len({item.addressee.body_id for item in items}) > 1
    return {
        "responder": duty.response.responder,
        "answers": [
            {
                "recommendation": item.addressee.recommendation,
                "url": item.addressee.get_absolute_url(),
                "body": item.addressee.body if several else None,
                "decision": item.get_decision_display(),
                "action": item.action,
                "owner": item.owner,
                "target": item.target_on,
            }
            for item in items
        ],
        "asked": len(wanted),
        "silent": silent,
    }
