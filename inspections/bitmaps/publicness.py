"""Which items were on the public record on which day."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from pyroaring import BitMap

CHECKPOINTS = 16  # a day costs a copy of one of them, and the spans that began between it and the next
DAYS_KEPT = 8


class Span(NamedTuple):
    """Places from `first` up to, and not including, `end`, public from one day until another.

    Days are ordinals; 0 begins nothing, so that a span without a beginning only ends, and 0 is no end.
    """

    begun: int
    withdrawn: int
    first: int
    end: int


class Publicness:
    """Made for as long as no report comes out, and nothing is withdrawn or put back. Statements leave it alone."""

    def __init__(self, spans: Iterable[Span]) -> None:
        found = list(spans)
        self._begun = sorted(span for span in found if span.begun)
        self._begins = [span.begun for span in self._begun]
        self._withdrawn = [span for span in found if span.withdrawn]
        self._step = len(self._begun) // CHECKPOINTS + 1
        self._checkpoints = []
        out = BitMap()
        for count, span in enumerate(self._begun):
            if count % self._step == 0:
                self._checkpoints.append(BitMap(out))
            out.add_range(span.first, span.end)
        self._checkpoints.append(out)
        self._days: dict[datetime.date, BitMap] = {}

    def on(self, day: datetime.date) -> BitMap:
        """The places that were public on a day."""
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= DAYS_KEPT:
                self._days = {}
            found = self._days[day] = self._made(day.toordinal())
        return found

    def _made(self, day: int) -> BitMap:
        count = bisect_right(self._begins, day)
        if count == len(self._begun):
            found = BitMap(self._checkpoints[-1])
        else:
            found = BitMap(self._checkpoints[count // self._step])
            for span in self._begun[count - count % self._step : count]:
                found.add_range(span.first, span.end)
        for span in self._withdrawn:
            if span.withdrawn <= day:
                found.remove_range(span.first, span.end)
        return found
