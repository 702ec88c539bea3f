"""Cards of many recommendations at once, from the bitmaps: for lists, where a card is needed fifty times."""

import datetime
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet

from inspections.bitmaps.places import between
from inspections.bitmaps.shelf import Shelf
from inspections.headline import HeadlineStatus
from inspections.models import Recommendation, StatusPeriod
from inspections.partial_dates import PartialDate
from inspections.reading.cards import Alone, card, doubt_in_words
from tracker.prepared import Keys, batched, prepared

SHOWN = (
    "ref", "number", "kind", "text", "deadline", "due_day",
    "inspection__slug", "inspection__title", "inspection__published_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    slug: str
    title: str
    published_on: PartialDate | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a card shows of a recommendation on the record: a model for each of fifty rows would take twice the time."""

    ref: str
    number: str
    kind: str
    text: str
    deadline: str
    due_day: datetime.date | None
    inspection: Report

    def withdrawal(self, on: datetime.date) -> None:
        """What is on a shelf was not withdrawn by its day."""

    def is_overdue(self, on: datetime.date) -> bool:
        return self.due_day is not None and self.due_day < on


@prepared
def _shown(keys: Keys) -> "QuerySet[Recommendation, Any]":
    return Recommendation.objects.filter(pk__in=keys).order_by().values_list("pk", *SHOWN)


@prepared
def _since(items: Keys, on: datetime.date) -> "QuerySet[StatusPeriod, Any]":
    periods = StatusPeriod.objects.filter(addressee__in=items, start__lte=on, end__gt=on).order_by()
    return periods.values_list("addressee_id", "update__effective_on")


def listed(shelf: Shelf, ends: list[int]) -> list[dict[str, Any]]:
    """One card a recommendation, for components/recommendation_card.jinja, as reading.cards makes them.

    ends: the recommendations in the order in which they are shown, each by the place of its last item. Only the items
    on the shelf count. At most two queries for every 50 recommendations.
    """
    record, places = shelf.record, shelf.record.places
    keys = [places.recommendations[end] for end in ends]
    found = {
        pk: cast(Recommendation, Asked(ref, number, kind, text, deadline, due_day, Report(*report)))
        for some in batched(keys)
        for pk, ref, number, kind, text, deadline, due_day, *report in _shown(some)
    }
    ours = [list(shelf.items & between(places.starts[end], end + 1)) for end in ends]
    single = [items[0] for items in ours if len(items) == 1]
    since = since_when(shelf, single)
    made = []
    for end, key, items in zip(ends, keys, ours, strict=True):
        if key not in found:
            continue  # deleted since the bitmaps were read; the next edition has it no more
        counts: dict[str, int] = {}
        for at in items:
            status = record.status_at(at)
            counts[status] = counts.get(status, 0) + 1
        alone = None
        if len(items) == 1:
            at = items[0]
            body = shelf.names.things["force"][places.bodies[at]]
            has_others = end > places.starts[end]
            alone = Alone(body.slug, body.label, HeadlineStatus(record.status_at(at)), since.get(at), has_others)
        one = card(found[key], counts, alone, record.on)
        one["key"] = key
        one["doubt"] = doubt_in_words(doubts(shelf, key, items), is_one=len(items) == 1)
        made.append(one)
    return made


def since_when(shelf: Shelf, items: list[int]) -> dict[int, PartialDate | None]:
    """When it was said that these items stand as they do, by place; None where nothing was said."""
    on, places = shelf.record.on, shelf.record.places
    keys = [places.items[at] for at in items]
    return {places.place[pk]: date for some in batched(keys) for pk, date in _since(some, on)}


def doubts(shelf: Shelf, recommendation: int, items: list[int]) -> dict[int, tuple[int, int]]:
    """Of these items of a recommendation, those that are called complete while a part is not: by body, (open, all)."""
    record, places = shelf.record, shelf.record.places
    parts = places.parts.get(recommendation)
    found: dict[int, tuple[int, int]] = {}
    if not parts:
        return found
    for at in items:
        if record.status_at(at) != HeadlineStatus.CONFIRMED_COMPLETE:
            continue
        body = places.bodies[at]
        below = [
            part
            for key in parts
            for part in range(places.starts[places.place_of_asked[key]], places.place_of_asked[key] + 1)
            if places.bodies[part] == body and part in record.public
        ]
        undone = sum(part not in record.confirmed for part in below)
        if undone:
            found[body] = undone, len(below)
    return found
