"""How the items of one thing stand, and those of every thing of a list: a body, a programme, a theme, an inspection."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.bitmaps.shelf import Shelf
from inspections.headline import CLOSED_STATUSES
from inspections.models import RecommendationKind
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.figures import (
    Items,
    bar_in_words,
    open_for_years,
    past_their_date,
    silent_for_a_year,
    standing_bar,
    status_counts,
    still_open,
    who_says_complete,
)
from inspections.reading.listed import listed
from inspections.reading.selection import items_in_words, selection_url


@dataclass
class Standing:
    """Counts of items by headline status, and how many of the open ones are past their date."""

    counts: dict[str, int] = field(default_factory=dict)
    late: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        return self.total - sum(self.counts.get(status, 0) for status in CLOSED_STATUSES)

    def shown(self, name: str, **parameters: Any) -> dict[str, Any]:
        """What a row of a list shows: figures, a small bar whose name is unique on the page, and where each leads."""
        return {
            "items": self.total,
            "open": self.open,
            "late": self.late,
            "bar": standing_bar(name, self.counts) if self.total else None,
            "bar_text": bar_in_words(self.counts) if self.total else "",
            "items_url": selection_url(**parameters),
            "late_url": selection_url(**parameters, due="overdue"),
        }


def standing_by(items: AddresseeQuerySet, on: datetime.date, path: str) -> dict[Hashable, Standing]:
    """How items stand for each value of a path from the item, such as "body"; two queries, however many there are.

    An item counts once for each value that it has (each of its themes). Values without items are not in the answer.
    """
    found: dict[Hashable, Standing] = {}
    rows = items.standing(on).exclude(**{path: None}).values_list(path, "status").order_by()
    for key, status, count in rows.annotate(count=Count("pk", distinct=True)):
        found.setdefault(key, Standing()).counts[status] = count
    late = items.overdue(on).exclude(**{path: None}).values_list(path).order_by()
    for key, count in late.annotate(count=Count("pk", distinct=True)):
        found.setdefault(key, Standing()).late = count  # it may have come out since the first query
    return found


def standing_of_each(items: Shelf, name: str) -> dict[Hashable, Standing]:
    """How items stand for each value of `force`, `theme` or `programme`, by primary key; no query. See standing_by."""
    on = items.record.on
    return {key: Standing(ours.by_status(), ours.overdue(on).count()) for key, ours in items.by(name).items()}


def overview(items: Items, on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """The figures at the head of a page: the bar, the key figures and the address of the selection that they count.

    `items` must be standing on the day and be those that `parameters` select.
    """
    counts = status_counts(items)
    return {
        "total": sum(counts.values()),
        "words": items_in_words(sum(counts.values())),
        "bar": standing_bar("standing", counts, **parameters),
        "figures": [
            still_open(counts, **parameters),
            past_their_date(items, on, **parameters),
            asked_at_once(items, counts, on, **parameters),
            *who_says_complete(items, counts, on, **parameters),
            open_for_years(items, on, **parameters),
            silent_for_a_year(items, on, **parameters),
        ],
        "url": selection_url(**parameters),
    }


def asked_at_once(items: Items, counts: dict[str, int], on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """Open items that were asked for immediately; they have no day, so they are never counted as past it."""
    count = Standing(counts).open
    return {
        "figure": f"{items.asked_for_at_once(on).count():,}",
        "label": _("asked for immediately, still open"),
        "url": selection_url(**parameters, due="immediate"),
        "note": ngettext("of %(count)s open item", "of %(count)s open items", count) % {"count": f"{count:,}"},
    }


def newest(items: Shelf, most: int) -> list[dict[str, Any]]:
    """Cards of the newest recommendations among these items; parts are shown with what they belong to."""
    whole = items.without_those_of("kind", RecommendationKind.PART)
    return listed(items, whole.newest(most))
