"""Rows about items in the order of their days, in memory: those of a time cost no more for all the others."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[Any]  # with fields: among them `day`, a whole number, and `item`, a primary key
MOST_APART = 2000  # rows that were read again and lie beside the rest before all are put in order


class DatedRows:
    """The rows of all items. Those of some can be replaced, which leaves the others where they lie."""

    def __init__(self, kind: Any) -> None:
        self._kind = np.dtype(kind)
        self._settle(np.zeros(0, self._kind))

    def _settle(self, rows: Rows) -> None:
        self._rows = rows[np.argsort(rows["day"], kind="stable")]
        # Apart, since it takes much longer to look through a field of rows than through an array.
        self._days, self._items = self._rows["day"].copy(), self._rows["item"].copy()
        self._gone = np.zeros(len(rows), bool)
        self._apart = np.zeros(0, self._kind)

    def replace(self, rows: Rows, items: Collection[int] | None) -> None:
        """Put the rows of some items in the place of those that they had; of all where None is given."""
        if items is None:
            self._settle(rows)
            return
        keys = np.fromiter(items, np.int64, len(items))
        self._gone |= self._items == keys[0] if len(keys) == 1 else np.isin(self._items, keys)
        self._apart = np.concatenate([self._apart[~np.isin(self._apart["item"], keys)], rows])
        if len(self._apart) > MOST_APART:
            self._settle(np.concatenate([self._rows[~self._gone], self._apart]))

    def between(self, first: int, last: int) -> Rows:
        """The rows from one day to another, both in it, in no order."""
        low, high = np.searchsorted(self._days, [first, last + 1])
        found = self._rows[low:high][~self._gone[low:high]]
        days = self._apart["day"]
        return np.concatenate([found, self._apart[(days >= first) & (days <= last)]])
