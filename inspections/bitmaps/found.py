"""A search among the bitmaps: what the words find, in the order asked for, until there is enough."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from inspections.bitmaps.places import Places
from inspections.bitmaps.standing import DayOfRecord
from inspections.models import search
from inspections.models.edition import Current

MOST_FOUND = 1000  # recommendations that a search counts; of more it is only said that there are more
WORDS_KEPT = 6  # searches of which it is known what they find; each takes 6 bytes for each recommendation found

Ends = NDArray[np.uint32]  # recommendations in an order, each by the place of its last item

ORDERS = {"best": search.best_in_portions, "newest": search.newest_in_portions}


@dataclass(frozen=True)
class Found:
    """The items that words find, and their recommendations in the order found, each by the place of its last item.

    `is_cut`: there are more than MOST_FOUND recommendations, and these are the first of them.
    """

    items: BitMap
    ends: Ends
    is_cut: bool = False


class Matches:
    """What some words find, in an order, as far as anybody wanted to know: for as long as the places stand.

    What a statement about an item says is not searched for, so an edition that only adds statements finds the same.
    """

    def __init__(self, places: Places, coming: Iterator[Iterable[int]]) -> None:
        self._places, self._coming, self._lock = places, coming, threading.Lock()
        self._portions: list[tuple[Ends, BitMap]] = []
        self.has_failed = False

    def __iter__(self) -> Iterator[tuple[Ends, BitMap]]:
        """Portions of recommendations by the places of their last items, in order and as a bitmap."""
        number = 0
        while portion := self._portion(number):
            yield portion
            number += 1

    def _portion(self, number: int) -> tuple[Ends, BitMap] | None:
        with self._lock:
            if number == len(self._portions):
                if self.has_failed:
                    raise LookupError("This search was cut off.")
                try:
                    keys = next(self._coming, None)
                except BaseException:
                    self.has_failed = True  # a generator that was cut off looks like one that is through
                    raise
                if keys is None:
                    return None
                found = map(self._places.place_of_asked.get, keys)
                ends = np.array([end for end in found if end is not None], np.uint32)
                self._portions.append((ends, BitMap(ends)))
            return self._portions[number]


_taking = threading.Lock()


def matches(words: str, order: str, record: DayOfRecord, current: Current | None) -> Matches:
    """What words find, in the order "best" or "newest"; kept for an edition that was read before."""
    places = record.places
    if current is None or not current.is_beside(current):
        return Matches(places, ORDERS[order](words))
    with _taking:
        kept: OrderedDict[tuple[str, str, str], Matches] = places.worked_out.setdefault("matches", OrderedDict())
        found = kept.pop((current.beside, order, words), None)
        if found is None or found.has_failed:
            found = Matches(places, ORDERS[order](words))
        kept[current.beside, order, words] = found
        while len(kept) > WORDS_KEPT:
            kept.popitem(last=False)
        return found


def looked_for(
    portions: Iterable[tuple[Ends, BitMap]], places: Places, others: BitMap, *, all_of_it: bool = False
) -> Found:
    """Take matches in their order, until there is one more than MOST_FOUND that has an item among the others, or all.

    `others` are the items that all other filters pick.
    """
    wanted, found, ends = places.ends_of(others), BitMap(), list[Ends]()
    room, is_cut = MOST_FOUND, False
    for portion, same in portions:
        hits = same.intersection_cardinality(wanted)
        if hits > room and not all_of_it:
            portion = portion[: _place_of_hit(portion, wanted, room)]
            same, is_cut = BitMap(portion), True
        ends.append(portion)
        found |= same
        room -= hits
        if is_cut:
            break
    return Found(places.asked_in(found), np.concatenate(ends) if ends else np.zeros(0, np.uint32), is_cut)


def _place_of_hit(ends: Ends, wanted: BitMap, count: int) -> int:
    """Before which of these stand so many that are wanted."""
    for place, end in enumerate(ends.tolist()):
        if end in wanted:
            if not count:
                return place
            count -= 1
    return len(ends)
