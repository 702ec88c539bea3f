"""How long ago what is still open was asked for, and the picture of it."""

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from django.utils.translation import gettext as _

from inspections.bitmaps.shelf import Shelf
from inspections.deadlines import add_months
from inspections.headline import OPEN_STATUSES
from inspections.reading.charts.axes import percent
from inspections.reading.selection import selection_url

BANDS = 11  # up to 1 year, 1 to 2 years, …, more than 10
LONG = 2  # years; what has been open for more than that has been open for long
WIDEST = 0.8  # of the picture; the rest is for the number at the end of the longest bar
LINE = 28  # pixels


def ago(on: datetime.date, years: int) -> datetime.date:
    """The last day of which it can be said that it was more than so many years ago."""
    return add_months(on, -12 * years) - datetime.timedelta(days=1)


class Dated(Protocol):
    """Open items whose day of publication is known, in the words of a shelf."""

    def count(self) -> int: ...
    def published_by(self, day: datetime.date) -> "Dated": ...
    def published_since(self, day: datetime.date) -> "Dated": ...


def open_ages(items: Shelf, on: datetime.date, **parameters: Any) -> dict[str, Any] | None:
    """The picture of these items, which are those that `parameters` select; None where nothing with a date is open."""
    still_open = items.open(on)
    dated = still_open.published()
    return drawn(dated, on, still_open.count() - dated.count(), **parameters) if dated.count() else None


def drawn(dated: Dated, on: datetime.date, unknown: int = 0, **parameters: Any) -> dict[str, Any]:
    """The `chart` of components/chart_open_ages.jinja; of so many open items the day of publication is not known.

    A date that is known to the month or the year counts from its first day.
    """
    total = dated.count()
    # How many have been open for more than so many years; after the last band none are left.
    over = [total, *(dated.published_by(ago(on, years)).count() for years in range(1, BANDS)), 0]
    counts = [more - rest for more, rest in pairwise(over)]
    return {
        "id": "open-ages-picture",
        "line": LINE,
        "height": LINE * BANDS,
        "bars": [bar(years, counts, dated, on, **parameters) for years in range(BANDS)],
        "total": total,
        "long": over[LONG],
        "long_url": _url(dated, None, ago(on, LONG), over[LONG], **parameters),
        "unknown": unknown,
        "limit": LINE * LONG,
    }


def bar(years: int, counts: Sequence[int], dated: Dated, on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """One line of the picture: its words, its length and what it counts."""
    if years == 0:
        label = _("up to 1 year")
    elif years == BANDS - 1:
        label = _("over %(years)d years") % {"years": years}
    else:
        label = _("%(years)d to %(more)d years") % {"years": years, "more": years + 1}
    newest = ago(on, years) if years else on
    oldest = None if years == BANDS - 1 else ago(on, years + 1) + datetime.timedelta(days=1)
    return {
        "label": label,
        "count": counts[years],
        "width": percent(WIDEST * counts[years] / max(counts)),
        "y": LINE * years + 4,
        "text_y": LINE * years + 19,
        "long": years >= LONG,
        "url": _url(dated, oldest, newest, counts[years], **parameters),
    }


def _url(dated: Dated, oldest: datetime.date | None, newest: datetime.date, count: int, **parameters: Any) -> str:
    """The selection of so many items; empty where it would count something else, by dates half known."""
    chosen = dated.published_by(newest)
    if oldest:
        chosen = chosen.published_since(oldest)
    if not count or chosen.count() != count:
        return ""
    days = {"published_after": oldest.isoformat() if oldest else "", "published_before": newest.isoformat()}
    return selection_url(**parameters | {"status": [status.value for status in OPEN_STATUSES]} | days)
