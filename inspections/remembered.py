"""What is worked out from the whole record and seldom changes: kept in the memory of the process until it may differ.

Who had to answer, and which recommendations live on in later ones, do not depend on what is said about items. So they
are worked out again when something else of the record changes, when an embargo ends, and on another day.
"""

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from django.utils.translation import get_language

from inspections.models.edition import edition

T = TypeVar("T")
DAYS_KEPT = 4


class Remembered(Generic[T]):
    """The answers of a function of a day that reads anything but the ledger; keep what it returns small.

    Its words may be in the language of the moment: each language has answers of its own.
    """

    def __init__(self, work_out: Callable[[datetime.date], T]) -> None:
        self.work_out = work_out
        self.kept: OrderedDict[tuple[str, datetime.date, str | None], T] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, on: datetime.date) -> T:
        # Asked for before anything is read: what is kept may be newer than the name that it is kept under, never older.
        key = edition().beside, on, get_language()
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        found = self.work_out(on)
        with self.lock:
            self.kept[key] = found
            while len(self.kept) > DAYS_KEPT:
                self.kept.popitem(last=False)
        return found


class RememberedOnce(Generic[T]):
    """The same of a function that reads what holds for every day, and puts it in no words."""

    def __init__(self, work_out: Callable[[], T]) -> None:
        self.work_out = work_out
        self.kept: tuple[str, T] | None = None
        self.lock = threading.Lock()

    def __call__(self) -> T:
        beside = edition().beside  # before anything is read, as above
        with self.lock:
            if self.kept is None or self.kept[0] != beside:
                self.kept = beside, self.work_out()
            return self.kept[1]
