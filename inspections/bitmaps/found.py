"""A search among the bitmaps: what the words find, in the order asked for, until there is enough."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyroaring import BitMap

from inspections.bitmaps.standing import DayOfRecord

MOST_FOUND = 1000  # recommendations that a search counts; of more it is only said that there are more


@dataclass(frozen=True)
class Found:
    """The items that words find, and their recommendations in the order found, each by the place of its last item.

    `is_cut`: there are more than MOST_FOUND recommendations, and these are the first of them.
    """

    items: BitMap
    ends: tuple[int, ...] = ()
    is_cut: bool = False


def looked_for(matches: Iterable[int], record: DayOfRecord, others: BitMap, *, all_of_it: bool = False) -> Found:
    """Take matches in their order, until there is one more than MOST_FOUND that has an item among the others, or all.

    `matches` are recommendations by primary key, `others` the items that all other filters pick.
    """
    places, found, count = record.places, BitMap(), 0
    ends: list[int] = []
    for pk in matches:
        end = places.place_of_asked.get(pk)
        if end is None:
            continue
        if others.range_cardinality(places.starts[end], end + 1):
            if count == MOST_FOUND and not all_of_it:
                return Found(found, tuple(ends), is_cut=True)
            count += 1
        ends.append(end)
        found.add_range(places.starts[end], end + 1)
    return Found(found, tuple(ends))
