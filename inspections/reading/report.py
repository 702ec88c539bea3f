"""One inspection in the record: the sections of its page, each made of a fixed number of queries."""

import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from inspections.models import (
    Addressee,
    Grade,
    Inspection,
    Observation,
    ObservationKind,
    Programme,
    Recommendation,
    StatusUpdate,
)
from inspections.models.inspection import InspectionQuerySet
from inspections.partial_dates import PartialDate
from inspections.reading import withdrawals
from inspections.reading.ages import span
from inspections.reading.answers import in_order, what_each_says
from inspections.reading.answers import rows as answer_rows
from inspections.reading.body_facts import scheme_label
from inspections.reading.cards import tree
from inspections.reading.duties import duties_to
from inspections.reading.lately import Latest, lately
from inspections.reading.standing import overview

MOST_SAID = 40  # lines about earlier items; what was recorded together is one


def of(inspection: Inspection, on: datetime.date) -> dict[str, Any]:
    """Everything that the page of an inspection shows."""
    items = Addressee.objects.public(on).standing(on).filter(recommendation__inspection=inspection)
    # What was withdrawn is listed, and marked; it has no items among those that count.
    asked = Recommendation.objects.readable(on).filter(inspection=inspection).select_related("inspection")
    answers = in_order(duties_to(inspection, on))
    found = {
        "facts": facts(inspection),
        "follows_up": _in_order(inspection.follows_up.public(on)),
        "followed_up_by": _in_order(inspection.followed_up_by.public(on)),
        "observations": observations(inspection),
        "graded": graded(inspection),
        "standing": overview(items, on, inspection=inspection.slug),
        "nodes": tree(asked, items, on),
        "said": lately(Latest(StatusUpdate.objects.filter(made_in=inspection), on), MOST_SAID),
        "responses": answer_rows(answers),
        "what_each_says": what_each_says(inspection, answers),
        "withdrawn_responses": withdrawals.of_inspection(inspection, on),
        "withdrawal": withdrawals.remark(inspection, on),
        "sources": inspection.sources.all(),
    }
    return found | {"unknown": unknown(inspection, found)}


def _in_order(inspections: InspectionQuerySet) -> InspectionQuerySet:
    return inspections.order_by(F("published_on").asc(nulls_last=True), "title")


def _dates(start: PartialDate | None, end: PartialDate | None) -> str:
    if start and end and start != end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    return str(start or end or "")


def _links(things: Any) -> list[dict[str, str]]:
    return [{"label": each.name, "url": each.get_absolute_url()} for each in things]


def facts(inspection: Inspection) -> list[dict[str, Any]]:
    """Who inspected whom and when, for summary_list.jinja."""
    bodies = _links(inspection.bodies.all())
    rows: list[dict[str, Any]] = [
        {"term": _("Inspected by"), "links": _links(inspection.inspectorates.all())},
        {"term": _("Inspected"), "links": bodies, "note": inspection.area}
        if bodies
        else {"term": _("Inspected"), "value": inspection.area},
        {"term": _("Fieldwork"), "value": _dates(inspection.fieldwork_start, inspection.fieldwork_end)},
        {
            "term": _("Published"),
            "value": inspection.published_on or _("The day is not known"),
            "note": _time_to_report(inspection),
        },
        {"term": _("Received by the body"), "value": inspection.received_on},
        {"term": _("Led by"), "value": inspection.lead_inspector},
        {
            "term": _("Programme"),
            "value": inspection.programme.name,
            "url": inspection.programme.get_absolute_url(),
        },
        {"term": _("Kind of follow-up"), "value": inspection.get_follow_up_kind_display()},
        {"term": _("Duty to respond"), "value": inspection.duty.label},
    ]
    if inspection.report_url:
        rows.append({"term": _("Report"), "value": _("Read the report"), "url": inspection.report_url})
    return rows


def _time_to_report(inspection: Inspection) -> str:
    """How long after the fieldwork the report came out, where both are known well enough to say."""
    end, published = inspection.fieldwork_end or inspection.fieldwork_start, inspection.published_on
    if not end or not published or not end.month or not published.month or published.first <= end.last:
        return ""
    return _("%(span)s after the fieldwork") % {"span": span(end.last, published.first)}


def observations(inspection: Inspection) -> list[dict[str, Any]]:
    """What was found and nothing asked about, by kind."""
    rows = list(Observation.objects.filter(inspection=inspection).order_by("number"))
    by_kind = [(kind, [row for row in rows if row.kind == kind]) for kind in ObservationKind]
    return [{"kind": kind, "rows": found} for kind, found in by_kind if found]


def graded(inspection: Inspection) -> list[dict[str, Any]]:
    """Grades, by body and scheme."""
    rows = (
        Grade.objects.filter(inspection=inspection).select_related("body").order_by("body__name", "framework", "topic")
    )
    grades = list(rows)
    short = {word.lower(): word for word in Programme.objects.values_list("abbreviation", flat=True)} if grades else {}
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for grade in grades:
        heading = {"body": grade.body, "scheme": scheme_label(grade.framework, short), "grades": []}
        found.setdefault((grade.body_id, grade.framework), heading)["grades"].append(grade)
    return list(found.values())


def unknown(inspection: Inspection, found: dict[str, Any]) -> list[str]:
    """What the record does not hold about this inspection, a sentence each."""
    missing = [
        (inspection.published_on is None, _("The day of publication.")),
        (not inspection.fieldwork_start and not inspection.fieldwork_end, _("When the fieldwork took place.")),
        (not inspection.lead_inspector, _("Which inspector led it.")),
        (not inspection.report_url, _("Where the report can be read.")),
        (not found["nodes"], _("What it asked for. Either it asked for nothing, or that has not been recorded.")),
        (
            not found["withdrawn_responses"] and not any(row["recorded"] for row in found["responses"]),
            _("How anybody responded. No response is recorded, and no search for one either."),
        ),
        (
            bool(found["nodes"]) and not found["followed_up_by"],
            _("Whether inspectors came back to it. No later inspection is recorded as a follow-up."),
        ),
    ]
    return [sentence for is_missing, sentence in missing if is_missing]
