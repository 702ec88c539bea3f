"""The picture of how many items stood in which headline status at the end of each month."""

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from numpy.lib.stride_tricks import sliding_window_view

from inspections.days import in_words as day_in_words
from inspections.headline import HeadlineStatus
from inspections.models import Body
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.charts.axes import Edge, Heights, band, percent, scale, ticks, years_along
from inspections.reading.moves import Month, counts_by_month, months
from inspections.reading.selection import items_in_words, selection_url
from tracker.prepared import prepared

HEIGHT = 240  # pixels
BADGE = 26  # pixels that the shape of a status needs in its band
REACH = 0.04  # of the width, to each side, over which a band must be that high: half a badge on a phone of 320 px


@prepared
def _called(slug: str) -> QuerySet[Body]:
    return Body.objects.filter(slug=slug)


def over_time(
    items: AddresseeQuerySet | None, on: datetime.date, *, recent: int | None = None, **parameters: Any
) -> dict[str, Any] | None:
    """The picture of these items, which are those that `parameters` select; None where there are not two months.

    `recent` is that of `table`. Where the items are everything, or what one body was asked, `items` are not looked at,
    and may be None.
    """
    force = parameters.get("force")
    if parameters.keys() <= {"force"} and isinstance(force, str | None):
        found = counts_by_month(on, today=on, body=_called(force)[0] if force else None)
    else:
        assert items is not None, "Only everything, or what one body was asked, is known without its items."
        found = months(items, on)
    return drawn(found, on, recent=recent, **parameters) if len(found) > 1 else None


def drawn(found: Sequence[Month], on: datetime.date, *, recent: int | None = None, **parameters: Any) -> dict[str, Any]:
    """The `chart` of components/chart_over_time.jinja; `recent` is that of `table`."""
    address = selection_url(**parameters)
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
        "until": day_in_words(on),
        "first": _words(found[0]),
        "last": _words(found[-1]),
        "recent": recent,
        "statuses": statuses,
        "rows": [row(month, statuses, on, address) for month in table(found, recent)],
    }


def _words(month: Month) -> str:
    """ "12 items: Planned 4; Under way 8"."""
    parts = "; ".join(f"{HeadlineStatus(status).label} {count:,}" for status, count in month.counts.items())
    return _("%(items)s: %(parts)s") % {"items": items_in_words(month.total), "parts": parts}


def bands(found: Sequence[Month], statuses: Sequence[HeadlineStatus], top: int) -> list[dict[str, Any]]:
    """One layer for each status, the first one uppermost, so that the picture reads as its legend does."""
    counts = np.array([[month.counts.get(status, 0) for status in reversed(statuses)] for month in found])
    uppers = np.cumsum(counts / top, axis=1).T
    made = []
    lower = np.zeros(len(found))
    foot = Edge(lower)
    for status, upper in zip(reversed(statuses), uppers, strict=True):
        edge = Edge(upper)
        made.append({"status": status, "path": band(edge, foot), "edge": edge.outline, **badge(upper, lower)})
        lower, foot = upper, edge
    return made[::-1]


def badge(upper: Heights, lower: Heights) -> dict[str, Any]:
    """Where the shape of a status has room within its layer: `x` and, in pixels, `y`; nothing where it has none."""
    columns = len(upper)
    reach = max(1, round(columns * REACH))
    if columns > 2 * reach:
        # Of each column with its neighbours: how low the upper edge comes, and how high the lower one.
        ceiling = sliding_window_view(np.asarray(upper), 2 * reach + 1).min(axis=1)
        floor = sliding_window_view(np.asarray(lower), 2 * reach + 1).max(axis=1)
        room = ceiling - floor
        place = len(room) - 1 - int(room[::-1].argmax())  # the later, the better: nearest to what is the case now
        if room[place] * HEIGHT >= BADGE:
            y = HEIGHT * (1 - float(ceiling[place] + floor[place]) / 2)
            return {"x": percent((place + reach + 0.5) / columns), "y": round(y), "icon_y": round(y) - 7}
    return {"x": "", "y": 0}


def table(found: Sequence[Month], recent: int | None) -> list[Month]:
    """The months for the table: those in which something moved; always the first and the last.

    recent: of how many of the last months that holds, with the ends of years for those before; None for all.
    """
    kept = []
    first_recent = 0 if recent is None else len(found) - recent
    for index, month in enumerate(found):
        moved = index == 0 or month.counts != found[index - 1].counts
        if index in (0, len(found) - 1) or (moved if index >= first_recent else month.day.month == 12):
            kept.append(month)
    return kept


def row(month: Month, statuses: Sequence[HeadlineStatus], on: datetime.date, address: str) -> dict[str, Any]:
    """A line of the table; its day leads to the selection at an address as it was on that day."""
    as_at = f"{'&' if '?' in address else '?'}as_at={month.day.isoformat()}"
    return {
        "label": day_in_words(month.day),
        "url": address if month.day == on else f"{address}{as_at}",
        "cells": [{"label": status.label, "count": month.counts.get(status, 0)} for status in statuses],
        "total": month.total,
    }
