"""A table: its columns, and how the rows of a list come to its cells."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from inspections.dataset.columns import Kind

AT_ONCE = 500  # rows that are held at a time
KEYS_AT_ONCE = 5000


@dataclass(frozen=True)
class Column:
    """A column: its name, which never changes, what stands in it, and the form of its cells.

    Cells are text in the form of the data package: dates in ISO 8601, as exact as their source; empty for not known.
    """

    name: str
    description: Any
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """A list in rows and columns. `name` is what its files and its sheet are called."""

    name: str
    title: Any
    columns: tuple[Column, ...]
    # Takes some primary keys; gives the cells of each, in the order of the columns. A table that is worked out as a
    # whole has none.
    fetch: Callable[[Sequence[int]], dict[int, list[str]]] = lambda keys: {}

    def rows(self, queryset: QuerySet[Any]) -> Iterator[list[str]]:
        """The cells of all that a queryset holds, in its order; never more than a few rows in memory."""
        keys = queryset.prefetch_related(None).values_list("pk", flat=True).iterator(KEYS_AT_ONCE)
        while some := list(islice(keys, AT_ONCE)):
            found = self.fetch(some)
            # What was deleted since the keys were read is no longer there.
            yield from (found[key] for key in some if key in found)

    def file_name(self, on: datetime.date, form: str) -> str:
        """What a file of this table is called: what it is, and of which day."""
        return file_name(on, form, self.name)


def file_name(on: datetime.date, form: str, *parts: str) -> str:
    """The name of a file: these parts, the day and the form, as recommendations-kent-2026-11-22.csv."""
    return f"{'-'.join([*parts, on.isoformat()])}.{form}"
