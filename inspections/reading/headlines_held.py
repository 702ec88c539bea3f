"""Each time that a headline status moved, held in memory by day: what moved in a time is counted without a query."""

from collections.abc import Collection, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from django.db.models import F, TextField
from django.db.models.functions import Cast

from inspections.bitmaps.rows import as_number, portions
from inspections.bitmaps.standing import NUMBERS, STATUSES
from inspections.dated_rows import DatedRows
from inspections.held import Held
from inspections.models import StatusPeriod
from inspections.reading.lumps import Lumps
from inspections.reading.spans import Span

KIND = [
    ("day", np.int32),
    *((name, np.uint32) for name in ("pk", "item", "update", "said_on", "by", "batch")),
    ("before", np.uint8),
    ("after", np.uint8),
]


class Moved:
    """Every period that began with another headline than the one before, by the day on which that showed.

    `batches` gives each batch a number; 0 is none.
    """

    def __init__(self) -> None:
        self.rows = DatedRows(KIND)
        self.batches: dict[str, int] = {"": 0}

    def take(self, keys: Collection[int] | None) -> None:
        for some in [None] if keys is None else portions(keys):
            self.rows.replace(np.fromiter(self._read(some), KIND), some)

    def _read(self, keys: Collection[int] | None) -> Iterator[tuple[Any, ...]]:
        number, batches = cache(as_number), self.batches
        periods = StatusPeriod.objects.order_by("addressee", "start")
        if keys is not None:
            periods = periods.filter(addressee__in=keys)
        said = ("update", Cast("update__effective_on", TextField()), "update__stated_by", "update__batch")
        public_from = F("addressee__recommendation__inspection__public_from")
        rows = periods.values_list("addressee", "pk", "start", "end", F("status"), public_from, *said)
        for item, ours in groupby(rows.iterator(chunk_size=5000), itemgetter(0)):
            before = ""
            for _item, pk, start, end, status, out, update, said_on, by, batch in ours:
                # What was over before the report came out never stood on the record.
                if before and update is not None and end > out and status != before:
                    day, coded = max(start, out).toordinal(), batches.setdefault(batch, len(batches))
                    yield day, pk, item, update, number(said_on), by, coded, NUMBERS[before], NUMBERS[status]
                before = status


_held = Held(Moved)


def moved_within(span: Span) -> Lumps:
    """What said_between.headlines_moved finds, put together; the end of the time must not be a day to come."""
    with _held.now() as moved:
        rows = moved.rows.between(span.since.toordinal(), span.until.toordinal())
    places = span.places
    rows = rows[np.array(span.shows(rows["item"].tolist()), bool)]
    at = np.array([places.place[item] for item in rows["item"].tolist()], np.int64)
    asked, bodies = (np.array(column, np.int64)[at] for column in (places.recommendations, places.bodies))
    return Lumps(
        rows["day"],
        rows["pk"],
        rows["update"],
        rows["item"],
        asked,
        bodies,
        # A batch is no recommendation.
        together=np.where(rows["batch"] > 0, -rows["batch"].astype(np.int64), asked),
        alike=[rows["said_on"], rows["by"], rows["before"], rows["after"]],
        common=lambda row: (STATUSES[rows["before"][row]], STATUSES[rows["after"][row]]),
    )
