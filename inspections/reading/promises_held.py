"""Each time that a promised date moved, held in memory by day: what moved in a time is counted without a query."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import compress
from typing import NamedTuple

import numpy as np

from inspections.bitmaps.rows import portions
from inspections.dated_rows import DatedRows
from inspections.held import Held
from inspections.models import ResponseItem, StatusUpdate
from inspections.models.inspection import readable_by
from inspections.models.response import there_from
from inspections.reading.slippage import Promise, moves
from inspections.reading.spans import Span

KIND = [("day", np.int32), ("item", np.uint32), ("index", np.uint16)]
INSPECTION = "addressee__recommendation__inspection__"
ITEM = (f"{INSPECTION}public_from", f"{INSPECTION}withdrawn_on", "addressee__recommendation__withdrawn_on")


class Told(NamedTuple):
    """A promise as it was given: from which day on it stands on the record, and whether it stays there."""

    promise: Promise
    begins: datetime.date
    stays: bool
    public_from: datetime.date  # its item

    @property
    def is_plain(self) -> bool:
        """Whether it stands on the record from the day on which it was said, or from that of the report."""
        said_on = self.promise.said_on
        return self.stays and self.begins == max(self.public_from, said_on.first if said_on else self.public_from)


class Moved:
    """The moves of each item by the day on which they showed, `index` being which one of the item it is.

    That holds whatever the end of a time is, where each promise stays and comes behind those that were there before
    it. `others` are the items of which that is not so, such as those withdrawn: they have to be looked at each time.
    """

    def __init__(self) -> None:
        self.rows = DatedRows(KIND)
        self.others: set[int] = set()

    def take(self, keys: Collection[int] | None) -> None:
        for some in [None] if keys is None else portions(keys):
            self.others.difference_update(some or ())
            self.rows.replace(np.fromiter(self._read(some), KIND), some)

    def _read(self, keys: Collection[int] | None) -> Iterator[tuple[int, int, int]]:
        told: defaultdict[int, list[Told]] = defaultdict(list)
        for item, each in (*_statements(keys), *_answers(keys)):
            told[item].append(each)
        for item, ours in told.items():
            ours.sort(key=lambda each: each.promise.place)
            begins = [each.begins for each in ours]
            if begins != sorted(begins) or not all(each.is_plain for each in ours):
                self.others.add(item)
                continue
            days = {id(each.promise): each.begins.toordinal() for each in ours}
            for index, move in enumerate(moves([each.promise for each in ours])):
                yield days[id(move.after)], item, index


def _statements(keys: Collection[int] | None) -> Iterator[tuple[int, Told]]:
    rows = StatusUpdate.objects.filter(readable_by(datetime.date.max, INSPECTION))
    rows = rows.filter(corrected_by=None).exclude(target_on=None).order_by()
    if keys is not None:
        rows = rows.filter(addressee__in=keys)
    columns = ("addressee", *ITEM, "target_on", "effective_on", "sequence")
    for item, out, gone, also_gone, target, said_on, sequence in rows.values_list(*columns).iterator(chunk_size=5000):
        stays = gone is None and also_gone is None
        yield item, Told(Promise(target, said_on, "", sequence), max(out, said_on.first), stays, out)


def _answers(keys: Collection[int] | None) -> Iterator[tuple[int, Told]]:
    rows = ResponseItem.objects.filter(
        readable_by(datetime.date.max, INSPECTION), readable_by(datetime.date.max, "response__inspection__")
    )
    rows = rows.exclude(target_on=None).order_by()
    if keys is not None:
        rows = rows.filter(addressee__in=keys)
    known = ("response__published_on", "response__submitted_on", "response__not_found_as_of")
    there = ("response__inspection__public_from", "response__inspection__withdrawn_on", "response__withdrawn_on")
    for item, out, gone, also_gone, target, *answer in rows.values_list(
        "addressee", *ITEM, "target_on", *known, *there
    ):
        published, sent, looked_for, report_out, report_gone, answer_gone = answer
        stays = not any((gone, also_gone, report_gone, answer_gone))
        begins = max(out, there_from(report_out, published, sent, looked_for))
        yield item, Told(Promise(target, published or sent, "", 0), begins, stays, out)


_held = Held(Moved)


def moved_within(span: Span) -> tuple[list[tuple[datetime.date, int, int]], list[int]]:
    """Each move in the time, as its day, its item and which one of the item it is; and the items to be looked at."""
    with _held.now() as moved:
        rows, others = moved.rows.between(span.since.toordinal(), span.until.toordinal()), list(moved.others)
    rows = rows[np.array(span.shows(rows["item"].tolist()), bool)]
    found = [(datetime.date.fromordinal(day), item, index) for day, item, index in rows.tolist()]
    return found, list(compress(others, span.shows(others)))
