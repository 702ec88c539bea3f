"""How far the promised dates of the whole record, or of one body, moved: on any day, from what is held in memory."""

import datetime
from array import array
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from inspections.days import today
from inspections.held import Held
from inspections.models import Addressee
from inspections.reading.promises_told import NEVER, Window, told
from inspections.reading.slippage import Promise, Slippage, months, moves, slippage
from tracker.prepared import Keys, batched

ALL = 0  # no body has this key

# How an item stands: without a promised date, with one that never moved, or MIDDLE and by how many months it moved.
NONE, UNMOVED, MIDDLE = 0, 1, 1 << 19
BITS = 20
EVERY = 2048  # events between two sums of them


@dataclass
class Course:
    """Some items over time: each time that one stands otherwise is an event, a number that sorts by its day.

    `sums` says how many stood how after every so many events, as far as that was asked for; `since` has, in order, the
    day on which the date of each item first moved, and its key.
    """

    events: "array[int]" = field(default_factory=lambda: array("q"))
    sums: list[Counter[int]] = field(default_factory=lambda: [Counter()])
    since: "array[int]" = field(default_factory=lambda: array("q"))

    def on(self, day: int) -> Counter[int]:
        """How many stand how on a day."""
        end = bisect_left(self.events, (day + 1) << 2 * BITS)
        while len(self.sums) <= end // EVERY:
            start = (len(self.sums) - 1) * EVERY
            self.sums.append(_added(self.sums[-1], self.events[start : start + EVERY]))
        return _added(self.sums[end // EVERY], self.events[end // EVERY * EVERY : end])

    def replace(self, before: Iterable[int], after: Iterable[int]) -> None:
        """Put some events in the place of others."""
        gone, new = Counter(before), Counter(after)
        for event in (gone - new).elements():
            place = bisect_left(self.events, event)
            del self.events[place]
            del self.sums[place // EVERY + 1 :]
        for event in (new - gone).elements():
            insort(self.events, event)
            del self.sums[bisect_left(self.events, event) // EVERY + 1 :]


def _added(counts: Counter[int], events: "array[int]") -> Counter[int]:
    found, numbers, mask = Counter(counts), np.array(events, np.int64), (1 << BITS) - 1
    for sign, codes in ((-1, numbers >> BITS & mask), (1, numbers & mask)):
        for code, count in zip(*(each.tolist() for each in np.unique(codes, return_counts=True)), strict=True):
            found[code] += sign * count
    return found


class Promises:
    """How each item with a promise stood from which day on, and the same put together for all and for each body."""

    def __init__(self) -> None:
        self.courses: defaultdict[int, Course] = defaultdict(Course)
        # Of each item: its body, and then by turns an event and the first day on which its date had moved by then.
        self.items: dict[int, array[int]] = {}

    def take(self, keys: Collection[int] | None) -> None:
        if keys is None:
            self.items = {pk: array("q", found) for pk, found in _read(None)}
            self._put_together()
            return
        for some in batched(sorted(keys)):
            found = dict(_read(some))
            for pk in set(some):
                self._replace(pk, array("q", found.get(pk, [])))

    def _put_together(self) -> None:
        events: defaultdict[int, list[int]] = defaultdict(list)
        since: defaultdict[int, list[int]] = defaultdict(list)
        for pk, found in self.items.items():
            for key in (ALL, found[0]):
                events[key] += found[1::2]
                since[key] += _first_moves(pk, found)
        for key, ours in events.items():
            self.courses[key] = Course(array("q", sorted(ours)), since=array("q", sorted(since[key])))

    def _replace(self, pk: int, after: "array[int]") -> None:
        before = self.items.pop(pk, array("q"))
        if after:
            self.items[pk] = after
        for found, is_new in ((before, False), (after, True)):
            for key in (ALL, *found[:1]) if found else ():
                course, moved = self.courses[key], _first_moves(pk, found)
                course.replace(*((), found[1::2]) if is_new else (found[1::2], ()))
                for each in moved:
                    if is_new:
                        insort(course.since, each)
                    else:
                        course.since.remove(each)

    def on(self, day: datetime.date, items: int, key: int) -> Slippage:
        number = day.toordinal()
        counts = self.courses[key].on(number) if key in self.courses else Counter[int]()
        shifts = {code - MIDDLE: count for code, count in counts.items() if code > UNMOVED and count}
        dated = sum(count for code, count in counts.items() if code != NONE)
        return Slippage(items, dated, shifts, self._since(number, key) if shifts else None)

    def _since(self, day: int, key: int) -> datetime.date | None:
        """The first day on which the date of one of those moved of which it has moved by the day."""
        for each in self.courses[key].since:
            first, pk = each >> 2 * BITS, each & (1 << 2 * BITS) - 1
            found = self.items[pk]
            last = bisect_left(found[1::2], (day + 1) << 2 * BITS)
            if last and found[2 * last] == first:
                return datetime.date.fromordinal(first)
        return None


def _first_moves(pk: int, found: "array[int]") -> list[int]:
    return [first << 2 * BITS | pk for first in {*found[2::2]} if first]


def _read(keys: Keys | None) -> Iterator[tuple[int, list[int]]]:
    """What Promises.items holds of each of these items that has a promise and is not waiting to come out."""
    windows: dict[int, Window] = {}
    bodies: dict[int, int] = {}
    given: defaultdict[int, list[tuple[Window, Promise]]] = defaultdict(list)
    for pk, body, window, in_force, promise in told(keys):
        windows[pk], bodies[pk] = window, body
        given[pk].append((in_force, promise))
    for pk, ours in given.items():
        ours.sort(key=lambda each: each[1].place)
        yield pk, [bodies[pk], *_events(windows[pk], ours)]


def _events(window: Window, given: list[tuple[Window, Promise]]) -> Iterator[int]:
    """By turns: an event of one item, and the first day on which its date had moved by then, or 0."""
    begins, ends = window
    days = {max(begins, first) for (first, _end), _promise in given} | {end for (_first, end), _promise in given}
    before, standing = (NONE, 0), (NONE, 0)
    for day in sorted(day for day in days | {ends} if begins <= day <= ends and day < NEVER):
        in_force = [promise for (first, end), promise in given if first <= day < end] if day < ends else []
        standing = _standing(in_force)
        if standing != before:
            yield day << 2 * BITS | before[0] << BITS | standing[0]
            yield standing[1]
            before = standing


def _standing(promises: list[Promise]) -> tuple[int, int]:
    if not promises:
        return NONE, 0
    found = moves(promises)
    if not found:
        return UNMOVED, 0
    days = [move.after.said_on.first.toordinal() for move in found if move.after.said_on]
    return MIDDLE + months(promises[0].target, promises[-1].target), min(days, default=0)


_held = Held(Promises)


def slippage_on(day: datetime.date, items: int, body: int = ALL) -> Slippage:
    """The figure on a day for all public items, or for those of one body, of which the number is given.

    A day to come, which only a preview shows, is read afresh.
    """
    if day > today():
        ahead = Addressee.objects.public(day)
        return slippage(ahead.filter(body=body) if body else ahead, day)
    with _held.now() as promises:
        return promises.on(day, items, body)
