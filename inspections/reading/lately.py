"""What was said lately, newest first; what was recorded together is one line."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import ngettext

from inspections.headline import HeadlineStatus
from inspections.models import Position, StatusUpdate
from inspections.models.status import StatusUpdateQuerySet
from inspections.reading.batches import batch_url, moves


def said(updates: StatusUpdateQuerySet, on: datetime.date) -> StatusUpdateQuerySet:
    """Those of public items that were said by that day and are not corrected."""
    return updates.public(on).filter(corrected_by=None)


def lately(updates: StatusUpdateQuerySet, on: datetime.date, most: int = 6) -> list[dict[str, Any]]:
    """The latest statements among these, for recommendations/_lately.jinja. Three queries.

    Each has date, who, url, text (of the recommendation), body, position, voice, reason, `before` and `after` where the
    headline moved, and `together` ("43 items together") with `together_url` for a batch.
    """
    public = said(updates, on)
    same_batch = public.filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk")).exclude(batch="")
    rows = (
        public.exclude(Exists(same_batch))
        .select_related("stated_by", "addressee__body", "addressee__recommendation__inspection")
        .order_by("-effective_on__first_day", "-pk")
    )
    shown = list(rows[:most])
    batches = {
        row["batch"]: row
        for row in public.filter(batch__in={update.batch for update in shown} - {""})
        .values("batch")
        .annotate(
            items=Count("addressee", distinct=True), recommendations=Count("addressee__recommendation", distinct=True)
        )
        .order_by()
    }
    moved = moves(shown)
    return [_line(update, batches.get(update.batch), moved.get(update.pk)) for update in shown]


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
