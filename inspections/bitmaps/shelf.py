"""Some items of a day, with the vocabulary of AddresseeQuerySet: what it narrows and counts, without a query."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from pyroaring import BitMap

from inspections.bitmaps.kept import record_of
from inspections.bitmaps.names import Names, names_of
from inspections.bitmaps.orders import newest_first, oldest_first
from inspections.bitmaps.places import NOTHING
from inspections.bitmaps.standing import DayOfRecord
from inspections.models.edition import Current


@dataclass(frozen=True)
class Shelf:
    """Public items of one day, by place. `on` of the methods is that day: it is asked for as querysets ask for it."""

    record: DayOfRecord
    items: BitMap
    edition: Current | None

    @classmethod
    def public(cls, on: datetime.date, current: Current | None) -> "Shelf":
        """All public items of a day, of an edition read before; without one they are read for this one answer."""
        record = record_of(on, current)
        return cls(record, record.public, current)

    @property
    def names(self) -> Names:
        return names_of(self.edition)

    def among(self, items: BitMap) -> "Shelf":
        return Shelf(self.record, self.items & items, self.edition)

    # --- what they are about ------------------------------------------------------------------------------------------

    def of(self, name: str, *values: int | str) -> "Shelf":
        """Those of a value of `force`, `theme`, `programme` (by primary key) or `kind`, or of one of several."""
        facet, found = self.record.places.by[name], NOTHING
        for value in values:
            found = found | facet.get(value, NOTHING)
        return self.among(found)

    def without_those_of(self, name: str, *values: int | str) -> "Shelf":
        return Shelf(self.record, self.items - self.of(name, *values).items, self.edition)

    def by(self, name: str) -> "dict[int | str, Shelf]":
        """The items of each value of `force`, `theme`, `programme` or `kind` that has some."""
        facet = self.record.places.by[name].items()
        return {value: self.among(places) for value, places in facet if self.items.intersect(places)}

    # --- how they stand -----------------------------------------------------------------------------------------------

    def open(self, on: datetime.date) -> "Shelf":
        return self.among(self._of(on).open)

    def overdue(self, on: datetime.date) -> "Shelf":
        return self.among(self._of(on).overdue)

    def with_due_day(self, on: datetime.date) -> "Shelf":
        return self.among(self._of(on).with_due_day)

    def asked_for_at_once(self, on: datetime.date) -> "Shelf":
        return self.among(self._of(on).asked_for_at_once)

    def claimed(self, on: datetime.date) -> "Shelf":
        return self.among(self._of(on).claimed)

    def stale(self, on: datetime.date, days: int) -> "Shelf":
        return self.among(self._of(on).stale(days))

    def with_known_news(self, on: datetime.date) -> "Shelf":
        return self.among(self._of(on).with_known_news)

    def published(self) -> "Shelf":
        return self.among(self.record.places.published())

    def published_by(self, day: datetime.date) -> "Shelf":
        return self.among(self.record.places.published_by(day))

    def published_since(self, day: datetime.date) -> "Shelf":
        return self.among(self.record.places.published_since(day))

    def _of(self, on: datetime.date) -> DayOfRecord:
        assert on == self.record.on, "Items of one day cannot say how they stand on another."
        return self.record

    # --- how many -----------------------------------------------------------------------------------------------------

    def count(self) -> int:
        return len(self.items)

    def by_status(self) -> dict[str, int]:
        """How many stand in each headline status; none that none stands in."""
        statuses = self.record.by_status.items()
        return {status: count for status, places in statuses if (count := self.items.intersection_cardinality(places))}

    def recommendations(self) -> int:
        """To how many recommendations they belong."""
        return len(self.record.places.ends_of(self.items))

    def bodies(self) -> int:
        """To how many bodies they are addressed."""
        return sum(self.items.intersect(places) for places in self.record.places.by["force"].values())

    def whom(self, recommendation: int) -> str:
        """What the one body is called that a recommendation was addressed to; empty where there are several."""
        places = self.record.places
        end = places.place_of_asked[recommendation]
        return self.names.things["force"][places.bodies[end]].label if places.starts[end] == end else ""

    def earliest_due(self, most: int) -> dict[int, int]:
        """The recommendations that were asked for by the earliest days: how many of these items each has, by key."""
        places, found = self.record.places, []
        days = ((each >> 32, each & 0xFFFFFFFF) for each in places.due)
        ours = ((day, at) for day, at in days if at in self.items)
        for _day, group in groupby(ours, key=itemgetter(0)):
            ends = {places.place_of_asked[places.recommendations[at]] for _, at in group}
            found += sorted(ends, reverse=True)
            if len(found) >= most:
                break
        return self._counted(found[:most])

    def oldest(self, most: int) -> dict[int, int]:
        """The recommendations of the oldest reports: how many of these items each has, by primary key."""
        places = self.record.places
        return self._counted(oldest_first(places, places.ends_of(self.items), 0, most))

    def newest(self, most: int | None = None) -> list[int]:
        """The recommendations of the newest reports, in the order of the list, by the places of their last items."""
        ends = self.record.places.ends_of(self.items)
        return newest_first(ends, 0, len(ends) if most is None else min(most, len(ends)))

    def latest_news(self, most: int) -> list[int]:
        """The items about which anything was said last, by primary key: `most`, and those of which it is as new.

        The latest `most` statements about any of these items are all about those.
        """
        places = np.array(self.items, np.int64)
        # A date known to the month or year counts from its first day: 20190900 is 20190901.
        news = np.frombuffer(self.record.said.news, np.uint32)[places]
        news = news + 100 * (news % 10_000 == 0)
        news = news + (news % 100 == 0)
        heard = news > 1
        places, news = places[heard], news[heard]
        if len(news) > most:
            places = places[news >= np.partition(news, len(news) - most)[len(news) - most]]
        items = self.record.places.items
        return [items[at] for at in places]

    def _counted(self, ends: list[int]) -> dict[int, int]:
        places = self.record.places
        return {places.recommendations[end]: self.items.range_cardinality(places.starts[end], end + 1) for end in ends}
