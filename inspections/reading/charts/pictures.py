"""The pictures of one thing, as its page shows them under "Over time"."""

import datetime
from typing import Any

from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.charts.completion import completion
from inspections.reading.charts.open_ages import open_ages
from inspections.reading.charts.over_time import over_time

LEAST = 5  # items, below which ages and curves say more about chance than about anybody


def pictures(items: AddresseeQuerySet, on: datetime.date, total: int, **parameters: Any) -> dict[str, Any]:
    """How these items stood over time and, where there are enough, how old the open ones are and how long it took.

    `total` is how many items there are, `parameters` are those of the selection. At most five queries.
    """
    enough = total >= LEAST
    return {
        "over_time": over_time(items, on, **parameters) if total else None,
        "ages": open_ages(items, on, **parameters) if enough else None,
        "completion": completion(items, on) if enough else None,
        "too_few": not enough,
        "least": LEAST,
    }
