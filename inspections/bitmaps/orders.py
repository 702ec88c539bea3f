"""The orders of recommendations, page by page: each recommendation is the place of its last item."""

from array import array
from bisect import bisect_right
from collections.abc import Mapping

from pyroaring import BitMap

from inspections.bitmaps.places import Places


def newest_first(ends: BitMap, first: int, end: int) -> list[int]:
    """Those from one to another in the usual order of the list."""
    last = len(ends) - first
    return list(ends[max(0, last - (end - first)) : max(0, last)])[::-1]


def oldest_first(places: Places, ends: BitMap, first: int, end: int) -> list[int]:
    """By date, and within a date as in the list of the newest; what has none is last."""
    starts = places.date_starts
    index = bisect_right(places.dates, "")  # the first date that is known

    def before(start: int) -> int:
        return ends.rank(start - 1) if start else 0

    undated = before(starts[index]) if index < len(starts) else len(ends)
    dated = len(ends) - undated
    found: list[int] = []
    if first < dated:
        index = bisect_right(starts, first + undated, lo=index, key=before) - 1
        while index < len(starts) and before(starts[index]) < min(end, dated) + undated:
            low = before(starts[index])
            high = before(starts[index + 1]) if index + 1 < len(starts) else len(ends)
            group = list(ends[low:high])[::-1]
            found += [place for n, place in enumerate(group, low - undated) if first <= n < end]
            index += 1
    if end > dated:
        found += newest_first(ends[0:undated], max(0, first - dated), end - dated)
    return found


def by_day(places: Places, days: Mapping[int, int]) -> "array[int]":
    """All recommendations by a day of theirs, and within a day as in the list of the newest; the rest is last."""
    last = max(days.values(), default=0) + 1
    listed = list(places.lasts)[::-1]
    return array("I", sorted(listed, key=lambda end: days.get(end, last)))
