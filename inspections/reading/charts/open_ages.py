"""How long ago what is still open was asked for, and the picture of it."""

import datetime
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from inspections.bitmaps.shelf import Shelf
from inspections.deadlines import add_months
from inspections.headline import OPEN_STATUSES
from inspections.partial_dates import PartialDate
from inspections.reading.charts.axes import percent
from inspections.reading.selection import selection_url

BANDS = 11  # up to 1 year, 1 to 2 years, …, more than 10
LONG = 2  # years; what has been open for more than that has been open for long
WIDEST = 0.8  # of the picture; the rest is for the number at the end of the longest bar
LINE = 28  # pixels

Dated = tuple[datetime.date, datetime.date, int]  # the first and the last day that a date can mean, and how many


def ago(on: datetime.date, years: int) -> datetime.date:
    """The last day of which it can be said that it was more than so many years ago."""
    return add_months(on, -12 * years) - datetime.timedelta(days=1)


def band_of(start: datetime.date, on: datetime.date) -> int:
    """How many full years a day is past, where a year is full on the day after its anniversary; at most BANDS - 1."""
    years = on.year - start.year
    return max(0, min(years - (years > 0 and start > ago(on, years)), BANDS - 1))


def open_by_day(items: Shelf, on: datetime.date) -> dict[PartialDate | None, int]:
    """How many of these items are open on the day, by the date of publication."""
    found = items.open(on).by_publication()
    return {PartialDate.parse(date) if date else None: count for date, count in found.items()}


def open_ages(items: Shelf, on: datetime.date, **parameters: Any) -> dict[str, Any] | None:
    """The picture of these items, which are those that `parameters` select; None where nothing with a date is open."""
    by_day = open_by_day(items, on)
    return drawn(by_day, on, **parameters) if any(by_day) else None


def drawn(by_day: dict[PartialDate | None, int], on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """The `chart` of components/chart_open_ages.jinja, from how many are open by their date of publication.

    A date that is known to the month or the year counts from its first day; what has none is left out and counted.
    """
    unknown = by_day.get(None, 0)
    dated = [(date.first, date.last, count) for date, count in by_day.items() if date]
    counts: Counter[int] = Counter()
    for first, _last, count in dated:
        counts[band_of(first, on)] += count
    return {
        "id": "open-ages-picture",
        "line": LINE,
        "height": LINE * BANDS,
        "bars": [bar(years, counts, dated, on, **parameters) for years in range(BANDS)],
        "total": counts.total(),
        "long": sum(count for years, count in counts.items() if years >= LONG),
        "long_url": _url(dated, None, ago(on, LONG), counts, LONG, BANDS, **parameters),
        "unknown": unknown,
        "limit": LINE * LONG,
    }


def bar(years: int, counts: Counter[int], dated: list[Dated], on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """One line of the picture: its words, its length and what it counts."""
    if years == 0:
        label = _("up to 1 year")
    elif years == BANDS - 1:
        label = _("over %(years)d years") % {"years": years}
    else:
        label = _("%(years)d to %(more)d years") % {"years": years, "more": years + 1}
    newest = ago(on, years) if years else on
    oldest = None if years == BANDS - 1 else ago(on, years + 1) + datetime.timedelta(days=1)
    top = max(counts.values())
    return {
        "label": label,
        "count": counts[years],
        "width": percent(WIDEST * counts[years] / top),
        "y": LINE * years + 4,
        "text_y": LINE * years + 19,
        "long": years >= LONG,
        "url": _url(dated, oldest, newest, counts, years, years + 1, **parameters),
    }


def _url(
    dated: list[Dated],
    oldest: datetime.date | None,
    newest: datetime.date,
    counts: Counter[int],
    first: int,
    end: int,
    **parameters: Any,
) -> str:
    """The selection of what some bands count; empty where it would count something else, by dates half known."""
    chosen = sum(
        count for earliest, latest, count in dated if earliest <= newest and (oldest is None or latest >= oldest)
    )
    if not chosen or chosen != sum(counts[years] for years in range(first, end)):
        return ""
    days = {"published_after": oldest.isoformat() if oldest else "", "published_before": newest.isoformat()}
    return selection_url(**parameters | {"status": [status.value for status in OPEN_STATUSES]} | days)
