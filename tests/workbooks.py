"""Small spreadsheets for tests, right and wrong."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]


def workbook(sheets: Mapping[str, Rows], hidden: str = "") -> io.BytesIO:
    """A spreadsheet with these sheets; one of them may be hidden."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title == hidden:
            sheet.sheet_state = "hidden"
    return saved(book)


def saved(book: Any) -> io.BytesIO:
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def altered(stream: io.BytesIO, part: str, old: str, new: str) -> io.BytesIO:
    """The same spreadsheet with something changed inside, as no program would write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            made.writestr(name, content)
    out.seek(0)
    return out
