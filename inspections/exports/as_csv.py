"""A table as CSV: UTF-8, a header, LF, dates in ISO 8601, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from inspections.dataset.apostrophes import shielded

from .table import AT_ONCE, Table


def as_csv(table: Table, rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Write a table in portions, so that a long one needs no more memory than a short one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    left = iter(rows)
    while True:
        some = list(islice(left, AT_ONCE))
        writer.writerows([map(shielded, cells) for cells in some])
        if text.tell():
            yield text.getvalue().encode()
        if len(some) < AT_ONCE:
            return
        text.seek(0)
        text.truncate()
