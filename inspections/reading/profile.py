"""One body in the record: the sections of its page, each made of a fixed number of queries."""

import datetime
import re
from collections import Counter
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.bitmaps.shelf import Shelf
from inspections.models import (
    Addressee,
    Body,
    Grade,
    Inspection,
    MonitoringPhase,
    Oversight,
    Programme,
    RecommendationKind,
    StatusUpdate,
    Voice,
)
from inspections.models.inspection import published_by
from inspections.models.recommendation import CAUSES_OF_CONCERN
from inspections.models.status import POSITIONS
from inspections.partial_dates import PartialDate
from inspections.reading import slippage
from inspections.reading.answer_counts import answers_url
from inspections.reading.answers import in_order
from inspections.reading.answers import rows as answer_rows
from inspections.reading.chains import fetched
from inspections.reading.charts.pictures import pictures
from inspections.reading.duties import around, duties
from inspections.reading.duty import Duty
from inspections.reading.lately import LatestAbout, lately, said
from inspections.reading.listed import listed
from inspections.reading.selection import selection_url
from inspections.reading.slippage_held import slippage_on
from inspections.reading.standing import overview
from inspections.reading.successions import successions

NEWEST = F("inspection__published_on").desc(nulls_last=True)
MOST_CARDS = 6
MOST_NEWS = 5
MOST_INSPECTIONS = 25
MOST_ASSURANCES = 20
MOST_ANSWERS = 15
MOST_CHAINS = 15


def of(body: Body, on: datetime.date, shelf: Shelf) -> dict[str, Any]:
    """Everything that the page of a body shows; on the shelf are all public items of the day."""
    items = Addressee.objects.filter(body=body).public(on).standing(on)
    ours = shelf.of("force", body.pk)
    standing = overview(ours, on, force=body.slug)
    sections: dict[str, Any] = {
        "facts": facts(body, on),
        "standing": standing,
        **slippage.shown(slippage_on(on, standing["total"], body.pk), body.slug),
        "pictures": pictures(items, on, ours, force=body.slug),
        "concerns": concerns(body, ours),
        "latest": latest(body, ours),
        "themes": themes(body, ours),
        "raised_again": raised_again(body, on),
        "lately": news(body, on),
        "inspections": inspections_of(body, ours),
        "responses": answers_of(body, on),
        "phases": phases(body, on),
        "schemes": schemes(body, on),
        "assurances": assurances(body, on),
    }
    return sections | {"contents": contents(sections)}


def contents(sections: dict[str, Any]) -> list[dict[str, str]]:
    """Links to the sections that have something in them."""
    rows = [
        (sections["standing"]["total"], "standing", _("How items stand")),
        (sections["standing"]["total"], "over-time", _("Over time")),
        (sections["concerns"]["total"], "concerns", _("Causes of concern")),
        (sections["raised_again"]["rows"], "again", _("Raised more than once")),
        (sections["themes"], "themes", _("Themes")),
        (sections["lately"], "lately", _("What was said lately")),
        (sections["latest"], "latest", _("Latest items")),
        (sections["assurances"], "assurances", _("Assurances")),
        (sections["inspections"]["total"], "inspections", _("Inspections")),
        (sections["responses"]["rows"], "responses", _("Responses")),
        (sections["phases"], "monitoring", _("Monitoring")),
        (sections["schemes"], "grades", _("Grades")),
    ]
    return [{"label": label, "url": f"#{anchor}"} for has_some, anchor, label in rows if has_some]


def spell(start: PartialDate | None, end: PartialDate | None, on: datetime.date) -> str:
    """A time from one date to another, as a phrase; an end that has not come by the day is not known yet."""
    if end and end.first > on:
        end = None
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("since %(start)s") % {"start": start}
    return _("until %(end)s") % {"end": end} if end else ""


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
    before = [{"label": each.name, "url": each.get_absolute_url()} for each in body.predecessors.all()]
    rows.append({"term": _("Took over from"), "links": before})
    duties = Oversight.objects.filter(Q(force=body) | Q(policing_body=body)).select_related("force", "policing_body")
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


def _cards(body: Body, items: Shelf, ends: list[int]) -> list[dict[str, Any]]:
    """Recommendations as cards of this body alone: each leads to its own history, and names no body."""
    return [card | {"asked_of": ""} for card in listed(items, ends)]


def concerns(body: Body, items: Shelf) -> dict[str, Any]:
    """Causes of concern, those still open first, then the newest."""
    ours = items.of("kind", *CAUSES_OF_CONCERN)
    still_open = ours.open(items.record.on)
    first = still_open.newest(MOST_CARDS)
    rest = Shelf(ours.record, ours.items - still_open.items, ours.edition).newest(MOST_CARDS - len(first))
    return {
        "cards": _cards(body, ours, [*first, *rest]),
        "total": ours.count(),
        "open": still_open.count(),
        "url": selection_url(force=body.slug, kind=[kind.value for kind in CAUSES_OF_CONCERN]),
    }


def latest(body: Body, items: Shelf) -> list[dict[str, Any]]:
    """The newest of the other items; parts are shown with what they belong to."""
    ours = items.without_those_of("kind", *CAUSES_OF_CONCERN, RecommendationKind.PART)
    return _cards(body, ours, ours.newest(MOST_CARDS))


def themes(body: Body, items: Shelf) -> list[dict[str, Any]]:
    """What the items are about, most frequent first, each leading to the items of this body."""
    named = items.names.things["theme"]
    counts = [(named[key], ours.count()) for key, ours in items.by("theme").items() if key in named]
    return [
        {"label": theme.label, "count": count, "url": selection_url(force=body.slug, theme=theme.slug)}
        for theme, count in sorted(counts, key=lambda pair: (-pair[1], pair[0].label))
    ]


def raised_again(body: Body, on: datetime.date) -> dict[str, Any]:
    """What was asked of this body and taken up again later, most often first; three queries."""
    found = successions().about(body.pk, on)
    rows = [
        {"title": chain.title, "text": chain.latest.text, "url": chain.latest.get_absolute_url()}
        for chain in fetched(found[:MOST_CHAINS])
    ]
    return {"rows": rows, "more": len(found) - len(rows)}


def news(body: Body, on: datetime.date) -> list[dict[str, Any]]:
    """What was said lately about its items, which need not name the body again."""
    lines = lately(LatestAbout(body.pk, on), MOST_NEWS)
    return [line | {"body": ""} for line in lines]


def concerning(body: Body, on: datetime.date) -> Q:
    """The condition that an inspection was of this body, by it, or by that day asks something of it."""
    return (
        Q(pk__in=body.inspections_had.values("pk"))
        | Q(pk__in=body.inspections_made.values("pk"))
        | Q(pk__in=Addressee.objects.public(on).filter(body=body).values("recommendation__inspection"))
    )


def inspections_of(body: Body, items: Shelf) -> dict[str, Any]:
    """Inspections that the body had or made, newest first, with how many of these items each asked of it; two queries.

    They are those of `concerning`: what asks something of it is on the shelf.
    """
    places, on = items.record.places, items.record.on
    counts = Counter(places.inspections[at] for at in items.items)
    dates = {key: (places.about[key].published, places.about[key].title) for key in counts}
    had_or_made = Q(pk__in=body.inspections_had.values("pk")) | Q(pk__in=body.inspections_made.values("pk"))
    others = Inspection.objects.public(on).filter(had_or_made).order_by()
    for key, published, title in others.values_list("pk", "published_on", "title"):
        dates[key] = (published.iso if published else "", title)
    by_title = sorted(dates, key=lambda key: dates[key][1])
    newest = sorted(by_title, key=lambda key: dates[key][0], reverse=True)[:MOST_INSPECTIONS]
    found = Inspection.objects.select_related("programme").in_bulk(newest)
    return {
        "rows": [{"inspection": found[key], "items": counts[key]} for key in newest if key in found],
        "total": len(dates),
        "url": f"{reverse('inspection-list')}?body={body.slug}",
    }


def answers_of(body: Body, on: datetime.date) -> dict[str, Any]:
    """What it owed or gave as an answer, and what others owed or gave about it, to the newest reports; seven queries.

    There are too many to count each time: `more` says only whether there are others.
    """
    reports = around([body]).public(on).order_by(F("published_on__first_day").desc(nulls_last=True), "pk")
    found: list[Duty] = []
    start, some = 0, 2 * MOST_ANSWERS
    while True:
        keys = list(reports.values_list("pk", flat=True)[start : start + some])
        new = duties(Inspection.objects.filter(pk__in=keys), on) if keys else []
        found += in_order(duty for duty in new if duty.concerns(body))
        if len(found) > MOST_ANSWERS or len(keys) < some:
            break
        start, some = start + some, some * 4
    return {
        "rows": answer_rows(found[:MOST_ANSWERS]),
        "more": len(found) > MOST_ANSWERS,
        "url": answers_url(force=body.slug),
    }


def phases(body: Body, on: datetime.date) -> list[dict[str, Any]]:
    """Episodes of the inspectorate's monitoring that had begun, newest first, as exact as they are known."""
    rows = MonitoringPhase.objects.filter(body=body, start__lte=on).select_related("source")
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


def schemes(body: Body, on: datetime.date) -> list[dict[str, Any]]:
    """Grades, each scheme by itself: grades of two schemes are never put side by side."""
    rows = Grade.objects.filter(published_by(on, "inspection__"), body=body).select_related("inspection")
    grades = list(rows.order_by(NEWEST, "inspection", "framework", "topic"))
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


def assurances(body: Body, on: datetime.date) -> list[StatusUpdate]:
    """What a local policing body has said about the items of the forces that it answers for, newest first."""
    return list(
        said(StatusUpdate.objects.filter(stated_by=body, position__in=POSITIONS[Voice.POLICING_BODY]), on)
        .select_related("addressee__recommendation", "addressee__body", "source")
        .order_by("-effective_on", "-sequence")[:MOST_ASSURANCES]
    )
