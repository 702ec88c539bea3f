"""A table as a spreadsheet: typed dates and numbers, a header that stays in view, a filter, and a sheet about it."""

import datetime
import re
import shutil
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from inspections.dataset.apostrophes import kept
from inspections.dataset.columns import Kind
from inspections.dataset.descriptor import LICENCE
from inspections.dataset.workbook import ABOUT
from inspections.dataset.writer import ZIP_TIME

from .about import About
from .table import Column, Table

MOST_ROWS = 1_048_575  # below the header; the form holds no more
LONGEST = 32_767  # characters of a cell; the form allows no more
# Before this the two ways to count days in a spreadsheet differ, so that an earlier day is written as text.
FIRST_DAY = datetime.date(1900, 3, 1)
WIDTHS = {Kind.DATE: 12, Kind.DAY: 12, Kind.INTEGER: 10}
WIDE = {"text": 60, "title": 50, "name": 34, "body_name": 34, "reason": 60, "summary": 60}
USUAL = 20

# What XML cannot hold is written as the form prescribes, and so is what only looks as if it were written so.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def as_xlsx(stream: IO[bytes], table: Table, rows: Iterable[list[str]], about: About) -> None:
    """Write a table as a spreadsheet; what is not written yet lies on disk and not in memory."""
    book = Workbook(write_only=True)
    book.properties.creator = about.source
    book.properties.title = str(table.title)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        width = WIDTHS.get(column.kind) or WIDE.get(column.name, USUAL)
        sheet.column_dimensions[get_column_letter(number)].width = max(width, len(column.name) + 4)
    sheet.append([_bold(sheet, column.name) for column in table.columns])
    count = shortened = 0
    for cells in rows:
        shortened += sum(len(text) > LONGEST for text in cells)
        sheet.append([_cell(sheet, column, text) for column, text in zip(table.columns, cells, strict=True)])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{count + 1}"
    _tell(book.create_sheet(ABOUT), table, about, count, shortened)
    book.properties.created = book.properties.modified = about.made_at.astimezone(datetime.UTC).replace(tzinfo=None)
    ExcelWriter(book, _Undated(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True)).save()


class _Undated(zipfile.ZipFile):
    """A zip whose entries all have the earliest time that there can be: the same rows give the same bytes."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_kwargs: Any) -> None:
        super().writestr(self._entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        with open(filename, "rb") as source, self.open(self._entry(arcname), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, ZIP_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry


def _cell(sheet: Any, column: Column, text: str) -> Any:
    if not text:
        return None
    if column.kind == Kind.INTEGER:
        return int(text)
    if column.kind in (Kind.DATE, Kind.DAY) and _DAY.fullmatch(text):
        day = datetime.date.fromisoformat(text)
        if day >= FIRST_DAY:
            return day
    return _text(sheet, kept(text))  # `kept`, as whatever is read loses an apostrophe


def _text(sheet: Any, text: str) -> Any:
    """Text that stays text, whatever it looks like."""
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    if not text.startswith("=") and text not in ERROR_CODES:
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True  # it stays text when somebody edits it
    return cell


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _tell(sheet: Any, table: Table, about: About, count: int, shortened: int) -> None:
    """Fill the sheet about the table: where it comes from, under what licence, what was chosen, when; the columns."""
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100
    lines = [
        (_("What it is"), str(table.title)),
        (_("Source"), about.source),
        (_("Address"), about.address),
        (_("Licence"), f"{LICENCE['title']}: {LICENCE['path']}"),
        (_("Selection"), about.selection),
        (_("Made at"), about.made_at.strftime("%Y-%m-%d %H:%M %Z")),
        *([(_("Record as at"), about.as_at.isoformat())] if about.as_at else []),
        *([(_("Edition"), about.edition)] if about.edition else []),
        (_("Rows"), str(count)),
        (_("Empty cells"), _("Not known; never “no”.")),
    ]
    if about.remark:
        lines.append((_("Note"), about.remark))
    if shortened:
        words = _("%(count)d cells were longer than a spreadsheet allows and end in “…”. The CSV file has them whole.")
        lines.append((_("Shortened"), words % {"count": shortened}))
    for label, words in lines:
        sheet.append([_bold(sheet, label), _wrapped(sheet, words)])
    sheet.append([])
    sheet.append([_bold(sheet, _("Column")), _bold(sheet, _("What stands in it"))])
    for column in table.columns:
        sheet.append([column.name, _wrapped(sheet, str(column.description))])


def _wrapped(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
