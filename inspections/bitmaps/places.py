"""Where each item stands in the list, and what it is about: bitmaps of places, for as long as nothing of that moves.

Places are counted from the end of the list, so that a new report takes new places behind all others. The items of a
recommendation are neighbours; the last of them stands for it.
"""

import datetime
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pyroaring import BitMap

from inspections.bitmaps.masks import bitmap
from inspections.bitmaps.publicness import Publicness, Span
from inspections.bitmaps.rows import InspectionRow, ItemRow
from inspections.models import RecommendationKind

NOTHING = BitMap()
Facets = dict[str, dict[int | str, BitMap]]


class OutOfPlace(Exception):
    """The items cannot be brought up to date where they stand: all places must be given anew."""


def between(first: int, end: int) -> BitMap:
    """The places from one up to, and not including, another."""
    return BitMap(range(first, end)) if first < end else BitMap()


@dataclass
class Places:
    """All items that are out. Arrays only ever grow at their end; a bitmap is never changed, but replaced by another.

    So whoever holds a copy of this object may read it while a newer one is made.
    """

    items: "array[int]" = field(default_factory=lambda: array("q"))
    recommendations: "array[int]" = field(default_factory=lambda: array("q"))
    inspections: "array[int]" = field(default_factory=lambda: array("q"))
    bodies: "array[int]" = field(default_factory=lambda: array("q"))
    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    starts: "array[int]" = field(default_factory=lambda: array("I"))  # of the recommendation that an item belongs to
    place: dict[int, int] = field(default_factory=dict)  # of an item
    place_of_asked: dict[int, int] = field(default_factory=dict)  # of the last item of a recommendation
    size: int = 0
    lasts: BitMap = field(default_factory=BitMap)
    # Which places have, so many places below, an item of the same recommendation: 1, 2, 4… places.
    same: tuple[BitMap, ...] = ()
    by: Facets = field(default_factory=lambda: {"force": {}, "kind": {}, "theme": {}, "programme": {}})
    immediately: BitMap = field(default_factory=BitMap)
    due: "array[int]" = field(default_factory=lambda: array("q"))  # day << 32 | place, in order
    withdrawn: dict[int, int] = field(default_factory=dict)  # recommendations: the day
    about: dict[int, InspectionRow] = field(default_factory=dict)
    runs: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # of an inspection: first place and end
    parts: dict[int, set[int]] = field(default_factory=dict)  # the parts of a recommendation
    dates: list[str] = field(default_factory=list)  # of publication, as ISO text, in order; "" comes first
    date_starts: list[int] = field(default_factory=list)  # the first place of each
    publicness: Publicness | None = None  # made when it is asked for, and shared by copies until its facts change
    worked_out: dict[str, Any] = field(default_factory=dict)  # what others keep for as long as these places stand

    # --- made and grown ---------------------------------------------------------------------------------------------

    @classmethod
    def of(
        cls, rows: Iterable[ItemRow], about: Mapping[int, InspectionRow], themes: Mapping[int, Iterable[int]]
    ) -> "Places":
        """Give places to all items; rows come in the order of places."""
        made = cls()
        made.grow(rows, about, themes)
        return made

    def grow(
        self, rows: Iterable[ItemRow], about: Mapping[int, InspectionRow], themes: Mapping[int, Iterable[int]]
    ) -> None:
        """Put more items behind all that are there. Raises OutOfPlace where they do not belong there."""
        self.publicness = None
        newest = self.dates[-1] if self.dates else None
        found: dict[tuple[str, int | str], list[int]] = {}
        lasts, immediately, due = [], [], []
        same: list[list[int]] = [[]]
        for row in rows:
            inspection = about.get(row.inspection)
            if inspection is None:
                continue  # it came out between two queries: the next edition has it
            if newest is not None and inspection.published <= newest:
                raise OutOfPlace
            at = self.size
            is_next = at and self.recommendations[at - 1] == row.recommendation
            start = self.starts[at - 1] if is_next else at
            if at and not is_next:
                lasts.append(at - 1)
            for name, value in (("force", row.body), ("kind", row.kind), ("programme", inspection.programme)):
                found.setdefault((name, value), []).append(at)
            for theme in themes.get(row.recommendation, ()):
                found.setdefault(("theme", theme), []).append(at)
            step, power = 1, 0
            while step <= at - start:
                if power == len(same):
                    same.append([])
                same[power].append(at)
                step, power = step * 2, power + 1
            if row.immediately:
                immediately.append(at)
            if row.due:
                due.append(row.due << 32 | at)
            if row.withdrawn:
                self.withdrawn[row.recommendation] = row.withdrawn
            self._put(row, inspection, at, start)
        if self.size:
            lasts.append(self.size - 1)
        for (name, value), places in found.items():
            self.by[name][value] = self.by[name].get(value, NOTHING) | BitMap(places)
        powers = max(len(self.same), len(same) if same[0] else 0)
        self.same = tuple(
            (self.same[power] if power < len(self.same) else NOTHING) | BitMap(same[power] if power < len(same) else ())
            for power in range(powers)
        )
        self.lasts = self.lasts | BitMap(lasts)
        self.immediately = self.immediately | BitMap(immediately)
        self.due = array("q", sorted([*self.due, *due]))

    def _put(self, row: ItemRow, inspection: InspectionRow, at: int, start: int) -> None:
        if not self.dates or inspection.published != self.dates[-1]:
            self.dates.append(inspection.published)
            self.date_starts.append(at)
        runs = self.runs.setdefault(row.inspection, [])
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
        self.about[row.inspection] = inspection
        self.items.append(row.pk)
        self.recommendations.append(row.recommendation)
        self.inspections.append(row.inspection)
        self.bodies.append(row.body)
        self.numbers.append(row.number)
        self.starts.append(start)
        self.place[row.pk] = at
        self.place_of_asked[row.recommendation] = at
        if row.kind == RecommendationKind.PART:
            self.parts.setdefault(row.parent, set()).add(row.recommendation)
        self.size = at + 1

    def copied(self) -> "Places":
        """A copy that may be brought up to date while others read this one."""
        made = copy(self)
        made.by = {name: dict(values) for name, values in self.by.items()}
        made.withdrawn, made.about, made.runs = dict(self.withdrawn), dict(self.about), dict(self.runs)
        made.dates, made.date_starts, made.worked_out = list(self.dates), list(self.date_starts), {}
        return made

    # --- brought up to date -----------------------------------------------------------------------------------------

    def replace(
        self,
        keys: Iterable[int],
        rows: Mapping[int, ItemRow],
        about: Mapping[int, InspectionRow],
        themes: Mapping[int, Iterable[int]],
    ) -> None:
        """Bring items that are here up to date. Raises OutOfPlace where one is gone, or would stand elsewhere."""
        for pk in keys:
            at, row = self.place[pk], rows.get(pk)
            inspection = about.get(row.inspection) if row else None
            if row is None or inspection is None or not self._stays(at, row, inspection):
                raise OutOfPlace
            if self.about[row.inspection] != inspection or self.withdrawn.get(row.recommendation, 0) != row.withdrawn:
                self.publicness = None
            self.about[row.inspection] = inspection
            self._set("force", at, {row.body})
            self._set("kind", at, {row.kind})
            self._set("programme", at, {inspection.programme})
            self._set("theme", at, set(themes.get(row.recommendation, ())))
            self.immediately = changed(self.immediately, at, row.immediately)
            if row.withdrawn:
                self.withdrawn[row.recommendation] = row.withdrawn
            else:
                self.withdrawn.pop(row.recommendation, None)
            self._set_due(at, row.due)
            self._set_parts(row)

    def _stays(self, at: int, row: ItemRow, inspection: InspectionRow) -> bool:
        before = self.about[self.inspections[at]]
        return (
            self.recommendations[at] == row.recommendation
            and self.inspections[at] == row.inspection
            and self.bodies[at] == row.body
            and self.numbers[at] == row.number
            and (before.published, before.title) == (inspection.published, inspection.title)
        )

    def _set(self, name: str, at: int, values: set[int | str] | set[int] | set[str]) -> None:
        facet = self.by[name]
        for value, places in facet.items():
            if value not in values and at in places:
                facet[value] = changed(places, at, False)
        for value in values:
            facet[value] = changed(facet.get(value, NOTHING), at, True)

    def _set_due(self, at: int, due: int) -> None:
        wanted = due << 32 | at
        if due:
            index = bisect_left(self.due, wanted)
            if index < len(self.due) and self.due[index] == wanted:
                return
        days = np.array(self.due, np.int64)
        kept = days[days & 0xFFFFFFFF != at]
        if due:
            kept = np.insert(kept, np.searchsorted(kept, wanted), wanted)
        elif len(kept) == len(days):
            return
        self.due = array("q", kept.tobytes())

    def _set_parts(self, row: ItemRow) -> None:
        is_part = row.kind == RecommendationKind.PART
        if is_part and row.recommendation in self.parts.get(row.parent, ()):
            return
        if is_part or any(row.recommendation in parts for parts in self.parts.values()):
            self.parts = {parent: parts - {row.recommendation} for parent, parts in self.parts.items()}
            if is_part:
                self.parts[row.parent] = self.parts.get(row.parent, set()) | {row.recommendation}

    # --- read -------------------------------------------------------------------------------------------------------

    def due_between(self, first: int, end: int) -> BitMap:
        """The items that were asked for by a day from one up to, and not including, another; days are ordinals."""
        low, high = bisect_left(self.due, first << 32), bisect_left(self.due, end << 32)
        found = np.zeros(self.size, bool)
        found[np.array(self.due[low:high], np.int64) & 0xFFFFFFFF] = True
        return bitmap(found)

    def due_days(self) -> "array[int]":
        """By which day each place was asked for, as an ordinal; 0 for none."""
        due, found = np.array(self.due, np.int64), np.zeros(self.size, np.uint32)
        found[due & 0xFFFFFFFF] = due >> 32
        return array("I", found.tobytes())

    def published_from(self, text: str) -> int:
        """The first place of those published on a date or later, dates compared as text."""
        index = bisect_left(self.dates, text)
        return self.date_starts[index] if index < len(self.dates) else self.size

    def published(self) -> BitMap:
        """The items whose day of publication is known."""
        return between(self.published_from("0"), self.size)

    def published_by(self, day: datetime.date) -> BitMap:
        """Published on a day or before, or may have been."""
        # "~" sorts after every digit and hyphen, and nothing of a later day begins with this day.
        return between(self.published_from("0"), self.published_from(f"{day.isoformat()}~"))

    def published_since(self, day: datetime.date) -> BitMap:
        """Published on a day or after, or may have been."""
        text = day.isoformat()
        found = between(self.published_from(text), self.size)
        for prefix in (text[:4], text[:7]):  # the month and the year of the day may mean a later day of theirs
            found |= between(self.published_from(prefix), self.published_from(f"{prefix}!"))
        return found

    def ends_of(self, items: BitMap) -> BitMap:
        """One place for each recommendation that these items belong to: that of its last item."""
        for power, same in enumerate(self.same):
            items = items | (items.shift(1 << power) & same)
        return items & self.lasts

    def asked_in(self, ends: BitMap) -> BitMap:
        """All items of the recommendations whose last items these are."""
        for power, same in enumerate(self.same):
            ends = ends | (ends & same).shift(-(1 << power))
        return ends

    def public(self, on: datetime.date) -> BitMap:
        """The items that were on the public record on a day."""
        if self.publicness is None:
            self.publicness = Publicness(self.spans())
        return self.publicness.on(on)

    def spans(self) -> Iterator[Span]:
        """From which day on, and until which, so many places were public, whatever else has an end before that."""
        for key, inspection in self.about.items():
            for first, end in self.runs[key]:
                yield Span(inspection.public_from, inspection.withdrawn, first, end)
        for recommendation, withdrawn in self.withdrawn.items():
            last = self.place_of_asked[recommendation]
            yield Span(0, withdrawn, self.starts[last], last + 1)


def changed(places: BitMap, at: int, is_in: bool) -> BitMap:
    """The same places with or without one of them; the same object where that changes nothing."""
    if (at in places) == is_in:
        return places
    other = BitMap(places)
    (other.add if is_in else other.discard)(at)
    return other
