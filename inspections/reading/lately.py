"""What was said lately, newest first; what was recorded together is one line."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import ngettext

from inspections.bitmaps.shelf import Shelf
from inspections.headline import HeadlineStatus
from inspections.models import Position, StatusUpdate
from inspections.models.status import StatusUpdateQuerySet
from inspections.reading.batches import batch_url, moves
from tracker.prepared import MOST_KEYS, Keys, prepared

PORTION = 30  # statements that are looked at first
Size = tuple[int, int, int]  # of a batch: the key of its first statement, how many items and how many recommendations


def said(updates: StatusUpdateQuerySet, on: datetime.date) -> StatusUpdateQuerySet:
    """Those of public items that were said by that day and are not corrected."""
    return updates.public(on).filter(corrected_by=None)


class Latest:
    """Some statements of a day, the latest first."""

    def __init__(self, updates: StatusUpdateQuerySet, on: datetime.date) -> None:
        self.updates, self.on = _newest_first(updates, on), on

    def portion(self, start: int, some: int) -> Sequence[tuple[int, str]]:
        """The keys of so many, each with its batch."""
        return list(self.updates.values_list("pk", "batch")[start : start + some])

    def size(self, batch: str) -> Size:
        """Which statement of a batch was entered first, about how many items and recommendations there are some."""
        return _sizes(self.updates, batch)[0]


class LatestOfAll(Latest):
    """All statements."""

    def __init__(self, on: datetime.date) -> None:
        super().__init__(StatusUpdate.objects.all(), on)

    def portion(self, start: int, some: int) -> Sequence[tuple[int, str]]:
        return super().portion(start, some) if start else _first_of_all(self.on)

    def size(self, batch: str) -> Size:
        return _size(batch, self.on)[0]


class LatestAbout(Latest):
    """Statements about the items on a shelf."""

    def __init__(self, items: Shelf) -> None:
        self.items, self.on = items, items.record.on

    def portion(self, start: int, some: int) -> Sequence[tuple[int, str]]:
        keys = self.items.latest_news(start + some)
        if not start and len(keys) <= MOST_KEYS:
            return _first_about(Keys(keys), self.on) if keys else []
        about = _newest_first(StatusUpdate.objects.filter(addressee__in=keys), self.on)
        return list(about.values_list("pk", "batch")[start : start + some])

    def size(self, batch: str) -> Size:
        place, items = self.items.record.places.place, self.items.items
        rows = [row for row in _together(batch, self.on) if place.get(row[1], -1) in items]
        return min(row[0] for row in rows), len({row[1] for row in rows}), len({row[2] for row in rows})


def _newest_first(updates: StatusUpdateQuerySet, on: datetime.date) -> StatusUpdateQuerySet:
    # By an index of the first days; `said` means the same days.
    by_then = updates.filter(effective_on__first_day__lte=on.isoformat())
    return said(by_then, on).order_by("-effective_on__first_day", "-pk")


@prepared
def _first_of_all(on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return _newest_first(StatusUpdate.objects.all(), on).values_list("pk", "batch")[:PORTION]


@prepared
def _first_about(items: Keys, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    updates = StatusUpdate.objects.filter(addressee__in=items)
    return _newest_first(updates, on).values_list("pk", "batch")[:PORTION]


def _sizes(updates: StatusUpdateQuerySet, batch: str) -> "QuerySet[StatusUpdate, Any]":
    counted = updates.filter(batch=batch).order_by().values("batch")
    return counted.annotate(
        first=Min("pk"),
        items=Count("addressee", distinct=True),
        recommendations=Count("addressee__recommendation", distinct=True),
    ).values_list("first", "items", "recommendations")


@prepared
def _size(batch: str, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return _sizes(_newest_first(StatusUpdate.objects.all(), on), batch)


@prepared
def _together(batch: str, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    updates = _newest_first(StatusUpdate.objects.filter(batch=batch), on).order_by()
    return updates.values_list("pk", "addressee", "addressee__recommendation")


@prepared
def _shown(keys: Keys) -> QuerySet[StatusUpdate]:
    fetched = StatusUpdate.objects.filter(pk__in=keys).order_by()
    return fetched.select_related("stated_by", "addressee__body", "addressee__recommendation")


def lately(latest: Latest, most: int = 6) -> list[dict[str, Any]]:
    """The latest of some statements, for recommendations/_lately.jinja; `most` is 50 at most.

    Three queries, one for each batch among them, and a few more where large batches are the latest. Each has date, who,
    url, text (of the recommendation), body, position, voice, reason, `before` and `after` where the headline moved, and
    `together` ("43 items together") with `together_url` for a batch.
    """
    keys, batches = _first_of_batches(latest, most)
    found = {update.pk: update for update in _shown(Keys(keys))} if keys else {}
    shown = [found[key] for key in keys]
    moved = moves(shown)
    return [_line(update, batches.get(update.batch), moved.get(update.pk)) for update in shown]


def _first_of_batches(latest: Latest, most: int) -> tuple[list[int], dict[str, Size]]:
    """The keys of the latest statements, of each batch only the one that was entered first; the sizes of the batches.

    It reads along an index, ever more at a time, until there are enough: a question for all of them at once would
    look at every statement of the record.
    """
    found: list[int] = []
    batches: dict[str, Size] = {}
    start, some = 0, PORTION
    while True:
        portion = latest.portion(start, some)
        for key, batch in portion:
            if batch and batch not in batches:
                batches[batch] = latest.size(batch)
            if not batch or batches[batch][0] == key:
                found.append(key)
            if len(found) == most:
                return found, batches
        if len(portion) < some:
            return found, batches
        start, some = start + some, some * 4


def _line(
    update: StatusUpdate, size: Size | None, move: tuple[HeadlineStatus, HeadlineStatus] | None
) -> dict[str, Any]:
    item = update.addressee
    _first, count, recommendations = size or (update.pk, 1, 1)
    many = count > 1 and recommendations == 1
    return {
        "date": update.effective_on,
        "who": update.stated_by.label,
        "url": item.recommendation.get_absolute_url() if many else item.get_absolute_url(),
        "text": item.recommendation.text,
        "body": "" if many else item.body.label,
        "position": Position(update.position).label,
        "voice": update.voice,
        "reason": update.reason,
        "before": move[0] if move else None,
        "after": move[1] if move else None,
        "together": ngettext("%(count)d item together", "%(count)d items together", count) % {"count": count}
        if count > 1
        else "",
        "together_url": batch_url(update.batch) if count > 1 else "",
    }
