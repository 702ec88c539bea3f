"""How many items stood in which headline status at the end of each month, and the picture of it."""

import calendar
import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Greatest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.headline import HeadlineStatus
from inspections.models import StatusPeriod
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.charts.axes import band, outline, percent, scale, ticks, years_along
from inspections.reading.selection import items_in_words, selection_url

HEIGHT = 240  # pixels
BADGE = 26  # pixels that the shape of a status needs in its band
REACH = 0.04  # of the width, to each side, over which a band must be that high: half a badge on a phone of 320 px


@dataclass(frozen=True)
class Month:
    """The end of a month, or the day of the page if that comes first, and how many items stood how."""

    day: datetime.date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def month_ends(first: datetime.date, on: datetime.date) -> list[datetime.date]:
    """The last day of each month from that of `first` on; the month that is still running ends with `on`."""
    found, year, month = [], first.year, first.month
    while (year, month) < (on.year, on.month):
        found.append(datetime.date(year, month, calendar.monthrange(year, month)[1]))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return [*found, on]


def months(items: AddresseeQuerySet, on: datetime.date) -> list[Month]:
    """How these items stood at the end of each month, from the first publication to the day; two queries.

    `items` must be public on the day. Each counts from the day on which its inspection was public.
    """
    # An item of two themes comes twice; the ids of the items do not mind.
    periods = StatusPeriod.objects.filter(addressee__in=items.order_by().values("pk")).annotate(
        begun=Greatest(F("start"), F("addressee__recommendation__inspection__public_from"))
    )
    periods = periods.filter(end__gt=F("begun"), begun__lte=on).order_by()
    moves = _counted(periods, "begun") + [
        (day, status, -count) for day, status, count in _counted(periods.filter(end__lte=on), "end")
    ]
    if not moves:
        return []
    moves.sort(key=lambda move: move[0])
    standing: Counter[str] = Counter()
    found, next_move = [], 0
    for day in month_ends(moves[0][0], on):
        while next_move < len(moves) and moves[next_move][0] <= day:
            _day, status, count = moves[next_move]
            standing[status] += count
            next_move += 1
        found.append(Month(day, {status: standing[status] for status in HeadlineStatus if standing[status]}))
    return found


def _counted(periods: QuerySet[StatusPeriod], field: str) -> list[tuple[datetime.date, str, int]]:
    return list(periods.values_list(field, "status").annotate(count=Count("pk")))


def over_time(
    items: AddresseeQuerySet, on: datetime.date, *, each_month: bool = True, **parameters: Any
) -> dict[str, Any] | None:
    """The picture of these items, which are those that `parameters` select; None where there are not two months."""
    found = months(items, on)
    return drawn(found, on, each_month=each_month, **parameters) if len(found) > 1 else None


def drawn(found: Sequence[Month], on: datetime.date, *, each_month: bool = True, **parameters: Any) -> dict[str, Any]:
    """The `chart` of components/chart_over_time.jinja.

    The table beside it has a line for each month in which something moved or, without `each_month`, one for each year.
    """
    marks = ticks(max(month.total for month in found))
    statuses = [status for status in HeadlineStatus if any(status in month.counts for month in found)]
    return {
        "id": "over-time-picture",
        "height": HEIGHT,
        "foot": HEIGHT + 18,
        "full": HEIGHT + 24,
        "scale": scale(marks, HEIGHT),
        "years": years_along([month.day for month in found]),
        "bands": bands(found, statuses, marks[-1]),
        "from": date_format(found[0].day, "F Y"),
        "until": date_format(on, "DATE_FORMAT"),
        "first": _words(found[0]),
        "last": _words(found[-1]),
        "each_month": each_month,
        "statuses": statuses,
        "rows": [row(month, statuses, on, **parameters) for month in table(found, each_month=each_month)],
    }


def _words(month: Month) -> str:
    """ "12 items: Planned 4; Under way 8"."""
    parts = "; ".join(f"{HeadlineStatus(status).label} {count:,}" for status, count in month.counts.items())
    return _("%(items)s: %(parts)s") % {"items": items_in_words(month.total), "parts": parts}


def bands(found: Sequence[Month], statuses: Sequence[HeadlineStatus], top: int) -> list[dict[str, Any]]:
    """One layer for each status, the first one uppermost, so that the picture reads as its legend does."""
    made = []
    lower = [0.0] * len(found)
    for status in reversed(statuses):
        upper = [below + month.counts.get(status, 0) / top for below, month in zip(lower, found, strict=True)]
        made.append({"status": status, "path": band(upper, lower), "edge": outline(upper), **badge(upper, lower)})
        lower = upper
    return made[::-1]


def badge(upper: Sequence[float], lower: Sequence[float]) -> dict[str, Any]:
    """Where the shape of a status has room within its layer: `x` and, in pixels, `y`; nothing where it has none."""
    columns = len(upper)
    reach = max(1, round(columns * REACH))
    best, place = 0.0, 0
    for middle in range(reach, columns - reach):
        window = slice(middle - reach, middle + reach + 1)
        room = min(upper[window]) - max(lower[window])
        if room >= best:  # the later, the better: nearest to what is the case now
            best, place = room, middle
    if best * HEIGHT < BADGE:
        return {"x": "", "y": 0}
    window = slice(place - reach, place + reach + 1)
    y = HEIGHT * (1 - (min(upper[window]) + max(lower[window])) / 2)
    return {"x": percent((place + 0.5) / columns), "y": round(y), "icon_y": round(y) - 7}


def table(found: Sequence[Month], *, each_month: bool) -> list[Month]:
    """The months for the table: those in which something moved, or the ends of years; always the first and the last."""
    kept = []
    for index, month in enumerate(found):
        moved = index == 0 or month.counts != found[index - 1].counts
        if index in (0, len(found) - 1) or (moved if each_month else month.day.month == 12):
            kept.append(month)
    return kept


def row(month: Month, statuses: Sequence[HeadlineStatus], on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """A line of the table; its day leads to the selection as it was on that day."""
    past = {} if month.day == on else {"as_at": month.day.isoformat()}
    return {
        "label": date_format(month.day, "DATE_FORMAT"),
        "url": selection_url(**parameters, **past),
        "cells": [{"label": status.label, "count": month.counts.get(status, 0)} for status in statuses],
        "total": month.total,
    }
