"""What was said lately, newest first; what was recorded together is one line."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import ngettext

from inspections.bitmaps.shelf import Shelf
from inspections.headline import HeadlineStatus
from inspections.models import Position, StatusUpdate
from inspections.models.status import StatusUpdateQuerySet
from inspections.partial_dates import PartialDate
from inspections.paths import path_to
from inspections.reading.batches import batch_url, moves_of
from tracker.prepared import MOST_KEYS, Keys, batched, prepared

PORTION = 30  # statements that are looked at first
STEPS = 10  # times MOST_KEYS statements that are gone through for them
MOST_KEY = (1 << 63) - 1
ALONG = 1500  # statements of all items that are looked at first, where many have news of the same day
LINE = (
    *("pk", "batch", "addressee", "effective_on", "position", "reason", "stated_by__short_name", "stated_by__name"),
    *("addressee__body__slug", "addressee__body__short_name", "addressee__body__name"),
    *("addressee__recommendation__ref", "addressee__recommendation__text"),
)
Size = tuple[int, int, int]  # of a batch: the key of its first statement, how many items and how many recommendations


def said(updates: StatusUpdateQuerySet, on: datetime.date) -> StatusUpdateQuerySet:
    """Those of public items that were said by that day and are not corrected."""
    return updates.public(on).uncorrected()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, as far as a line shows it: models of all that it is about would take several times as long."""

    key: int
    batch: str
    item: int
    effective_on: PartialDate
    position: str
    reason: str
    by: str
    by_name: str
    slug: str
    body: str
    body_name: str
    ref: str
    text: str


class Latest:
    """Some statements of a day, the latest first."""

    def __init__(self, updates: StatusUpdateQuerySet, on: datetime.date) -> None:
        self.some, self.on = updates, on

    @cached_property
    def updates(self) -> StatusUpdateQuerySet:
        return _newest_first(self.some, self.on)

    def portion(self, start: int, some: int) -> Sequence[tuple[Any, ...]]:
        """So many, as LINE."""
        return list(self.updates.values_list(*LINE)[start : start + some])

    def sizes(self, keys: Sequence[int]) -> dict[str, Size]:
        """The sizes of the batches of some statements."""
        return {batch: (first, *counts) for batch, first, *counts in _sizes(self.updates, keys)}


class LatestOfAll(Latest):
    """All statements."""

    def __init__(self, on: datetime.date) -> None:
        super().__init__(StatusUpdate.objects.all(), on)

    def portion(self, start: int, some: int) -> Sequence[tuple[Any, ...]]:
        found = None if start else self._first(some)
        return super().portion(start, some) if found is None else found

    def _first(self, most: int) -> list[tuple[Any, ...]] | None:
        """The first of all; None where too many of the latest are not public or were corrected.

        In two steps: asked for in one, SQLite goes through all recommendations of a large record before it begins.
        """
        found: list[tuple[Any, ...]] = []
        day, key = self.on.isoformat(), MOST_KEY
        for _step in range(STEPS):
            latest = _before(day, key)
            if latest:
                found += _those(Keys(pk for pk, _day in latest), self.on)
                key, day = latest[-1]
            if len(found) >= most or len(latest) < MOST_KEYS:
                return found[:most]
        return None

    def sizes(self, keys: Sequence[int]) -> dict[str, Size]:
        if len(keys) > MOST_KEYS:
            return super().sizes(keys)
        return {batch: (first, *counts) for batch, first, *counts in _sizes_of_some(Keys(keys), self.on)}


class LatestAbout(Latest):
    """Statements about the items on a shelf; where all were addressed to one body, it may be given by primary key."""

    def __init__(self, items: Shelf, body: int | None = None) -> None:
        self.items, self.body, self.on = items, body, items.record.on

    def portion(self, start: int, some: int) -> Sequence[tuple[Any, ...]]:
        items = self.items.latest_news(start + some)
        if not start and len(items) <= MOST_KEYS:
            return _first_about(Keys(items), self.on) if items else []
        keys = self._along(start + some, len(items))
        if keys is not None:
            found = {row[0]: row for few in batched(keys[start:]) for row in _lines(few, self.on)}
            return [found[key] for key in keys[start:] if key in found]
        about = _newest_first(StatusUpdate.objects.filter(addressee__in=items), self.on)
        return list(about.values_list(*LINE)[start : start + some])

    def _along(self, most: int, items: int) -> list[int] | None:
        """The latest statements about these items, looked for among the latest of all; None where that would be dear.

        Where many items have news of one day, as when a report looks at all that is open, those of a body are soon
        found there. To ask about each of so many items (`items`) would read all that was ever said about them.
        """
        place, ours = self.items.record.places.place, self.items.items
        found: list[int] = []
        start, some = 0, ALONG
        while start < max(ALONG, 10 * items):
            rows = self._portion_along(start, some)
            found += [key for key, item in rows if (at := place.get(item)) is not None and at in ours]
            is_all = self.body is None and len(rows) < some  # those of a body are fewer anyway
            if len(found) >= most or is_all:
                return found[:most]
            start, some = start + some, some * 4
        return None

    def _portion_along(self, start: int, some: int) -> Sequence[tuple[int, int]]:
        """So many of the latest statements of all, or what of them is about items of the body."""
        if self.body is None:
            return list(_latest(self.on)[start : start + some]) if start else _first_along(self.on)
        return list(_along_of(self.body, self.on, start, some)) if start else _first_along_of(self.body, self.on)

    def sizes(self, keys: Sequence[int]) -> dict[str, Size]:
        place, items = self.items.record.places.place, self.items.items
        ours: dict[str, list[tuple[int, int, int]]] = {}
        for batch, *row in (row for some in batched(keys) for row in _together(some, self.on)):
            if (at := place.get(row[1])) is not None and at in items:
                ours.setdefault(batch, []).append(tuple(row))
        return {
            batch: (min(found)[0], len({item for _key, item, _asked in found}), len({asked for *_, asked in found}))
            for batch, found in ours.items()
        }


def _newest_first(updates: StatusUpdateQuerySet, on: datetime.date) -> StatusUpdateQuerySet:
    # By an index of the first days; `said` means the same days.
    by_then = updates.filter(effective_on__first_day__lte=on.isoformat())
    return said(by_then, on).order_by("-effective_on__first_day", "-pk")


@prepared
def _before(day: str, key: int) -> "QuerySet[StatusUpdate, Any]":
    """The latest statements before one of a day, public or not, with their days."""
    by_then = StatusUpdate.objects.filter(effective_on__first_day__lte=day)
    before = by_then.exclude(effective_on__first_day=day, pk__gte=key)
    in_order = before.order_by("-effective_on__first_day", "-pk")
    return in_order.values_list("pk", "effective_on__first_day")[:MOST_KEYS]


@prepared
def _those(keys: Keys, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return _newest_first(StatusUpdate.objects.filter(pk__in=keys), on).values_list(*LINE)


@prepared
def _first_about(items: Keys, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    updates = StatusUpdate.objects.filter(addressee__in=items)
    return _newest_first(updates, on).values_list(*LINE)[:PORTION]


@prepared
def _lines(keys: Keys, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return said(StatusUpdate.objects.filter(pk__in=keys), on).order_by().values_list(*LINE)


def _latest(on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    """The latest statements about any items, public or not, by primary key, each with its item."""
    by_then = StatusUpdate.objects.filter(effective_on__first_day__lte=on.isoformat()).uncorrected()
    return _in_order(by_then).values_list("pk", "addressee")


def _in_order(updates: StatusUpdateQuerySet) -> StatusUpdateQuerySet:
    return updates.order_by("-effective_on__first_day", "-pk")


@prepared
def _first_along(on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return _latest(on)[:ALONG]


def _along_of(body: int, on: datetime.date, start: int, some: int) -> "QuerySet[StatusUpdate, Any]":
    """What is about items of a body among so many of the same."""
    latest = StatusUpdate.objects.filter(pk__in=_latest(on).values("pk")[start : start + some])
    return _in_order(latest.filter(addressee__body=body)).values_list("pk", "addressee")


@prepared
def _first_along_of(body: int, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return _along_of(body, on, 0, ALONG)


def _of_their_batches(updates: StatusUpdateQuerySet, keys: Sequence[int]) -> StatusUpdateQuerySet:
    """Those that were recorded together with one of some statements."""
    batches = StatusUpdate.objects.filter(pk__in=keys).exclude(batch="").order_by().values("batch")
    return updates.filter(batch__in=batches).order_by()


def _sizes(updates: StatusUpdateQuerySet, keys: Sequence[int]) -> "QuerySet[StatusUpdate, Any]":
    counted = _of_their_batches(updates, keys).values("batch")
    return counted.annotate(
        first=Min("pk"),
        items=Count("addressee", distinct=True),
        recommendations=Count("addressee__recommendation", distinct=True),
    ).values_list("batch", "first", "items", "recommendations")


@prepared
def _sizes_of_some(keys: Keys, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return _sizes(_newest_first(StatusUpdate.objects.all(), on), keys)


@prepared
def _together(keys: Keys, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    updates = _of_their_batches(_newest_first(StatusUpdate.objects.all(), on), keys)
    return updates.values_list("batch", "pk", "addressee", "addressee__recommendation")


def lately(latest: Latest, most: int = 6) -> list[dict[str, Any]]:
    """The latest of some statements, for recommendations/_lately.jinja.

    Three queries, or a few more where large batches are the latest. Each has date, who, url, text (of the
    recommendation), body, position, voice, reason, `before` and `after` where the headline moved, and `together` ("43
    items together") with `together_url` for a batch.
    """
    shown, batches = _first_of_batches(latest, most)
    moved = moves_of(each.item for each in shown)
    return [_line(each, batches.get(each.batch), moved.get(each.key)) for each in shown]


def _first_of_batches(latest: Latest, most: int) -> tuple[list[Said], dict[str, Size]]:
    """The latest statements, of each batch only the one that was entered first; the sizes of the batches.

    It reads along an index, ever more at a time, until there are enough: a question for all of them at once would
    look at every statement of the record.
    """
    found: list[Said] = []
    batches: dict[str, Size] = {}
    start, some = 0, PORTION
    while True:
        portion = [Said(*row) for row in latest.portion(start, some)]
        if new := [each.key for each in portion if each.batch and each.batch not in batches]:
            batches |= latest.sizes(new)
        for each in portion:
            if not each.batch or batches.get(each.batch, (each.key,))[0] == each.key:
                found.append(each)
            if len(found) == most:
                return found, batches
        if len(portion) < some:
            return found, batches
        start, some = start + some, some * 4


def _line(said: Said, size: Size | None, move: tuple[HeadlineStatus, HeadlineStatus] | None) -> dict[str, Any]:
    _first, count, recommendations = size or (said.key, 1, 1)
    many = count > 1 and recommendations == 1
    position = Position(said.position)
    return {
        "date": said.effective_on,
        "who": said.by or said.by_name,
        "url": path_to("recommendation-detail", said.ref) if many else path_to("item-detail", said.ref, said.slug),
        "text": said.text,
        "body": "" if many else said.body or said.body_name,
        "position": position.label,
        "voice": position.voice,
        "reason": said.reason,
        "before": move[0] if move else None,
        "after": move[1] if move else None,
        "together": ngettext("%(count)d item together", "%(count)d items together", count) % {"count": count}
        if count > 1
        else "",
        "together_url": batch_url(said.batch) if count > 1 else "",
    }
