"""A selection by bitmaps: which items it picks, how many each filter would, and its recommendations page by page."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from pyroaring import BitMap

from inspections.bitmaps.found import Found, looked_for, matches
from inspections.bitmaps.kept import record_of
from inspections.bitmaps.names import Names, names_of
from inspections.bitmaps.orders import newest_first, oldest_first
from inspections.bitmaps.places import NOTHING, between
from inspections.bitmaps.shelf import Shelf
from inspections.bitmaps.standing import DayOfRecord
from inspections.filters import Selection
from inspections.models import search
from inspections.models.edition import Current

FACETS = ("force", "kind", "theme", "programme")


class Picked:
    """What a selection picks from the record of its day. Selection.items says the same in querysets.

    Without an edition the bitmaps are made for this one answer. A search of which more is found than a page can list is
    cut (see inspections.bitmaps.found), unless it is picked `whole`, in the same order: the page is its beginning.
    """

    def __init__(self, selection: Selection, current: Current | None, *, whole: bool = False) -> None:
        self.selection, self.current, self.whole = selection, current, whole
        self.chosen = selection.chosen
        self.record: DayOfRecord = record_of(selection.on, current)
        self._without: dict[str, BitMap] = {}

    @cached_property
    def names(self) -> Names:
        return names_of(self.current)

    @cached_property
    def filters(self) -> dict[str, BitMap]:
        """The items that each parameter picks, search apart, for those that are given."""
        found = {name: self.picked_by(name, value) for name, value in self.chosen.items() if name not in ("q", "sort")}
        if "q" in self.chosen:
            others = self.record.public
            for places in found.values():
                others = others & places
            order = "best" if self.selection.order == "best" else "newest"
            known = matches(self.chosen["q"], order, self.record, self.current)
            self._searched = looked_for(known, self.record.places, others, all_of_it=self.whole)
            found["q"] = self._searched.items
        return found

    _searched = Found(NOTHING, np.zeros(0, np.uint32))

    @property
    def is_cut(self) -> bool:
        """Whether more was found than is counted; see inspections.bitmaps.found."""
        self.filters  # noqa: B018  (looks for the words)
        return self._searched.is_cut

    def picked_by(self, name: str, value: Any) -> BitMap:
        places = self.record.places
        if name == "published_after":
            return places.published_since(value.first)
        if name == "published_before":
            return places.published_by(value.last)
        if name == "status":
            return _union(self.record.of_status(status) for status in value)
        if name in self.record.narrowed:
            return self.record.narrowed[name][next(iter(value))]
        if name == "inspection":
            runs = places.runs.get(self.names.key(name, next(iter(value))), ())
            return _union(between(first, end) for first, end in runs)
        facet = places.by[name]
        keys = [each if name == "kind" else self.names.key(name, each) for each in value]
        return _union(facet.get(key, NOTHING) for key in keys)

    def items(self, without: str = "") -> BitMap:
        """The items selected; `without` leaves one parameter out of account."""
        if without not in self.filters:
            without = ""
        if without not in self._without:
            found = self.record.public
            for name, places in self.filters.items():
                if name != without:
                    found = found & places
            self._without[without] = found
        return self._without[without]

    # --- counts -----------------------------------------------------------------------------------------------------

    def count(self, without: str = "") -> int:
        return len(self.items(without))

    def counts(self, name: str) -> dict[Any, int]:
        """How many items each value of a filter would pick, its own choice left out of account; none that picks none.

        By slug or value where the parameter has few, by primary key for `force`, `theme` and `programme`.
        """
        items = self.items(without=name)
        values = self.record.by_status if name == "status" else self.record.places.by[name]
        return {value: count for value, places in values.items() if (count := items.intersection_cardinality(places))}

    def narrowed(self, name: str) -> dict[str, int]:
        items = self.items(without=name)
        return {value: items.intersection_cardinality(places) for value, places in self.record.narrowed[name].items()}

    def newest_inspections(self, most: int) -> dict[int, int]:
        """How many items of each inspection, by primary key; the newest inspections only."""
        places, items = self.record.places, self.items(without="inspection")
        found: dict[int, int] = {}
        rest = len(items)  # how many have not been looked at, from the end
        while rest and len(found) < most:
            at = items[rest - 1]
            inspection = places.inspections[at]
            if inspection not in found:
                found[inspection] = self.count_of(inspection, items)
            first = next(first for first, end in places.runs[inspection] if first <= at < end)
            rest = items.rank(first - 1) if first else 0
        return found

    def count_of(self, inspection: int, items: BitMap) -> int:
        return sum(items.range_cardinality(first, end) for first, end in self.record.places.runs.get(inspection, ()))

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.record, self.items(), self.current)

    @cached_property
    def ends(self) -> BitMap:
        """The recommendations selected, each by the place of its last item."""
        return self.record.places.ends_of(self.items())

    # --- pages ------------------------------------------------------------------------------------------------------

    def page(self, first: int, end: int) -> list[int]:
        """The recommendations from one to another in the order asked for, by the places of their last items."""
        order = self.selection.order
        if order == "best":
            return list(islice((place for place in self._searched.ends.tolist() if place in self.ends), first, end))
        if order == "newest":
            return self.newest(first, end)
        if order == "oldest":
            return oldest_first(self.record.places, self.ends, first, end)
        ordered = self.record.by_due_day if order == "due" else self.record.by_news
        found: list[int] = []
        passed = 0
        for place in ordered:
            if place in self.ends:
                if passed >= first:
                    found.append(place)
                passed += 1
                if passed == end:
                    break
        return found

    def places_in_order(self) -> Iterator[int]:
        """All items, as their recommendations are in order, and the bodies of each by name."""
        places, items, ranks = self.record.places, self.items(), self.names.ranks
        for end in self.page(0, len(self.ends)):
            start = places.starts[end]
            if start == end:
                yield end
            else:
                ours = items & between(start, end + 1)
                yield from sorted(ours, key=lambda at: (ranks[places.bodies[at]], places.items[at]))

    def newest(self, first: int, end: int) -> list[int]:
        """In the order of the list, but what a search names outright comes first; see search.leads."""
        if "q" not in self.chosen:
            return newest_first(self.ends, first, end)
        place = self.record.places.place_of_asked
        leads = [at for at in map(place.get, search.leads(self.chosen["q"])) if at is not None and at in self.ends]
        others = self.ends - BitMap(leads)
        return leads[first:end] + newest_first(others, max(0, first - len(leads)), max(0, end - len(leads)))


class Pages:
    """The recommendations of a selection, for a paginator: counted, and asked for a page at a time."""

    ordered = True

    def __init__(self, picked: Picked) -> None:
        self.picked = picked

    def __len__(self) -> int:
        return len(self.picked.ends)

    def __getitem__(self, wanted: slice) -> list[int]:
        return self.picked.page(wanted.start, min(wanted.stop, len(self)))


def _union(parts: Iterable[BitMap]) -> BitMap:
    found = NOTHING
    for part in parts:
        found = found | part
    return found
