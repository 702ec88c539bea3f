"""A table as CSV: UTF-8, a header, LF, dates in ISO 8601, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator

from inspections.dataset.apostrophes import shielded

from .table import AT_ONCE, Table


def as_csv(table: Table, rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Write a table in portions, so that a long one needs no more memory than a short one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for number, cells in enumerate(rows, 1):
        writer.writerow(map(shielded, cells))
        if number % AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
