"""What was said lately, newest first; what was recorded together is one line."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import ngettext

from inspections.headline import HeadlineStatus
from inspections.models import Position, StatusUpdate
from inspections.models.status import StatusUpdateQuerySet
from inspections.reading.batches import batch_url, moves


def said(updates: StatusUpdateQuerySet, on: datetime.date) -> StatusUpdateQuerySet:
    """Those of public items that were said by that day and are not corrected."""
    return updates.public(on).filter(corrected_by=None)


def lately(updates: StatusUpdateQuerySet, on: datetime.date, most: int = 6) -> list[dict[str, Any]]:
    """The latest statements among these, for recommendations/_lately.jinja. Three queries, or a few more
    where large batches are the latest.

    Each has date, who, url, text (of the recommendation), body, position, voice, reason, `before` and `after` where the
    headline moved, and `together` ("43 items together") with `together_url` for a batch.
    """
    # By an index of the first days; `said` means the same days.
    by_then = updates.filter(effective_on__first_day__lte=on.isoformat())
    shown, batches = _first_of_batches(said(by_then, on), most)
    moved = moves(shown)
    return [_line(update, batches.get(update.batch), moved.get(update.pk)) for update in shown]


def _first_of_batches(
    public: StatusUpdateQuerySet, most: int
) -> tuple[list[StatusUpdate], dict[str, Mapping[str, Any]]]:
    """The latest of these statements, of each batch only the one that was entered first; and the sizes of the batches.

    It reads along an index, ever more at a time, until there are enough: a question for all of them at once would
    look at every statement of the record.
    """
    rows = public.select_related("stated_by", "addressee__body", "addressee__recommendation__inspection").order_by(
        "-effective_on__first_day", "-pk"
    )
    found: list[StatusUpdate] = []
    batches: dict[str, Mapping[str, Any]] = {}
    start, some = 0, most * 4
    while True:
        portion = list(rows[start : start + some])
        new = {update.batch for update in portion} - {""} - set(batches)
        counted = public.filter(batch__in=new).order_by().values("batch")
        counted = counted.annotate(
            first=Min("pk"),
            items=Count("addressee", distinct=True),
            recommendations=Count("addressee__recommendation", distinct=True),
        )
        batches |= {row["batch"]: row for row in counted} if new else {}
        found += [update for update in portion if not update.batch or batches[update.batch]["first"] == update.pk]
        if len(found) >= most or len(portion) < some:
            return found[:most], batches
        start, some = start + some, some * 4


def _line(
    update: StatusUpdate, batch: Mapping[str, Any] | None, move: tuple[HeadlineStatus, HeadlineStatus] | None
) -> dict[str, Any]:
    item = update.addressee
    count = batch["items"] if batch else 1
    many = count > 1 and batch is not None and batch["recommendations"] == 1
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
