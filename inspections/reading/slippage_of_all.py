"""How far the promised dates of the whole record moved: held in memory, brought up to date item by item."""

import datetime
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from inspections.models import Addressee
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.edition import edition, touched_since
from inspections.reading.slippage import Slippage, months, moves, promises_of


@dataclass
class _Held:
    """Its day and edition, the items with a promised date, and those of which it moved: how far, and since when."""

    day: datetime.date
    beside: str
    number: int
    dated: set[int] = field(default_factory=set)
    moved: dict[int, tuple[int, datetime.date | None]] = field(default_factory=dict)

    def take(self, keys: Iterable[int], items: AddresseeQuerySet) -> None:
        """Read these items afresh, as the promises about each stand by the day."""
        for key in keys:
            self.dated.discard(key)
            self.moved.pop(key, None)
        for key, promises in promises_of(items, self.day).items():
            self.dated.add(key)
            found = moves(promises)
            if found:
                days = [move.after.said_on.first for move in found if move.after.said_on]
                self.moved[key] = months(promises[0].target, promises[-1].target), min(days, default=None)


_held: _Held | None = None
_lock = threading.Lock()


def slippage_of_all(on: datetime.date, items: int) -> Slippage:
    """The figure for all items that are public on a day, of which the number is given. Ask for today only.

    What is new in the ledger is read for the items that it is about; anything else that is new, and another day, makes
    it read the whole record.
    """
    global _held
    public = Addressee.objects.public(on)
    with _lock:
        # Before anything is read: what is held may then be newer than the edition that it is taken for, never older.
        now = edition()
        number = int(now.name.partition(".")[0])
        touched = touched_since(_held.number) if _held and (_held.day, _held.beside) == (on, now.beside) else None
        if touched is None:
            _held = _Held(on, now.beside, number)
            _held.take((), public)
        elif _held and touched:
            _held.take(touched, public.filter(pk__in=touched))
            _held.number = number
        assert _held is not None
        days = [day for _months, day in _held.moved.values() if day]
        shifts = tuple(shift for shift, _day in _held.moved.values())
        return Slippage(items, len(_held.dated), shifts, min(days, default=None))
