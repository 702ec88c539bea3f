"""Batches: what was put on the record together, and what that moved."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from inspections.days import in_words as day_in_words
from inspections.headline import HeadlineStatus
from inspections.models import Position, Recommendation, Source, StatusPeriod, StatusUpdate
from inspections.models.status import StatusUpdateQuerySet
from inspections.reading.selection import items_in_words
from tracker.prepared import Keys, batched, prepared

REASONS_TOLD = 3  # more reasons than these stand with each item and not at the head of the page


def batch_url(slug: str) -> str:
    return reverse("batch-detail", args=[slug])


@dataclass
class Together:
    """How many statements of a batch are public: all, those that close, and those alike in day and reason."""

    total: int = 0
    closings: int = 0
    alike: dict[tuple[str, str], int] = field(default_factory=dict)


def _counted(statements: StatusUpdateQuerySet) -> QuerySet[StatusUpdate, Any]:
    kinds = statements.values_list("batch", "effective_on", "reason", "position")
    return kinds.annotate(count=Count("pk")).order_by()


@prepared
def _of_one_batch(batch: str, on: datetime.date) -> QuerySet[StatusUpdate, Any]:
    return _counted(StatusUpdate.objects.public(on).filter(batch=batch))


def recorded_together(batches: Iterable[str], on: datetime.date) -> dict[str, Together]:
    """What was recorded together in these batches, by name; one query, or none without a batch."""
    batches = set(batches) - {""}
    found: dict[str, Together] = {}
    if not batches:
        return found
    rows: Iterable[Any]
    if len(batches) == 1:
        rows = _of_one_batch(batches.pop(), on)
    else:
        rows = _counted(StatusUpdate.objects.public(on).filter(batch__in=batches))
    for batch, day, reason, position, count in rows:
        together = found.setdefault(batch, Together())
        together.total += count
        together.closings += count if Position(position).closes else 0
        together.alike[day.iso, reason] = together.alike.get((day.iso, reason), 0) + count
    return found


def note(update: StatusUpdate, batches: dict[str, Together]) -> str:
    """That a statement was one of many, in a sentence; empty for one that was made alone."""
    together = batches.get(update.batch) if update.batch else None
    if together is None or together.total < 2:
        return ""
    others = together.total - 1
    if together.alike.get((update.effective_on.iso, update.reason)) == together.total:
        if together.closings == together.total:
            words = ngettext(
                "Closed together with %(count)d other on this day, for this reason.",
                "Closed together with %(count)d others on this day, for this reason.",
                others,
            )
        else:
            words = ngettext(
                "Recorded together with %(count)d other on this day, for this reason.",
                "Recorded together with %(count)d others on this day, for this reason.",
                others,
            )
    elif together.closings == together.total:
        words = ngettext("Closed together with %(count)d other.", "Closed together with %(count)d others.", others)
    else:
        words = ngettext("Recorded together with %(count)d other.", "Recorded together with %(count)d others.", others)
    return words % {"count": others}


def statements_of(batch: str, on: datetime.date) -> StatusUpdateQuerySet:
    """The public statements of a batch, by recommendation and body."""
    return (
        StatusUpdate.objects.public(on)
        .filter(batch=batch)
        .order_by(
            "addressee__recommendation__inspection", "addressee__recommendation__number_key", "addressee__body__name"
        )
    )


@dataclass(frozen=True)
class Moved:
    """From which headline to which some items of a batch went; both None where the statement moved none."""

    before: HeadlineStatus | None
    after: HeadlineStatus | None
    items: str


def told(statements: StatusUpdateQuerySet) -> dict[str, Any]:
    """What is the same for the whole batch: size, days, who, reasons, sources and what moved. Eight queries."""
    unordered = statements.order_by()
    reasons = unordered.values("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    few = list(reasons[: REASONS_TOLD + 1])
    said = sorted(
        unordered.values_list("effective_on", "recorded_on", "stated_by__name").distinct(), key=lambda row: row[0].first
    )
    counts = unordered.aggregate(
        items=Count("addressee", distinct=True),
        recommendations=Count("addressee__recommendation", distinct=True),
        bodies=Count("addressee__body", distinct=True),
    )
    asked = Recommendation.objects.filter(addressees__updates__in=unordered.values("pk"))
    return {
        **counts,
        "only": asked.first() if counts["recommendations"] == 1 else None,
        "days": list(dict.fromkeys(str(day) for day, _recorded, _name in said)),
        "recorded": [day_in_words(day) for day in sorted({day for _said, day, _name in said})],
        "who": sorted({name for _day, _recorded, name in said}),
        "reasons": [row | {"items": items_in_words(row["count"])} for row in few] if len(few) <= REASONS_TOLD else [],
        "sources": Source.objects.filter(pk__in=unordered.values("source")).order_by("title"),
        "moved": moved(statements),
    }


@prepared
def _periods(items: Keys) -> "QuerySet[StatusPeriod, Any]":
    periods = StatusPeriod.objects.filter(addressee__in=items).order_by("addressee", "start")
    return periods.values_list("addressee", "status", "update")


def moves(statements: Iterable[StatusUpdate]) -> dict[int, tuple[HeadlineStatus, HeadlineStatus]]:
    """From which headline to which each statement moved its item, by its key; one query for 50 items.

    A statement that moved none is not in the answer.
    """
    return moves_of(update.addressee_id for update in statements)


def moves_of(items: Iterable[int]) -> dict[int, tuple[HeadlineStatus, HeadlineStatus]]:
    """The same of every statement about some items, by primary key, that moved one."""
    found: dict[int, tuple[HeadlineStatus, HeadlineStatus]] = {}
    before: tuple[int, str] | None = None
    for item, status, update in (row for some in batched(sorted(set(items))) for row in _periods(some)):
        if update and before and before[0] == item and before[1] != status:
            found[update] = (HeadlineStatus(before[1]), HeadlineStatus(status))
        before = (item, status)
    return found


def moved(statements: StatusUpdateQuerySet) -> list[Moved]:
    """How many items went from which headline to which, most first; two queries."""
    updates = list(statements.order_by().only("pk", "addressee_id"))
    went = moves(updates)
    counts: dict[tuple[HeadlineStatus | None, HeadlineStatus | None], int] = {}
    for update in updates:
        key = went.get(update.pk, (None, None))
        counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda row: (row[0][1] is None, -row[1]))
    return [Moved(before, after, items_in_words(count)) for (before, after), count in ordered]


def rows(statements: Sequence[StatusUpdate], told_once: bool) -> list[dict[str, Any]]:
    """What the page shows of each statement, given with addressee and stated_by fetched; two queries."""
    went = moves(statements)
    corrected = set(
        StatusUpdate.objects.filter(corrects__in=[update.pk for update in statements]).values_list(
            "corrects", flat=True
        )
    )
    return [
        {
            "item": update.addressee,
            "recommendation": update.addressee.recommendation,
            "body": update.addressee.body,
            "url": f"{update.addressee.get_absolute_url()}#entry-{update.sequence}",
            "position": Position(update.position),
            "voice": update.voice.value,
            "day": update.effective_on,
            "before": went[update.pk][0] if update.pk in went else None,
            "after": went[update.pk][1] if update.pk in went else None,
            "corrected": update.pk in corrected,
            "reason": "" if told_once else update.reason,
        }
        for update in statements
    ]
