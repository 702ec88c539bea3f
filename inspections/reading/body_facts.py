"""What a body is, who answers for whom, how it is monitored and graded: facts of its page that no item has."""

import datetime
import re
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from inspections.models import Body, Grade, MonitoringPhase, Oversight, Programme
from inspections.models.inspection import published_by
from inspections.partial_dates import PartialDate
from tracker.prepared import prepared

NEWEST = F("inspection__published_on").desc(nulls_last=True)


def spell(start: PartialDate | None, end: PartialDate | None, on: datetime.date) -> str:
    """A time from one date to another, as a phrase; an end that has not come by the day is not known yet."""
    if end and end.first > on:
        end = None
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("since %(start)s") % {"start": start}
    return _("until %(end)s") % {"end": end} if end else ""


@prepared
def _oversight(body: int) -> QuerySet[Oversight]:
    duties = Oversight.objects.filter(Q(force=body) | Q(policing_body=body))
    return duties.select_related("force", "policing_body")


@prepared
def _predecessors(body: int) -> QuerySet[Body]:
    return Body.objects.filter(succeeded_by=body)


def facts(body: Body, on: datetime.date) -> list[dict[str, Any]]:
    """What the body is and who answers for whom, for summary_list.jinja."""
    rows: list[dict[str, Any]] = [
        {"term": _("Welsh name"), "value": body.name_cy},
        {"term": _("Nation"), "value": body.get_nation_display()},
        {"term": _("Set up"), "value": body.established_on},
        {"term": _("Abolished"), "value": body.abolished_on if not body.existed(on) else None},
    ]
    if body.succeeded_by:
        successor = body.succeeded_by
        rows.append({"term": _("Taken over by"), "value": successor.name, "url": successor.get_absolute_url()})
    before = [{"label": each.name, "url": each.get_absolute_url()} for each in _predecessors(body.pk)]
    rows.append({"term": _("Took over from"), "links": before})
    duties = _oversight(body.pk)
    for duty in sorted(duties, key=lambda duty: duty.start.first if duty.start else datetime.date.min, reverse=True):
        if duty.start and duty.start.first > on:
            continue
        answers = duty.policing_body_id == body.pk
        other = duty.force if answers else duty.policing_body
        rows.append(
            {
                "term": _("Answers for") if answers else _("Overseen by"),
                "value": other.name,
                "url": other.get_absolute_url(),
                "note": spell(duty.start, duty.end, on),
            }
        )
    rows.append({"term": _("Website"), "value": body.website, "url": body.website})
    return rows


@prepared
def _phases(body: int, on: datetime.date) -> QuerySet[MonitoringPhase]:
    return MonitoringPhase.objects.filter(body=body, start__lte=on).select_related("source")


def phases(body: Body, on: datetime.date) -> list[dict[str, Any]]:
    """Episodes of the inspectorate's monitoring that had begun, newest first, as exact as they are known."""
    rows = _phases(body.pk, on)
    return [
        {
            "label": phase.get_phase_display(),
            "when": spell(phase.start, phase.end, on),
            "open": phase.end is None or phase.end.first > on,
            "reason": phase.reason,
            "source": phase.source,
        }
        for phase in sorted(rows, key=lambda phase: phase.start.first, reverse=True)
    ]


def scheme_label(slug: str, abbreviations: dict[str, str]) -> str:
    """A scheme's slug as people write it: "peel-2021-22" is PEEL 2021–22."""
    words = re.sub(r"\b(\d{4})-(\d{2})\b", r"\1–\2", slug).split("-")
    return " ".join(abbreviations.get(word, word) for word in words)


@prepared
def _grades(body: int, on: datetime.date) -> QuerySet[Grade]:
    rows = Grade.objects.filter(published_by(on, "inspection__"), body=body).select_related("inspection")
    return rows.order_by(NEWEST, "inspection", "framework", "topic")


def schemes(body: Body, on: datetime.date) -> list[dict[str, Any]]:
    """Grades, each scheme by itself: grades of two schemes are never put side by side."""
    grades = _grades(body.pk, on)
    short = {word.lower(): word for word in Programme.objects.values_list("abbreviation", flat=True)} if grades else {}
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for grade in grades:
        scheme = found.setdefault(
            (grade.framework, grade.inspection_id),
            {
                "label": scheme_label(grade.framework, short),
                "inspection": grade.inspection,
                "grades": [],
            },
        )
        scheme["grades"].append(grade)
    return list(found.values())
