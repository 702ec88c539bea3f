"""A search among the bitmaps: what the words find, newest first, until there is enough."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyroaring import BitMap

from inspections.bitmaps.standing import DayOfRecord
from inspections.models import Recommendation

MOST_FOUND = 1000  # recommendations that a search counts; of more it is only said that there are more


@dataclass(frozen=True)
class Found:
    """The items that words find. `is_cut`: there are more than MOST_FOUND recommendations, and these are the newest."""

    items: BitMap
    is_cut: bool = False


def newest(words: str, record: DayOfRecord) -> Iterator[int]:
    """The recommendations that words find, the newest first, by primary key."""
    place = record.places.place_of_asked
    keys = Recommendation.objects.matching(words).order_by().values_list("pk", flat=True)
    return iter(sorted((pk for pk in keys if pk in place), key=lambda pk: -place[pk]))


def looked_for(matches: Iterable[int], record: DayOfRecord, others: BitMap) -> Found:
    """Take matches, newest first, until there is one more than MOST_FOUND that has an item among the others.

    `matches` are recommendations by primary key, `others` the items that all other filters pick.
    """
    places, found, count = record.places, BitMap(), 0
    for pk in matches:
        end = places.place_of_asked.get(pk)
        if end is None:
            continue
        if others.range_cardinality(places.starts[end], end + 1):
            if count == MOST_FOUND:
                return Found(found, is_cut=True)
            count += 1
        found.add_range(places.starts[end], end + 1)
    return Found(found)
