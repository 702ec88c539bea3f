"""What reading gives: rows of text by file of the format, and what could not be read. And where reading ends."""

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from .apostrophes import bared
from .report import Problems
from .schema import FILES
from .table import Row, Table

MEGABYTE = 1024 * 1024
TAKEN_AT_ONCE = 2000  # rows that are turned into columns together
# A file that is packed more tightly than this was made to fill a disk; tables of text come to a tenth of it.
MOST_PACKED = 200

# A table that was taken out of a list has the day in its name, as themes-2026-11-22.csv.
_DAY_OF_EXPORT = re.compile(r"-\d{4}-\d{2}-\d{2}$", re.ASCII)

Wrong = Callable[..., None]  # takes a sentence and, where they are known, row, column and value


class Unreadable(Exception):
    """A sentence about a file or folder that cannot be read at all."""


@dataclass(frozen=True)
class Limits:
    """Where reading ends.

    The default is more than the largest record that we can foresee, and less than would fill a small machine's memory.
    """

    most_bytes: int = 256 * MEGABYTE  # unpacked, of all files together
    most_rows: int | None = None  # of all files together, for a reader who has to be done in time


@dataclass(slots=True)
class Package:
    """The rows of all that was read together, by file of the format, and what could not be read."""

    tables: dict[str, Table] = field(default_factory=lambda: {name: Table() for name in FILES})
    problems: Problems = field(default_factory=Problems)
    limits: Limits = field(default_factory=Limits)
    bytes_read: int = 0
    rows_read: int = 0

    def add(self, table: str, row: Row) -> None:
        """Take a row; raises Unreadable where there are more than may be read."""
        self.add_all(table, row.place, list(row.cells), [(row.number, list(row.cells.values()))])

    def add_all(self, table: str, place: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Take rows of a file, each its number and its cells as they were written; raises Unreadable as `add` does."""
        rows, cell_of = iter(rows), _Bared().__getitem__
        while some := list(islice(rows, TAKEN_AT_ONCE)):
            left = len(some) if self.limits.most_rows is None else self.limits.most_rows - self.rows_read
            taken = some[:left]
            given: Iterable[Sequence[str]] = zip(*[cells for _number, cells in taken], strict=True)
            columns = [list(map(cell_of, cells)) for cells in given] or [[] for _name in header]
            self.tables[table].extend(place, header, [number for number, _cells in taken], columns)
            self.rows_read += len(taken)
            if left < len(some):
                raise Unreadable(
                    _(
                        "There are more than %d rows, and to load them takes longer than a page may. "
                        "Load it on the server, with: manage.py load_dataset"
                    )
                    % self.limits.most_rows
                )

    def take(self, stream: IO[bytes]) -> bytes:
        """Read the content, with an end to it whatever a zip's directory says."""
        left = self.limits.most_bytes - self.bytes_read
        content = stream.read(left + 1)
        if len(content) > left:
            raise self.too_much()
        self.bytes_read += len(content)
        return content

    def refuse_bombs(self, entries: Iterable[zipfile.ZipInfo]) -> None:
        """Refuse, before anything is unpacked, what would unpack to too much or is packed beyond reason.

        Python unpacks no more of an entry than the size that the zip's directory gives for it.
        """
        entries = list(entries)
        if sum(entry.file_size for entry in entries) > self.limits.most_bytes - self.bytes_read:
            raise self.too_much()
        for entry in entries:
            if entry.flag_bits & 1:
                raise Unreadable(_("“%s” in it is locked with a password. Send it without one.") % entry.filename)
            if entry.file_size > MEGABYTE and entry.file_size > MOST_PACKED * max(entry.compress_size, 1):
                raise Unreadable(
                    _("“%s” in it is packed so tightly that it cannot be a table; nothing was unpacked.")
                    % entry.filename
                )

    def too_much(self) -> Unreadable:
        most = self.limits.most_bytes // MEGABYTE
        return Unreadable(_("There is too much to read: more than %d MB together.") % most)


class _Bared(dict[str, str]):
    """Texts without their apostrophes; one that comes again and again is held once."""

    def __missing__(self, text: str) -> str:
        self[text] = cell = bared(text)
        return cell


def table_named(name: str) -> str:
    """The table that a single file is, by its name without the ending."""
    return _DAY_OF_EXPORT.sub("", name.rsplit(".", 1)[0])


def names_of_the_format() -> str:
    return ", ".join(file.path for file in FILES.values())


def header_fits(table: str, header: list[str], wrong: Wrong) -> bool:
    """Whether the rows can be told apart by the header; each fault of it is named."""
    columns = FILES[table].by_name
    if not any(header):
        wrong(_("The file is empty: its first row has to name the columns."))
        return False
    fits = True
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            wrong(_("The column “%s” stands twice in the header.") % name, 1)
            fits = False
        elif name not in columns:
            wrong(_("There is no column “%s” in this file. Its columns are: %s.") % (name, ", ".join(columns)), 1)
            fits = False
    for name, column in columns.items():
        if name not in header and not column.optional:
            wrong(_("The column “%s” is missing.") % name, 1)
            fits = False
    return fits
