"""How all items stand on one day, as bitmaps: the words of AddresseeQuerySet, answered without a query."""

import datetime
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from inspections.bitmaps.orders import by_day
from inspections.bitmaps.places import Places, changed
from inspections.bitmaps.rows import DayRow, as_number
from inspections.deadlines import add_months
from inspections.filters import DUE_MONTHS
from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.parameters import STALE_DAYS

STATUSES = [status.value for status in HeadlineStatus]
NUMBERS = {status: number for number, status in enumerate(STATUSES)}


@dataclass(frozen=True)
class Said:
    """What the ledger comes to on a day, by place, whether an item is public or not."""

    statuses: bytes  # the number of each headline status
    by_status: tuple[BitMap, ...]
    claimed: BitMap
    news: "array[int]"  # as inspections.bitmaps.rows.as_number, 0 for none
    heard: BitMap  # of which anything was said
    told: dict[int, BitMap]  # those with a statement that is less than so many days old

    @classmethod
    def of(cls, size: int, rows: Iterable[tuple[int, DayRow]], on: datetime.date) -> "Said":
        """Read how each place stood on a day."""
        recent = recent_days(on)
        statuses, news = bytearray(size), array("I", bytes(4 * size))
        claimed, heard = [], []
        told: dict[int, list[int]] = {days: [] for days in recent}
        for at, row in rows:
            statuses[at] = NUMBERS[row.status]
            if row.claimed:
                claimed.append(at)
            if row.news:
                heard.append(at)
                news[at] = row.news
                for days, since in recent.items():
                    if row.lasts >= since:
                        told[days].append(at)
        found: list[list[int]] = [[] for _ in STATUSES]
        for at, number in enumerate(statuses):
            found[number].append(at)
        return cls(
            bytes(statuses),
            tuple(map(BitMap, found)),
            BitMap(claimed),
            news,
            BitMap(heard),
            {days: BitMap(places) for days, places in told.items()},
        )

    def replaced(self, size: int, rows: Iterable[tuple[int, DayRow]], on: datetime.date) -> "Said":
        """The same with some places read again; there may be more places than before."""
        more = size - len(self.statuses)
        statuses, news = bytearray(self.statuses) + bytes(more), self.news[:]
        news.frombytes(bytes(4 * more))
        by_status, claimed, heard, told = list(self.by_status), self.claimed, self.heard, dict(self.told)
        recent = recent_days(on)
        for at, row in rows:
            before, number = statuses[at], NUMBERS[row.status]
            by_status[before] = changed(by_status[before], at, False)
            by_status[number] = changed(by_status[number], at, True)
            statuses[at], news[at] = number, row.news
            claimed = changed(claimed, at, row.claimed)
            heard = changed(heard, at, bool(row.news))
            for days, since in recent.items():
                told[days] = changed(told[days], at, bool(row.news) and row.lasts >= since)
        return Said(bytes(statuses), tuple(by_status), claimed, news, heard, told)


def recent_days(on: datetime.date) -> dict[int, int]:
    """From which day on a statement is less than so many days old, as a number."""
    return {
        days: as_number((on - datetime.timedelta(days=days - 1)).isoformat()) for days in sorted(STALE_DAYS.values())
    }


class DayOfRecord:
    """The items that are public on a day, and how they stand. Everything in here is of public items only."""

    def __init__(self, places: Places, said: Said, on: datetime.date) -> None:
        self.places, self.said, self.on = places, said, on
        self.public = places.public(on)
        self.by_status = {
            status: found & self.public for status, found in zip(STATUSES, said.by_status, strict=True) if found
        }
        self._stale: dict[int, BitMap] = {}

    def status_at(self, at: int) -> str:
        return STATUSES[self.said.statuses[at]]

    def of_status(self, status: str) -> BitMap:
        return self.by_status.get(status) or BitMap()

    @cached_property
    def open(self) -> BitMap:
        found = self.public
        for status in CLOSED_STATUSES:
            found = found - self.of_status(status)
        return found

    @cached_property
    def overdue(self) -> BitMap:
        return self.open & self.places.due_between(1, self.on.toordinal())

    @cached_property
    def due_soon(self) -> BitMap:
        """Due within the time that the parameter `due` calls near."""
        last = add_months(self.on, DUE_MONTHS)
        return self.open & self.places.due_between(self.on.toordinal(), last.toordinal() + 1)

    @cached_property
    def with_due_day(self) -> BitMap:
        """Open, with a day by which it was asked for."""
        return self.open & self.places.due_between(1, datetime.date.max.toordinal() + 1)

    @cached_property
    def asked_for_at_once(self) -> BitMap:
        return self.open & self.places.immediately

    @cached_property
    def confirmed(self) -> BitMap:
        return self.of_status(HeadlineStatus.CONFIRMED_COMPLETE)

    @cached_property
    def claimed(self) -> BitMap:
        return self.public & self.said.claimed

    @cached_property
    def claimed_not_confirmed(self) -> BitMap:
        return self.claimed - self.confirmed

    @cached_property
    def confirmed_not_claimed(self) -> BitMap:
        return self.confirmed - self.claimed

    @cached_property
    def with_known_news(self) -> BitMap:
        return self.open & (self.said.heard | self.places.published())

    def stale(self, days: int) -> BitMap:
        """Open, without news for so many days or more: one of the numbers of STALE_DAYS."""
        if days not in self._stale:
            recent = self.on - datetime.timedelta(days=days - 1)
            unheard = self.places.published_since(recent) - self.said.heard
            self._stale[days] = self.with_known_news - self.said.told[days] - unheard
        return self._stale[days]

    @cached_property
    def narrowed(self) -> dict[str, dict[str, BitMap]]:
        """What each value of the parameters `due`, `voice` and `stale` picks; see inspections.filters."""
        return {
            "due": {
                "overdue": self.overdue,
                "next-3-months": self.due_soon,
                "immediate": self.asked_for_at_once,
            },
            "voice": {
                "claimed-not-confirmed": self.claimed_not_confirmed,
                "confirmed-not-claimed": self.confirmed_not_claimed,
            },
            "stale": {value: self.stale(days) for value, days in STALE_DAYS.items()},
        }

    # --- orders of recommendations, each by the place of its last item ------------------------------------------------

    @cached_property
    def by_due_day(self) -> "array[int]":
        """All recommendations, the earliest deadline first, then as in the list; what has no such day is last."""
        return by_day(self.places, {each & 0xFFFFFFFF: each >> 32 for each in self.places.due})

    @cached_property
    def by_news(self) -> "array[int]":
        """All recommendations, those with the latest news first, then as in the list."""
        starts, news = self.places.starts, self.said.news
        latest = {end: max(news[starts[end] : end + 1]) for end in self.places.lasts}
        return by_day(self.places, {end: -day for end, day in latest.items() if day})
