"""Reading spreadsheets (XLSX) as data and nothing else: no formula is worked out, nothing hidden is taken."""

import datetime
import math
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _

from .cells import BadCell
from .columns import Field, Kind
from .package import Package, Unreadable, header_fits, names_of_the_format, table_named
from .report import Problem
from .schema import FILES
from .table import Row

if not openpyxl.DEFUSEDXML:  # an entity that unfolds for ever must be refused, and only defusedxml does that
    raise ImportError("openpyxl must find defusedxml. Install requirements.txt, and leave OPENPYXL_DEFUSEDXML alone.")

ABOUT = "about"  # the sheet in which our own spreadsheets say what they are; it holds no rows
MOST_SHEETS = 50
MOST_COLUMNS = 200  # of a sheet; the widest table of the format has not a tenth of that
MOST_ROWS = 1_048_576  # of a sheet, as in the programs that write them

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # what a file of old Excel begins with, and one that is encrypted
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how XLSX writes characters that XML cannot hold
_DATES = (Kind.DATE, Kind.DAY)


def read_workbook(package: Package, name: str, stream: IO[bytes]) -> None:
    """Read the sheets that are named as files of the format; a workbook of one sheet may be named so itself.

    Raises Unreadable, with a sentence, for a file that is none, that is locked or damaged, or that is too large.
    """
    _refuse_unfit(package, stream)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not ours to mind
            book = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
            try:
                for table, sheet in _tables(package, name, book):
                    _read_sheet(package, f"{name}/{sheet.title}", table, sheet)
            finally:
                book.close()
    except Unreadable:
        raise
    except Exception as error:  # whatever a library meets in a file that somebody has made up
        raise Unreadable(_("This spreadsheet is damaged, or it was not made by a spreadsheet program.")) from error


def _refuse_unfit(package: Package, stream: IO[bytes]) -> None:
    """Look at the outside of the file, before anything in it is unpacked."""
    head = stream.read(4)
    stream.seek(0)
    if head == _OLD_OR_LOCKED:
        raise Unreadable(
            _("This is locked with a password, or in the form of an old Excel. Save it as XLSX, without a password.")
        )
    if not zipfile.is_zipfile(stream):
        if head.startswith(b"PK"):
            raise Unreadable(_("This spreadsheet ends too early: not all of it arrived. Send it again."))
        raise Unreadable(_("This is named .xlsx, but it is not a spreadsheet."))
    try:
        with zipfile.ZipFile(stream) as archive:
            package.refuse_bombs(archive.infolist())
            package.bytes_read += sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Unreadable(_("This spreadsheet is damaged.")) from error
    stream.seek(0)


def _tables(package: Package, name: str, book: Any) -> Iterator[tuple[str, Any]]:
    """Yield table and sheet for each sheet that is read. Any other is a problem: nothing is passed over in silence."""
    sheets = [sheet for sheet in book.worksheets if _table_of(sheet) != ABOUT]
    if not sheets:
        raise Unreadable(_("There is no sheet with a table in it."))
    if len(sheets) > MOST_SHEETS:
        raise Unreadable(_("There are %d sheets; at most %d are read.") % (len(sheets), MOST_SHEETS))
    seen: set[str] = set()
    for sheet in sheets:
        table, place = _table_of(sheet), f"{name}/{sheet.title}"
        if table not in FILES and len(sheets) == 1:
            table = table_named(name)
        if table not in FILES:
            sentence = _("This sheet is not named like a file of the format. The names are: %s.")
            package.problems.add(Problem(place, sentence % names_of_the_format()))
        elif sheet.sheet_state != "visible":
            sentence = _("This sheet is hidden, so nobody can see what it would load. Show it, or delete it.")
            package.problems.add(Problem(place, sentence))
        elif table in seen:
            package.problems.add(Problem(place, _("There are two sheets for the file %s.") % FILES[table].path))
        else:
            seen.add(table)
            yield table, sheet


def _table_of(sheet: Any) -> str:
    return str(sheet.title).strip().lower().removesuffix(".csv")


def _read_sheet(package: Package, place: str, table: str, sheet: Any) -> None:
    def wrong(sentence: str, row: int | None = None, column: str = "", value: str = "") -> None:
        package.problems.add(Problem(place, sentence, row, column, value))

    sheet.reset_dimensions()  # what the file says of its own size need not be so
    rows = sheet.iter_rows()
    header = _header(next(rows, ()), wrong)
    if header is None or not header_fits(table, header, wrong):
        return
    columns = [FILES[table].by_name[name] for name in header]
    for number, cells in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise Unreadable(_("“%s” has more than %d rows.") % (sheet.title, MOST_ROWS))
        if any(cell.value is not None for cell in cells):
            _read_row(package, Row(place, number, {}), table, columns, cells)


def _header(cells: Sequence[Any], wrong: Any) -> list[str] | None:
    """The names in the first row, without the empty cells at its end."""
    header: list[str] = []
    for cell in cells:
        try:
            header.append(_text(cell).strip())
        except BadCell as error:
            wrong(str(error), 1, cell.column_letter, _shown(cell))
            return None
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        wrong(_("There are more than %d columns.") % MOST_COLUMNS, 1)
        return None
    return header


def _read_row(package: Package, row: Row, table: str, columns: list[Field], cells: Sequence[Any]) -> None:
    before = package.problems.count
    row.cells.update({column.name: "" for column in columns})
    for column, cell in zip(columns, cells, strict=False):
        try:
            row.cells[column.name] = _text(cell, column)
        except BadCell as error:
            package.problems.add(Problem(row.place, str(error), row.number, column.name, _shown(cell)))
    for cell in cells[len(columns) :]:
        if cell.value is not None:
            sentence = _("There is a value beyond the last column that has a name: in %s.") % cell.coordinate
            package.problems.add(Problem(row.place, sentence, row.number))
            break
    if package.problems.count == before:
        package.add(table, row)


def _shown(cell: Any) -> str:
    return str(getattr(cell.value, "text", cell.value))  # of a formula for many cells, what it says


def _text(cell: Any, column: Field | None = None) -> str:
    """The cell as a CSV file would have it. Raises BadCell for what is not a plain value."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise BadCell(_("Expected a value, found a formula. Paste it as a value."))
    if cell.data_type == "e":
        raise BadCell(_("Expected a value, found an error of the spreadsheet."))
    if isinstance(value, bool):
        raise BadCell(_("Expected text, a number or a date, found true or false."))
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.date):
        return _day(value, column)
    if isinstance(value, datetime.time | datetime.timedelta):
        raise BadCell(_("Expected a value, found a time of day. Format the cell as text."))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def _number(value: int | float) -> str:
    if not math.isfinite(value):
        raise BadCell(_("Expected a number, found one that is too large."))
    return str(int(value)) if value == int(value) else repr(value)


def _day(value: datetime.date, column: Field | None) -> str:
    if column is not None and column.kind not in _DATES:
        # A program has made a date of something like 1/2, and what was typed is gone.
        raise BadCell(_("Expected text, found a date. Format the cell as text and type the value again."))
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time.min:
            raise BadCell(_("Expected a day, found a day with a time."))
        value = value.date()
    return value.isoformat()
