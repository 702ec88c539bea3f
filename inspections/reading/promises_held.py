"""Each time that a promised date moved, held in memory by day: what moved in a time is counted without a query."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import compress

import numpy as np

from inspections.dated_rows import DatedRows
from inspections.held import Held
from inspections.reading.promises_told import NEVER, Told, told
from inspections.reading.slippage import moves
from inspections.reading.spans import Span
from tracker.prepared import Keys, batched

KIND = [("day", np.int32), ("item", np.uint32), ("index", np.uint16)]


def _begins(each: Told) -> int:
    """The day, by ordinal, from which on a promise stands on the record."""
    return max(each.public[0], each.in_force[0])


def _is_plain(each: Told) -> bool:
    """Whether it stands there for good from the day on which it was said, or from that of the report."""
    stays = each.public[1] == each.in_force[1] == NEVER
    said_on = each.promise.said_on
    return stays and _begins(each) == max(each.public[0], said_on.first.toordinal() if said_on else 0)


class Moved:
    """The moves of each item by the day on which they showed, `index` being which one of the item it is.

    That holds whatever the end of a time is, where each promise stays and comes behind those that were there before
    it. `others` are the items of which that is not so, such as those withdrawn: they have to be looked at each time.
    """

    def __init__(self) -> None:
        self.rows = DatedRows(KIND)
        self.others: set[int] = set()

    def take(self, keys: Collection[int] | None) -> None:
        for some in [None] if keys is None else batched(sorted(keys)):
            self.others.difference_update(some or ())
            self.rows.replace(np.fromiter(self._read(some), KIND), some)

    def _read(self, keys: Keys | None) -> Iterator[tuple[int, int, int]]:
        given: defaultdict[int, list[Told]] = defaultdict(list)
        for each in told(keys):
            given[each.item].append(each)
        for item, ours in given.items():
            ours.sort(key=lambda each: each.promise.place)
            begins = [_begins(each) for each in ours]
            if begins != sorted(begins) or not all(map(_is_plain, ours)):
                self.others.add(item)
                continue
            days = {id(each.promise): _begins(each) for each in ours}
            for index, move in enumerate(moves([each.promise for each in ours])):
                yield days[id(move.after)], item, index


_held = Held(Moved)


def moved_within(span: Span) -> tuple[list[tuple[datetime.date, int, int]], list[int]]:
    """Each move in the time, as its day, its item and which one of the item it is; and the items to be looked at."""
    with _held.now() as moved:
        rows, others = moved.rows.between(span.since.toordinal(), span.until.toordinal()), list(moved.others)
    rows = rows[np.array(span.shows(rows["item"].tolist()), bool)]
    found = [(datetime.date.fromordinal(day), item, index) for day, item, index in rows.tolist()]
    return found, list(compress(others, span.shows(others)))
