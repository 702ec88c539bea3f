"""When each item was closed for the first time, held in memory: the curve of completion of any items is made of it."""

import datetime
from collections.abc import Collection
from functools import lru_cache

import numpy as np

from inspections.bitmaps.events import Numbers
from inspections.bitmaps.places import Places
from inspections.bitmaps.rows import portions
from inspections.bitmaps.shelf import Shelf
from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.held import Held
from inspections.models import StatusPeriod
from inspections.partial_dates import PartialDate
from inspections.reading.charts.completion import Cohort
from inspections.reading.charts.kaplan_meier import Leaving


class Closings:
    """The items that were ever closed, by primary key in order: how each was closed for the first time.

    That is the ordinal of the day, twice, and one more where it was confirmed complete.
    """

    def __init__(self) -> None:
        self.items, self.first = np.zeros(0, np.int64), np.zeros(0, np.int32)

    def take(self, keys: Collection[int] | None) -> None:
        if keys is None:
            self._put(dict(_first_closings(None)), np.zeros(0, bool))
        for some in portions(keys or ()):
            self._put(dict(_first_closings(some)), ~np.isin(self.items, some))

    def _put(self, new: dict[int, int], stay: Numbers) -> None:
        """Put some in the place of those that do not stay."""
        items = np.append(self.items[stay], np.fromiter(new, np.int64, len(new)))
        first = np.append(self.first[stay], np.fromiter(new.values(), np.int32, len(new)))
        order = np.argsort(items, kind="stable")
        self.items, self.first = items[order], first[order]

    def of(self, items: Numbers) -> Numbers:
        """How each of some items was closed for the first time, 0 where it never was."""
        if not len(self.items):
            return np.zeros(len(items), np.int32)
        places = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        return np.where(self.items[places] == items, self.first[places], 0)


def _first_closings(keys: Collection[int] | None) -> "list[tuple[int, int]]":
    closed = StatusPeriod.objects.filter(status__in=CLOSED_STATUSES).order_by("addressee_id", "-start")
    if keys is not None:
        closed = closed.filter(addressee__in=keys)
    # Of each item the first closing comes last, and stays in the dictionary that is made of them.
    return [
        (pk, day.toordinal() << 1 | (status == HeadlineStatus.CONFIRMED_COMPLETE))
        for pk, day, status in closed.values_list("addressee_id", "start", "status").iterator(chunk_size=5000)
    ]


_held = Held(Closings)


def cohort(shelf: Shelf) -> Cohort:
    """The items on a shelf, as completion.cohorts has them; a few queries where something of the record is new."""
    places, on = shelf.record.places, shelf.record.on.toordinal()
    at = np.array(shelf.items, np.int64)
    published = _published(places, at)
    dated = published > 0
    at, published = at[dated], published[dated]
    with _held.now() as closings:
        closed = closings.of(np.array(places.items, np.int64)[at])
    is_closed = (closed > 0) & (closed >> 1 <= on)
    confirmed = is_closed & (closed & 1 > 0)
    days = np.where(is_closed, np.maximum(0, (closed >> 1) - published), on - published)
    done, over = int(confirmed.sum()), int(is_closed.sum())
    found = Leaving.of(days, confirmed, np.ones(len(days), np.int64))
    return Cohort(found, done, over - done, len(dated) - len(days))


def _published(places: Places, at: Numbers) -> Numbers:
    """The ordinal of the first day that the date of publication of each place can mean; 0 where it is not known."""
    index = np.searchsorted(np.array(places.date_starts, np.int64), at, side="right") - 1
    distinct, where = np.unique(index, return_inverse=True)
    days = np.fromiter((_first_day(places.dates[each]) for each in distinct), np.int64, len(distinct))
    return days[where]


@lru_cache(20_000)
def _first_day(date: str) -> int:
    """The ordinal of the first day that a date can mean; 0 where it is not known."""
    if len(date) == 10:
        return datetime.date.fromisoformat(date).toordinal()
    return PartialDate.parse(date).first.toordinal() if date else 0
