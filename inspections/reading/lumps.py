"""Statements of a time put together for a list: those that are alike and of one batch are one line."""

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
from django.db.models import QuerySet

from inspections.bitmaps.events import Numbers
from inspections.bitmaps.rows import portions
from inspections.models import StatusUpdate
from inspections.partial_dates import PartialDate
from tracker.prepared import MOST_KEYS, Keys, prepared

# A row is keyed by these and by what else makes rows alike.
ROW = ("addressee", "addressee__recommendation", "addressee__body")
STATEMENT = ("pk", "effective_on", "stated_by", "batch")


@dataclass
class Lump:
    """Rows about items that are one line: of one batch, or of one recommendation where they are of none.

    alike: what they have in common. Each row is known by a primary key; `update` is the statement of the newest.
    """

    day: datetime.date
    alike: tuple[Any, ...]
    newest: int = 0
    update: int = 0
    updates: list[int] = field(default_factory=list)
    items: set[int] = field(default_factory=set)
    recommendations: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
    same_reason: bool = True


def lumped(rows: Iterable[tuple[Any, ...]]) -> list[Lump]:
    """Rows put together, the latest first.

    rows: the primary key, those of ROW, those of STATEMENT, the day on which it counts, and what makes rows alike.
    """
    found: dict[Hashable, Lump] = {}
    for pk, item, recommendation, body, update, said_on, by, batch, day, *alike in rows:
        key = (batch or recommendation, said_on, by, day, *alike)
        lump = found.get(key)
        if lump is None:
            lump = found[key] = Lump(day, tuple(alike))
        if pk > lump.newest:
            lump.newest, lump.update = pk, update
        lump.updates.append(update)
        lump.items.add(item)
        lump.recommendations.add(recommendation)
        lump.bodies.add(body)
    return sorted(found.values(), key=lambda lump: (lump.day, lump.newest), reverse=True)


class Lumps(Sequence[Lump]):
    """Rows that lie in columns put together in the same way: those are counted, and only what is asked for is made.

    together: what the rows of one line share, a batch or a recommendation, and `alike` what else they do; `common`
    gives Lump.alike of a row. Days are ordinals.
    """

    def __init__(
        self,
        days: Numbers,
        keys: Numbers,
        updates: Numbers,
        items: Numbers,
        recommendations: Numbers,
        bodies: Numbers,
        *,
        together: Numbers,
        alike: Sequence[Numbers],
        common: Callable[[int], tuple[Any, ...]],
    ) -> None:
        self._days, self._keys, self._updates = days, keys, updates
        self._items, self._recommendations, self._bodies = items, recommendations, bodies
        self._common = common
        # Line by line, the newest row of each last.
        columns = (together, days, *alike)
        self._rows = np.lexsort((keys, *columns))
        is_first = np.ones(len(days), bool)
        if len(days):
            is_first[1:] = np.logical_or.reduce([np.diff(each[self._rows].astype(np.int64)) != 0 for each in columns])
        starts = np.flatnonzero(is_first)
        ends = np.append(starts[1:], len(days))[: len(starts)]
        newest = self._rows[ends - 1]
        order = np.lexsort((keys[newest], days[newest]))[::-1]
        self._starts, self._ends = starts[order], ends[order]

    @property
    def rows(self) -> int:
        return len(self._days)

    @property
    def items(self) -> int:
        """About how many items they are."""
        return len(np.unique(self._items))

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, wanted: int) -> Lump: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Lump]: ...
    def __getitem__(self, wanted: int | slice) -> Lump | list[Lump]:
        if isinstance(wanted, slice):
            return [self[place] for place in range(*wanted.indices(len(self)))]
        rows = self._rows[self._starts[wanted] : self._ends[wanted]]
        last = rows[-1]
        return Lump(
            datetime.date.fromordinal(int(self._days[last])),
            self._common(last),
            int(self._keys[last]),
            int(self._updates[last]),
            self._updates[rows].tolist(),
            set(self._items[rows].tolist()),
            set(self._recommendations[rows].tolist()),
            set(self._bodies[rows].tolist()),
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What a line shows of a statement."""

    sequence: int
    batch: str
    effective_on: PartialDate
    reason: str
    position: str
    by: str
    body_slug: str
    body: str
    ref: str
    text: str
    public_from: datetime.date


@prepared
def _told_by_some(keys: Keys) -> "QuerySet[StatusUpdate, Any]":
    return _told(keys)


def _told(keys: Sequence[int]) -> "QuerySet[StatusUpdate, Any]":
    asked = "addressee__recommendation__"
    return (
        StatusUpdate.objects.filter(pk__in=keys)
        .order_by()
        .values_list(
            *("pk", "sequence", "batch", "effective_on", "reason", "position"),
            *("stated_by__short_name", "stated_by__name"),
            *("addressee__body__slug", "addressee__body__short_name", "addressee__body__name"),
            *(f"{asked}ref", f"{asked}text", f"{asked}inspection__public_from"),
        )
    )


def told(lumps: list[Lump]) -> Iterator[tuple[Lump, Told]]:
    """Lumps, each with its newest statement, and with whether its statements give the same reason.

    One query, and one for every 500 statements that were put together.
    """
    found: dict[int, Told] = {}
    keys = [lump.update for lump in lumps]
    rows = _told(keys) if len(keys) > MOST_KEYS else _told_by_some(Keys(keys))
    for pk, sequence, batch, said_on, reason, position, by, by_name, slug, body, body_name, *asked in rows:
        names = by or by_name, slug, body or body_name
        found[pk] = Told(sequence, batch, said_on, reason, position, *names, *asked)
    together = [update for lump in lumps if len(lump.updates) > 1 for update in lump.updates]
    reasons = {
        pk: reason
        for some in portions(together)
        for pk, reason in StatusUpdate.objects.filter(pk__in=some).order_by().values_list("pk", "reason")
    }
    for lump in lumps:
        lump.same_reason = len(lump.updates) == 1 or len({reasons[update] for update in lump.updates}) == 1
        yield lump, found[lump.update]
