"""Corrections: each row of the ledger that a later row puts right, with both."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from inspections.days import in_words as day_in_words
from inspections.models import Evidence, Position, StatusUpdate
from inspections.models.status import StatusUpdateQuerySet


def corrections(on: datetime.date) -> StatusUpdateQuerySet:
    """The rows that correct an earlier one, of public items, recorded by that day; the latest recorded first."""
    rows = StatusUpdate.objects.public(on).filter(recorded_on__lte=on).exclude(corrects=None)
    return rows.order_by("-recorded_on", "-recorded_at", F("pk").desc())


def fetched(rows: StatusUpdateQuerySet) -> StatusUpdateQuerySet:
    """The same with everything that `entries` asks of each."""
    return rows.select_related(
        "stated_by",
        "source",
        "addressee__body",
        "addressee__recommendation__inspection",
        "corrects__stated_by",
        "corrects__source",
        "corrects__corrects",
    )


def entries(rows: Iterable[StatusUpdate], on: datetime.date) -> list[dict[str, Any]]:
    """What is shown of each correction: what stood there, what stands there now, when, why and by whom. One query."""
    rows = list(rows)
    later = corrections(on).filter(corrects__in=[row.pk for row in rows]).order_by("pk")
    again = {row.corrects_id: row for row in later}
    return [_entry(row, again) for row in rows]


def _entry(row: StatusUpdate, again: Mapping[int | None, StatusUpdate]) -> dict[str, Any]:
    wrong, item = row.corrects, row.addressee
    assert wrong is not None  # or it would not be a correction
    before, after = facts(wrong), facts(row)
    further = again.get(row.pk)
    return {
        "row": row,
        "text": item.recommendation.text,
        "body": item.body.label,
        "url": item.get_absolute_url(),
        "recorded": day_in_words(row.recorded_on),
        "who": row.stated_by.label,
        "why": row.reason,
        "first_recorded": day_in_words(wrong.recorded_on),
        # What differs comes side by side; what is the same on both sides is not said twice.
        "changed": [
            {"term": term, "before": before[term], "after": after[term]}
            for term in before
            if before[term] != after[term]
        ],
        "same": [
            {"term": term, "value": said} for term, said in before.items() if said == after[term] and said != _("None")
        ],
        "reason_before": wrong.reason,
        "wrong": entry_link(wrong, item.get_absolute_url()),
        "right": entry_link(row, item.get_absolute_url()),
        "was_correction": entry_link(wrong.corrects, item.get_absolute_url()) if wrong.corrects else None,
        "corrected_again": entry_link(further, item.get_absolute_url()) if further else None,
    }


def facts(update: StatusUpdate) -> dict[str, str]:
    """What a row says, term by term; what it does not say reads as such."""
    nothing = _("None")
    return {
        _("Position"): str(Position(update.position).label),
        _("Said on"): str(update.effective_on),
        _("Stated by"): update.stated_by.label,
        _("Promised for"): str(update.target_on or nothing),
        _("Evidence"): str(Evidence(update.evidence).label),
        _("Source"): update.source.title if update.source else nothing,
        _("Publisher’s word"): update.publisher_wording or nothing,
    }


def entry_link(update: StatusUpdate, item_url: str) -> dict[str, str]:
    """Where a row stands on the page of its item, and the day on which it was said."""
    return {"url": f"{item_url}#entry-{update.sequence}", "day": str(update.effective_on)}
