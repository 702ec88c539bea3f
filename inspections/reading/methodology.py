"""How the record is made, told by the rules themselves: asked of the functions that decide, so that it cannot drift."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.deadlines import (
    ACTION_PLAN_DAYS,
    DAYS,
    FIRE_PLAN_DAYS,
    JTAI_WORKING_DAYS,
    MONTHS,
    POLICE_ACT_DAYS,
    POLICE_ACT_FROM,
    action_plan_last_day,
    due_day,
    fire_plan_last_day,
    jtai_last_day,
    police_act_last_day,
)
from inspections.headline import HeadlineStatus, headline
from inspections.models import (
    Deadline,
    Evidence,
    ObservationKind,
    Position,
    RecommendationKind,
    SuccessionKind,
    Voice,
)
from inspections.models.status import POSITIONS
from inspections.partial_dates import PartialDate
from inspections.reading.ages import OPEN_YEARS
from inspections.reading.examples import EXAMPLE, claims, said, silence

# Who speaks in each voice, and what the voice can do. A test requires a sentence for each.
VOICES = {
    Voice.ADDRESSED_BODY: gettext_lazy(
        "The body that was asked: a police force, or whoever else the recommendation names. It claims."
    ),
    Voice.POLICING_BODY: gettext_lazy(
        "The police and crime commissioner, mayor or other body that answers for the force. It assures. What it says "
        "stands beside the headline and never moves it."
    ),
    Voice.INSPECTORATE: gettext_lazy(
        "HM Inspectorate of Constabulary and Fire & Rescue Services, or another inspectorate. It decides, and it alone "
        "can close anything."
    ),
}

KINDS = {
    RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN: gettext_lazy(
        "A cause of concern published before the full report, because the public may be at risk."
    ),
    RecommendationKind.CAUSE_OF_CONCERN: gettext_lazy(
        "A serious, critical or systemic shortcoming. It always carries recommendations."
    ),
    RecommendationKind.PRIORITY_ACTION: gettext_lazy(
        "A word of joint inspections of a local area. We have not found its definition."
    ),
    RecommendationKind.KEY_CONCERN: gettext_lazy("The prison inspectorate’s word, used in reports on police custody."),
    RecommendationKind.RECOMMENDATION: gettext_lazy(
        "Something that inspectors ask a body to do, alone or as part of a cause of concern. It is not an order."
    ),
    RecommendationKind.AREA_FOR_IMPROVEMENT: gettext_lazy(
        "Less serious than a cause of concern, and without recommendations of its own."
    ),
    RecommendationKind.PART: gettext_lazy(
        "One bullet of a recommendation, followed by itself where inspectors judge it so."
    ),
}

EVIDENCE = {
    Evidence.INSPECTION: gettext_lazy("Inspectors saw it themselves."),
    Evidence.DOCUMENT: gettext_lazy("A document shows it: minutes, a decision, a plan, a register."),
    Evidence.ASSERTION: gettext_lazy("Somebody said so. Nothing more was shown. It can never close an item."),
}


@dataclass(frozen=True)
class Effect:
    """What one position does to the headline: to an item that is open, and to one that was closed. None: nothing."""

    position: Position
    to_open: HeadlineStatus | None
    to_closed: HeadlineStatus | None


def effect(position: Position) -> Effect:
    """What a position does, found by trying it on an open item that stands otherwise, and on a closed one."""
    before = Position.PLANNED if position == Position.NOT_STARTED else Position.NOT_STARTED
    first = said(before, position)
    opened = headline(first, EXAMPLE)
    closure = Position.NO_FURTHER_ACTION if position == Position.COMPLETE else Position.COMPLETE
    after = said(closure, position)
    closed = headline(after, EXAMPLE)
    return Effect(
        position,
        opened.status if opened.update is first[-1] else None,
        closed.status if closed.update is after[-1] else None,
    )


def voices() -> list[dict[str, Any]]:
    """Each voice with who speaks in it and the effect of all that it may say."""
    return [
        {"voice": voice, "who": VOICES[voice], "effects": [effect(position) for position in positions]}
        for voice, positions in POSITIONS.items()
    ]


def kinds() -> list[dict[str, Any]]:
    return [{"kind": kind, "meaning": KINDS[kind]} for kind in RecommendationKind]


def evidence() -> list[dict[str, Any]]:
    return [{"evidence": word, "meaning": EVIDENCE[word]} for word in Evidence]


def deadlines() -> list[dict[str, str]]:
    """Each deadline, how its last day is found, and that day for a report of EXAMPLE."""
    published = PartialDate.of(EXAMPLE)
    rows = []
    for deadline in Deadline:
        if deadline in MONTHS:
            rule = ngettext(
                "%(n)s calendar month after publication", "%(n)s calendar months after publication", MONTHS[deadline]
            ) % {"n": MONTHS[deadline]}
        elif deadline in DAYS:
            rule = ngettext("%(n)s day after publication", "%(n)s days after publication", DAYS[deadline]) % {
                "n": DAYS[deadline]
            }
        else:
            rule = str(WITHOUT_A_CLOCK[deadline])
        last = due_day(deadline, None, published)
        rows.append(
            {
                "label": str(deadline.label),
                "rule": rule,
                "example": date_format(last, "DATE_FORMAT") if last else _("no day"),
            }
        )
    return rows


WITHOUT_A_CLOCK = {
    Deadline.IMMEDIATELY: gettext_lazy(
        "It has no day in the calendar. It is shown as asked for immediately, so long ago, and never as past its date."
    ),
    Deadline.BY_DATE: gettext_lazy("The date that the report names. A month or a year counts to its last day."),
    Deadline.NONE_GIVEN: gettext_lazy("The report set no time."),
}


def clocks() -> list[dict[str, str]]:
    """The clocks for answering a report, each with its law and its last day for EXAMPLE as its function counts it."""
    published = _("Published on %(day)s: the last day is %(last)s.")
    received = _("Received on %(day)s: the last day is %(last)s.")

    def example(words: str, last: datetime.date) -> str:
        return words % {"day": date_format(EXAMPLE, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}

    return [
        {
            "who": _("Local policing body"),
            "rule": _(
                "Publishes its comments before the end of %(days)s days beginning with the day of publication. The day "
                "of publication is day one. We count it for reports with a recommendation or a cause of concern, for "
                "the body that answered for the force on that day, and for reports published on %(from)s or later."
            )
            % {"days": POLICE_ACT_DAYS, "from": date_format(POLICE_ACT_FROM, "DATE_FORMAT")},
            "law": _(
                "Police Act 1996, section 55(5A) and (5B), inserted by the Policing and Crime Act 2017, section 37, in "
                "force from that day by SI 2017/399, regulation 4"
            ),
            "example": example(published, police_act_last_day(EXAMPLE)),
        },
        {
            "who": _("Force, after a child protection inspection"),
            "rule": _(
                "Sends an action plan within %(days)s days of publication, six weeks, where the report asks for it."
            )
            % {"days": ACTION_PLAN_DAYS},
            "law": _("HMICFRS, methodology of its follow-up to national child protection inspections"),
            "example": example(published, action_plan_last_day(EXAMPLE)),
        },
        {
            "who": _("Principal authority of a joint targeted area inspection"),
            "rule": _(
                "Makes a written statement within %(days)s working days of receiving the report, if one is asked for. "
                "Saturdays, Sundays and the bank holidays of England and Wales are left out."
            )
            % {"days": JTAI_WORKING_DAYS},
            "law": _("Children Act 2004 (Joint Area Reviews) Regulations 2015, SI 2015/1792, regulation 4"),
            "example": example(received, jtai_last_day(EXAMPLE)),
        },
        {
            "who": _("Fire and rescue service"),
            "rule": _("Sends an action plan within %(days)s days, where the report on a cause of concern says so.")
            % {"days": FIRE_PLAN_DAYS},
            "law": _("The inspectorate’s report or letter"),
            "example": example(published, fire_plan_last_day(EXAMPLE)),
        },
    ]


def partial_dates() -> list[dict[str, str]]:
    """How a date known to the year, the month or the day is shown and counted."""
    return [
        {
            "label": str(date),
            "first": date_format(date.first, "DATE_FORMAT"),
            "last": date_format(date.last, "DATE_FORMAT"),
        }
        for date in map(PartialDate.parse, ("2019", "2019-09", "2019-09-27"))
    ]


def everything() -> dict[str, Any]:
    """What the methodology page shows of the rules; the figures of the record are in coverage.py."""
    return {
        "statuses": list(HeadlineStatus),
        "voices": voices(),
        "kinds": kinds(),
        "evidence": evidence(),
        "deadlines": deadlines(),
        "clocks": clocks(),
        "partial_dates": partial_dates(),
        "observation_kinds": list(ObservationKind),
        "succession_kinds": list(SuccessionKind),
        "example_day": EXAMPLE,
        "claims": claims(),
        "silence": silence(),
        "open_years": OPEN_YEARS,
    }
