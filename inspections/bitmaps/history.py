"""How all items stood on every day, in memory: a day of the past is made of it without reading the record again.

It means what inspections.bitmaps.rows.day_rows means; a test holds both to each other.
"""

import datetime
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from inspections.bitmaps.events import Coded, Events, Numbers, Track, running_max
from inspections.bitmaps.masks import bitmap
from inspections.bitmaps.places import Places
from inspections.bitmaps.rows import as_number, statements, turns
from inspections.bitmaps.standing import NUMBERS, STATUSES, Said, recent_days
from inspections.models.status import POSITIONS, Position, Voice

MOST_AMENDED = 2000  # places that stand beside the rest before all are put together

# The words of the addressed body: 2 for the claim that it is complete, 1 for all others.
OWN_WORDS = {str(said): 1 + (said == Position.SAYS_COMPLETE) for said in POSITIONS[Voice.ADDRESSED_BODY]}


@dataclass(frozen=True, eq=False)
class History:
    """Never changed: brought up to date, it is another one, which shares what stayed."""

    statuses: Track  # the number of the headline status
    claims: Track  # whether the last word of the addressed body is a claim
    news: Track  # codes of (when anything was last said, how long that may have lasted)
    pairs: Coded

    @classmethod
    def read(cls, places: Places) -> "History":
        """Read the whole ledger. About as much work as reading how all items stood on one day."""
        size, pairs = places.size, Coded()
        stood, claimed, said = _read(places, size, pairs)
        return cls(Track(size, stood), Track(size, claimed), Track(size, said), pairs)

    def amended(self, places: Places, items: Iterable[int]) -> "History":
        """Read some items again, and those that took new places since. Two queries for every 50 items."""
        wanted = [places.place[pk] for pk in items if pk in places.place]
        keys = [places.items[at] for at in wanted]
        anew = np.zeros(places.size, bool)
        anew[wanted] = True
        stood, claimed, said = _read(places, places.size, self.pairs, keys)
        statuses, claims = self.statuses.replaced(stood, anew), self.claims.replaced(claimed, anew)
        news = self.news.replaced(said, anew)
        if statuses.anew.sum() > MOST_AMENDED:
            statuses, claims, news = statuses.settled(), claims.settled(), news.settled()
        return History(statuses, claims, news, self.pairs)

    def said(self, on: datetime.date) -> Said:
        """What the ledger comes to on a day."""
        day = as_number(on.isoformat())
        statuses, codes, pairs = self.statuses.on(day), self.news.on(day), self.pairs.table()
        news = (pairs >> np.uint64(32)).astype(np.uint32)
        lasts = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        recent = recent_days(on)
        # Of each code first, since there are fewer of them than places: how many of the days it reaches.
        reach: Numbers = np.array([lasts >= since for since in recent.values()]).sum(axis=0, dtype=np.uint8)
        reached = reach[codes]
        order = sorted(recent, key=recent.__getitem__)
        return Said(
            statuses.tobytes(),
            tuple(bitmap(statuses == number) for number in range(len(STATUSES))),
            bitmap(self.claims.on(day)),
            _array(news[codes]),
            bitmap(codes),
            {days: bitmap(reached > count) for count, days in enumerate(order)},
        )


def _array(numbers: Numbers) -> "array[int]":
    found = array("I")
    found.frombytes(numbers.tobytes())
    return found


def _read(places: Places, size: int, pairs: Coded, keys: list[int] | None = None) -> tuple[Events, Events, Events]:
    """The events of all items, or of some: how they came to stand, what was claimed, and any news."""
    # The number of a day sorts as its text does, and 20190900 for "2019-09" is by every day by which 1 September is.
    number = cache(as_number)
    lasting = cache(lambda text: as_number(text, 99))
    begins = cache(lambda text: as_number(f"{text}-01-01"[:10]))
    place = {pk: at for pk, at in places.place.items() if at < size} if keys is None else places.place
    stood = np.fromiter(
        ((place[pk], number(day), NUMBERS[status]) for pk, day, status in turns(keys) if pk in place),
        [("at", np.uint32), ("day", np.uint32), ("status", np.uint8)],
    )
    said = np.fromiter(
        (
            (place[pk], number(text), begins(text), lasting(text), sequence, OWN_WORDS.get(position, 0))
            for pk, text, sequence, position in statements(keys)
            if pk in place
        ),
        [(name, np.uint32) for name in ("at", "day", "begins", "lasts", "sequence")] + [("word", np.uint8)],
    )
    own = said[said["word"] > 0]
    own = own[np.lexsort((own["sequence"], own["begins"]))]
    lasts = running_max(said["at"], np.lexsort((said["day"], said["at"])), said["lasts"])
    codes = pairs.codes(said["day"].astype(np.uint64) << np.uint64(32) | lasts)
    return (
        Events.of(stood["day"], stood["at"], stood["status"]),
        Events.of(own["begins"], own["at"], own["word"] - np.uint8(1)),
        Events.of(said["day"], said["at"], codes),
    )
