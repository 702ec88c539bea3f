"""Reading folders, zips, spreadsheets and CSV files into rows of text. What the cells mean is for the checker."""

import csv
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from .package import Limits, Package, Unreadable, Wrong, header_fits, names_of_the_format, table_named
from .report import Problem
from .schema import FILES
from .workbook import read_workbook

MOST_FILES = 200

DESCRIPTOR = "datapackage.json"

# What the unpacking of a damaged zip raises, or of one with a password, or packed in a way that Python does not know.
UNPACKING = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError)

ZIP_BEGINS = b"PK\x03\x04"
WORKBOOK = "xl/workbook.xml"  # what every spreadsheet has, and no package


def read(*paths: Path, limits: Limits | None = None) -> Package:
    """Read folders, zips, spreadsheets and single CSV files as one dataset."""
    package = Package(limits=limits or Limits())
    for path in paths:
        try:
            if path.is_dir():
                _read_files(package, path.resolve().name, _files_of_folder(package, path))
            elif path.is_file():
                with path.open("rb") as stream:
                    _read_stream(package, path.name, stream)
            else:
                raise Unreadable(_("There is no such file or folder."))
        except (Unreadable, OSError) as error:
            package.problems.add(Problem(str(path), error.strerror or "" if isinstance(error, OSError) else str(error)))
    return package


def read_upload(name: str, stream: IO[bytes], limits: Limits | None = None) -> Package:
    """Read one uploaded file, a zip, a spreadsheet or a CSV, under the name that it came with.

    The stream must be able to seek.
    """
    package = Package(limits=limits or Limits())
    try:
        _read_stream(package, PurePosixPath(name).name, stream)
    except Unreadable as error:
        package.problems.add(Problem(name, str(error)))
    return package


def _read_stream(package: Package, name: str, stream: IO[bytes]) -> None:
    is_zip = stream.read(len(ZIP_BEGINS)) == ZIP_BEGINS
    stream.seek(0)
    if name.lower().endswith(".csv"):
        if is_zip:
            raise Unreadable(_("This is named .csv, but it is a zip or a spreadsheet. Give it the ending that it had."))
        _read_csv(package, name, table_named(name), package.take(stream))
    elif name.lower().endswith(".xlsx"):
        read_workbook(package, name, stream)
    elif zipfile.is_zipfile(stream):
        _read_zip(package, name.rsplit(".", 1)[0], stream)
    elif is_zip:
        raise Unreadable(_("This zip ends too early: not all of it arrived. Send it again."))
    else:
        raise Unreadable(_("This is neither a folder, nor a zip, nor a CSV or XLSX file."))


def _read_zip(package: Package, place: str, stream: IO[bytes]) -> None:
    try:
        archive = zipfile.ZipFile(stream)
    except UNPACKING as error:
        raise Unreadable(_("This zip is damaged.")) from error
    with archive:
        if WORKBOOK in archive.namelist():
            raise Unreadable(_("This is a spreadsheet. Give it the ending .xlsx."))
        _read_files(package, place, _files_of_zip(package, archive))


def _is_read(name: str) -> bool:
    return name == DESCRIPTOR or name.lower().endswith(".csv")


def _files_of_folder(package: Package, folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and _is_read(path.name):
            with path.open("rb") as stream:
                yield path.name, package.take(stream)


def _files_of_zip(package: Package, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    names = archive.namelist()
    if len(names) > MOST_FILES:
        raise Unreadable(_("The zip holds %d files; at most %d are read.") % (len(names), MOST_FILES))
    if any("/" in name or "\\" in name for name in names):
        raise Unreadable(_("The zip holds folders. Zip the CSV files themselves, without a folder around them."))
    if len(set(names)) < len(names):
        raise Unreadable(_("The zip holds two files of the same name."))
    package.refuse_bombs(entry for entry in archive.infolist() if _is_read(entry.filename))
    for name in filter(_is_read, sorted(names)):
        try:
            with archive.open(name) as stream:
                content = package.take(stream)
        except UNPACKING as error:
            raise Unreadable(_("“%s” in the zip cannot be unpacked.") % name) from error
        yield name, content


def _read_files(package: Package, place: str, files: Iterable[tuple[str, bytes]]) -> None:
    present: set[str] = set()
    listed: set[str] = set()
    for name, content in files:
        if name != DESCRIPTOR:
            present.add(name)
            _read_csv(package, f"{place}/{name}", name[: -len(".csv")], content)
        else:
            try:
                resources = json.loads(content)["resources"]
                listed = {resource["path"] for resource in resources if isinstance(resource["path"], str)}
            except (ValueError, LookupError, TypeError, RecursionError):
                package.problems.add(Problem(f"{place}/{name}", _("This is not the description of a data package.")))
    if not present:
        raise Unreadable(_("There are no CSV files in it."))
    for name in sorted(listed - present):
        package.problems.add(Problem(f"{place}/{name}", _("%s lists this file, but it is not there.") % DESCRIPTOR))


def _read_csv(package: Package, place: str, table: str, content: bytes) -> None:
    def wrong(sentence: str, row: int | None = None, column: str = "", value: str = "") -> None:
        package.problems.add(Problem(place, sentence, row, column, value))

    if table not in FILES:
        wrong(_("This is not a file of the format. Its files are: %s.") % names_of_the_format())
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong(_not_utf_8(content), content.count(b"\n", 0, error.start) + 1)
        return
    if "\0" in text:
        wrong(_("There is a NUL character here; text has none."), text.count("\n", 0, text.index("\0")) + 1)
        return
    del text  # decoded again, a piece at a time: a copy of all of it would cost as much as the rows
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline=""), strict=True)

    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        wrong(_broken(reader.line_num, error))
        return
    if header_fits(table, header, wrong):
        package.add_all(table, place, header, _rows(reader, len(header), wrong))


def _rows(reader: Any, width: int, wrong: Wrong) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows after the header, with their numbers, as far as they can be read."""
    try:
        for number, cells in enumerate(reader, 2):
            if len(cells) == width:
                yield number, cells
            elif cells:  # an empty line is none, as editors leave one at the end
                wrong(_("There are %d cells where the header has %d columns.") % (len(cells), width), number)
    except csv.Error as error:
        wrong(_broken(reader.line_num, error))


def _broken(line: int, error: csv.Error) -> str:
    return _("Line %d cannot be read as CSV: %s.") % (line, error)


def _not_utf_8(content: bytes) -> str:
    """Say which encoding it probably is: there is no telling for sure."""
    for encoding, name in (("utf-16", "UTF-16"), ("cp1252", "Windows-1252")):
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _("This is not UTF-8 text, but probably %s. Save the file as “CSV UTF-8”.") % name
    return _("This is not UTF-8 text. Save the file as “CSV UTF-8”.")
