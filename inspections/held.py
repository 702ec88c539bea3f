"""What is known of each item, held in the memory of the process and brought up to date item by item.

What is new in the ledger is read for the items that it is about. Anything else that is new, or an embargo that ends,
makes it read the whole record.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeVar

from inspections.models.edition import Current, edition, touched_since


class ByItem(Protocol):
    """Something by item, for any day of the record."""

    def take(self, keys: Collection[int] | None) -> None:
        """Read these items afresh, by primary key, or all of them where None is given, when nothing was read yet."""


T = TypeVar("T", bound=ByItem)


class Held(Generic[T]):
    """One for each process. Threads take turns."""

    def __init__(self, make: type[T]) -> None:
        self._make: Any = make
        self._lock = threading.Lock()
        self._edition: Current | None = None
        self._found: T = self._make()

    def forget(self) -> None:
        """Let go of everything. The next reader waits until it is read anew."""
        with self._lock:
            self._edition, self._found = None, self._make()

    @contextmanager
    def now(self) -> Iterator[T]:
        """What is held, of the edition of this moment or a newer one. Take from it what is needed, and let go."""
        with self._lock:
            # Before anything is read: what is held may then be newer than the edition's name says, never older.
            current = edition()
            if current != self._edition:
                self._bring_to(current)
            yield self._found

    def _bring_to(self, current: Current) -> None:
        before, self._edition = self._edition, None  # what is cut off in the middle is read anew
        touched = touched_since(_number(before)) if before and before.beside == current.beside else None
        if touched is None:
            self._found = self._make()
            self._found.take(None)
        elif touched:
            self._found.take(touched)
        self._edition = current


def _number(current: Current) -> int:
    return int(current.name.partition(".")[0])
