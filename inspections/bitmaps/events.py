"""Events in the order of their days, as arrays: what each place had come to by the end of any day, at the same cost."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]  # whole numbers, in as few bytes as hold them
CHECKPOINTS = 16  # a day costs one of them, and the events of one stretch between two


@dataclass(frozen=True, eq=False)
class Events:
    """What was put at places, day after day. By the end of a day each place has the last value put there, or 0.

    `days` are the days on which there were some, in order, as numbers like 20190927; `ends` says how many events there
    are by the end of each.
    """

    days: Numbers
    ends: Numbers
    places: Numbers
    values: Numbers

    @classmethod
    def of(cls, days: Numbers, places: Numbers, values: Numbers) -> "Events":
        """Put events in order; those of one day stay in the order in which they are given."""
        order = np.argsort(days, kind="stable")
        distinct, firsts = np.unique(days[order], return_index=True)
        ends = np.append(firsts[1:], len(order))[: len(distinct)]
        return cls(distinct, ends, places[order].astype(np.uint32), values[order])

    def __len__(self) -> int:
        return len(self.places)

    def by(self, day: int) -> int:
        """How many there are by the end of a day."""
        index = int(np.searchsorted(self.days, day, side="right"))
        return int(self.ends[index - 1]) if index else 0

    def put(self, state: Numbers, first: int, end: int) -> None:
        """Put the values of some events at their places."""
        # Where a place comes more than once, numpy assigns time after time and leaves the last value.
        state[self.places[first:end]] = self.values[first:end]

    def joined(self, others: "Events", gone: Numbers) -> "Events":
        """Both together, without those of these events that are at places that are gone (a mask)."""
        stay = ~gone[self.places]
        parts = (self.each_day()[stay], self.places[stay], self.values[stay])
        more = (others.each_day(), others.places, others.values)
        return Events.of(*(np.concatenate(pair) for pair in zip(parts, more, strict=True)))

    def each_day(self) -> Numbers:
        return np.repeat(self.days, np.diff(self.ends, prepend=0))


@dataclass(frozen=True, eq=False)
class Track:
    """The events of so many places. A copy in which some places have other events leaves those of the rest alone."""

    size: int
    events: Events
    amended: Events | None = None  # all events of the places that are marked in `anew`
    anew: Numbers = field(default_factory=lambda: np.zeros(0, bool))

    @cached_property
    def checkpoints(self) -> "tuple[int, list[Numbers]]":
        """How many events lie between two, and what the places had come to at each."""
        step = len(self.events) // CHECKPOINTS + 1
        state = np.zeros(self.size, self.events.values.dtype)
        found = []
        for first in range(0, len(self.events) + 1, step):
            found.append(state.copy())
            self.events.put(state, first, first + step)
        return step, found

    def on(self, day: int) -> Numbers:
        """What each place has come to by the end of a day."""
        step, states = self.checkpoints
        end = self.events.by(day)
        state = states[end // step].copy()
        self.events.put(state, end - end % step, end)
        if self.amended is None:
            return state
        # Later events may hold greater numbers than the bytes of the earlier ones do.
        state = state.astype(np.promote_types(state.dtype, self.amended.values.dtype), copy=False)
        state = np.append(state, np.zeros(len(self.anew) - len(state), state.dtype))
        state[self.anew] = 0
        self.amended.put(state, 0, self.amended.by(day))
        return state

    def replaced(self, events: Events, anew: Numbers) -> "Track":
        """With other events at the places that `anew`, a mask of all places there are now, marks."""
        before = np.append(self.anew, np.zeros(len(anew) - len(self.anew), bool))
        amended = self.amended.joined(events, anew) if self.amended else events
        made = Track(self.size, self.events, amended, before | anew)
        # It starts from the same events, so from the same checkpoints.
        made.__dict__["checkpoints"] = self.checkpoints
        return made

    def settled(self) -> "Track":
        """The same as one list of events, for when many places were amended."""
        if self.amended is None:
            return self
        return Track(len(self.anew), self.events.joined(self.amended, self.anew))


def running_max(places: Numbers, order: Numbers, values: Numbers) -> Numbers:
    """The greatest of the values at each event's place so far, in an order that goes place by place."""
    # A later place begins with a greater number than any of an earlier place.
    keyed = (places.astype(np.uint64) << np.uint64(32) | values.astype(np.uint64))[order]
    found = np.empty(len(values), np.uint64)
    found[order] = np.maximum.accumulate(keyed) & np.uint64(0xFFFFFFFF)
    return found


class Coded:
    """Small numbers for great ones of which there are few. 0 stays 0; a number once given is never another's."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {0: 0}
        self._table = np.zeros(0, np.uint64)

    def codes(self, values: Numbers) -> Numbers:
        """The small numbers of great ones, which are given new ones where they have none."""
        distinct, places = np.unique(values, return_inverse=True)
        codes = [self._numbers.setdefault(value, len(self._numbers)) for value in distinct.tolist()]
        return np.array(codes, np.min_scalar_type(len(self._numbers)))[places]

    def table(self) -> Numbers:
        """The great number of each small one."""
        if len(self._table) < (count := len(self._numbers)):
            self._table = np.fromiter(self._numbers, np.uint64, count)
        return self._table
