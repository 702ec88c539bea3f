"""The pictures of one thing, as its page shows them under "Over time"."""

import datetime
from typing import Any

from inspections.bitmaps.shelf import Shelf
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.charts.closings import cohort
from inspections.reading.charts.completion import completion
from inspections.reading.charts.open_ages import open_ages
from inspections.reading.charts.over_time import over_time

LEAST = 5  # items, below which ages and curves say more about chance than about anybody


def pictures(
    items: AddresseeQuerySet, on: datetime.date, shelf: Shelf, *, recent: int | None = None, **parameters: Any
) -> dict[str, Any]:
    """How these items stood over time and, where there are enough, how old the open ones are and how long it took.

    The items come as a queryset and as a shelf; `recent` is that of over_time.table, `parameters` are those of the
    selection.
    """
    total = shelf.count()
    enough = total >= LEAST
    return {
        "over_time": over_time(items, on, recent=recent, **parameters) if total else None,
        "ages": open_ages(shelf, on, **parameters) if enough else None,
        "completion": completion(cohort(shelf), on) if enough else None,
        "too_few": not enough,
        "least": LEAST,
    }
