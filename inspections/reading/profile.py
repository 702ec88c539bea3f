"""One body in the record: the sections of its page, each made of a fixed number of queries."""

import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.bitmaps.shelf import Shelf
from inspections.models import (
    Addressee,
    Body,
    Inspection,
    RecommendationKind,
    StatusUpdate,
    Voice,
)
from inspections.models.recommendation import CAUSES_OF_CONCERN
from inspections.models.status import POSITIONS
from inspections.reading import slippage
from inspections.reading.answer_counts import answers_url
from inspections.reading.answers import in_order
from inspections.reading.answers import rows as answer_rows
from inspections.reading.body_facts import facts, phases, schemes
from inspections.reading.chains import fetched
from inspections.reading.charts.pictures import pictures
from inspections.reading.duties import duties_to_some
from inspections.reading.duty import Duty
from inspections.reading.involved import newest_reports
from inspections.reading.lately import LatestAbout, lately, said
from inspections.reading.listed import listed
from inspections.reading.selection import selection_url
from inspections.reading.slippage_held import slippage_on
from inspections.reading.standing import overview
from inspections.reading.successions import successions
from tracker.prepared import MOST_KEYS, Keys, batched, prepared

NEWEST = F("inspection__published_on").desc(nulls_last=True)
MOST_CARDS = 6
MOST_NEWS = 5
MOST_INSPECTIONS = 25
MOST_ASSURANCES = 20
MOST_ANSWERS = 15
MOST_CHAINS = 15
MONTHS = 12  # that the table beside the picture tells one by one; of the time before it has the ends of years
# To how many of the newest reports the answers are looked at, and to how many more where those have too few.
REPORTS = (2 * MOST_ANSWERS, 2 * MOST_ANSWERS + MOST_KEYS, 2 * MOST_ANSWERS + 2 * MOST_KEYS)


def of(body: Body, on: datetime.date, shelf: Shelf) -> dict[str, Any]:
    """Everything that the page of a body shows; on the shelf are all public items of the day."""
    items = Addressee.objects.filter(body=body).public(on).standing(on)
    ours = shelf.of("force", body.pk)
    standing = overview(ours, on, force=body.slug)
    sections: dict[str, Any] = {
        "facts": facts(body, on),
        "standing": standing,
        **slippage.shown(slippage_on(on, standing["total"], body.pk), body.slug),
        "pictures": pictures(items, on, ours, recent=MONTHS, force=body.slug),
        "concerns": concerns(body, ours),
        "latest": latest(body, ours),
        "themes": themes(body, ours),
        "raised_again": raised_again(body, on),
        "lately": news(body, ours),
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


def news(body: Body, items: Shelf) -> list[dict[str, Any]]:
    """What was said lately about its items, which need not name the body again."""
    lines = lately(LatestAbout(items, body.pk), MOST_NEWS)
    return [line | {"body": ""} for line in lines]


def concerning(body: Body, on: datetime.date) -> Q:
    """The condition that an inspection was of this body, by it, or by that day asks something of it."""
    return (
        Q(pk__in=body.inspections_had.values("pk"))
        | Q(pk__in=body.inspections_made.values("pk"))
        | Q(pk__in=Addressee.objects.public(on).filter(body=body).values("recommendation__inspection"))
    )


@prepared
def _had_or_made(body: int, on: datetime.date) -> "QuerySet[Inspection, Any]":
    had = Inspection.objects.filter(bodies=body).order_by().values("pk")
    made = Inspection.objects.filter(inspectorates=body).order_by().values("pk")
    found = Inspection.objects.public(on).filter(Q(pk__in=had) | Q(pk__in=made)).order_by()
    return found.values_list("pk", Cast("published_on", TextField()))


@prepared
def _called(keys: Keys) -> QuerySet[Inspection]:
    return Inspection.objects.filter(pk__in=keys).select_related("programme").order_by()


def inspections_of(body: Body, items: Shelf) -> dict[str, Any]:
    """Inspections that the body had or made, newest first, with how many of these items each asked of it; two queries.

    They are those of `concerning`: what asks something of it is on the shelf.
    """
    places, on = items.record.places, items.record.on
    each = np.array(places.inspections, np.int64)[np.array(items.items, np.int64)]
    keys, firsts, sizes = np.unique(each, return_index=True, return_counts=True)
    # In the order of the list, which decides between two of one day and title.
    counts = {int(keys[at]): int(sizes[at]) for at in np.argsort(firsts)}
    dates = {key: places.about[key].published for key in counts}
    dates |= {key: published or "" for key, published in _had_or_made(body.pk, on)}
    # By title only those that are as new as the last one shown.
    latest = sorted(dates.values(), reverse=True)[:MOST_INSPECTIONS]
    new = [key for key, date in dates.items() if date >= latest[-1]] if latest else []
    found = {each.pk: each for some in batched(new) for each in _called(some)}
    by_title = sorted((key for key in new if key in found), key=lambda key: found[key].title)
    newest = sorted(by_title, key=lambda key: dates[key], reverse=True)[:MOST_INSPECTIONS]
    return {
        "rows": [{"inspection": found[key], "items": counts.get(key, 0)} for key in newest],
        "total": len(dates),
        "url": f"{reverse('inspection-list')}?body={body.slug}",
    }


def _answers_to(inspections: list[int], body: Body, on: datetime.date) -> list[Duty]:
    return in_order(duties_to_some(inspections, on, body))


def answers_of(body: Body, on: datetime.date) -> dict[str, Any]:
    """What it owed or gave as an answer, and what others owed or gave about it, to the newest reports; six queries.

    There are too many to count each time: `more` says only whether there are others.
    """
    found: list[Duty] = []
    keys = newest_reports(body.pk, on, 0, REPORTS[-1])
    for start, end in pairwise((0, *REPORTS)):
        found += _answers_to(keys[start:end], body, on)
        if len(found) > MOST_ANSWERS:
            break
    start, some = REPORTS[-1], 4 * REPORTS[-1]
    while len(found) <= MOST_ANSWERS and len(keys) == REPORTS[-1]:
        more = newest_reports(body.pk, on, start, start + some)
        found += _answers_to(more, body, on)
        if len(more) < some:
            break
        start, some = start + some, some * 4
    return {
        "rows": answer_rows(found[:MOST_ANSWERS]),
        "more": len(found) > MOST_ANSWERS,
        "url": answers_url(force=body.slug),
    }


def assurances(body: Body, on: datetime.date) -> list[StatusUpdate]:
    """What a local policing body has said about the items of the forces that it answers for, newest first."""
    return _assurances(body.pk, on)


@prepared
def _assurances(body: int, on: datetime.date) -> QuerySet[StatusUpdate]:
    # As two questions put together, of which the inner has an index. As one, the database reads every item first.
    ours = StatusUpdate.objects.filter(stated_by=body, position__in=POSITIONS[Voice.POLICING_BODY]).order_by()
    spoken = said(StatusUpdate.objects.filter(pk__in=ours.values("pk")), on)
    spoken = spoken.select_related("addressee__recommendation", "addressee__body", "source")
    return spoken.order_by("-effective_on", "-sequence")[:MOST_ASSURANCES]
