"""Reading folders, zips and single CSV files into rows of text. What the cells mean is for the checker."""

import csv
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from .report import Problem, Problems
from .schema import FILES

# More than the largest record that we can foresee, and less than would fill a small machine's memory.
MOST_BYTES = 256 * 1024 * 1024
MOST_FILES = 200

DESCRIPTOR = "datapackage.json"

# What the unpacking of a damaged zip raises, or of one with a password, or packed in a way that Python does not know.
UNPACKING = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError)


@dataclass(slots=True)
class Row:
    place: str  # the file as a person would name it: demo/bodies.csv
    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Package:
    """The rows of all that was read together, by file of the format, and what could not be read."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in FILES})
    problems: Problems = field(default_factory=Problems)
    bytes_read: int = 0


class Unreadable(Exception):
    """A sentence about a file or folder that cannot be read at all."""


def read(*paths: Path) -> Package:
    """Read folders, zips and single CSV files as one dataset."""
    package = Package()
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


def read_upload(name: str, stream: IO[bytes]) -> Package:
    """Read one uploaded file, a zip or a CSV, under the name that it came with. The stream must be able to seek."""
    package = Package()
    try:
        _read_stream(package, PurePosixPath(name).name, stream)
    except Unreadable as error:
        package.problems.add(Problem(name, str(error)))
    return package


def _read_stream(package: Package, name: str, stream: IO[bytes]) -> None:
    if name.lower().endswith(".csv"):
        _read_csv(package, name, name, _limited(package, stream))
    elif zipfile.is_zipfile(stream):
        try:
            archive = zipfile.ZipFile(stream)
        except UNPACKING as error:
            raise Unreadable(_("This zip is damaged.")) from error
        with archive:
            _read_files(package, name.rsplit(".", 1)[0], _files_of_zip(package, archive))
    else:
        raise Unreadable(_("This is neither a folder, nor a zip, nor a CSV file."))


def _is_read(name: str) -> bool:
    return name == DESCRIPTOR or name.lower().endswith(".csv")


def _files_of_folder(package: Package, folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and _is_read(path.name):
            with path.open("rb") as stream:
                yield path.name, _limited(package, stream)


def _files_of_zip(package: Package, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    names = archive.namelist()
    if len(names) > MOST_FILES:
        raise Unreadable(_("The zip holds %d files; at most %d are read.") % (len(names), MOST_FILES))
    if any("/" in name or "\\" in name for name in names):
        raise Unreadable(_("The zip holds folders. Zip the CSV files themselves, without a folder around them."))
    if len(set(names)) < len(names):
        raise Unreadable(_("The zip holds two files of the same name."))
    for name in filter(_is_read, sorted(names)):
        try:
            with archive.open(name) as stream:
                content = _limited(package, stream)
        except UNPACKING as error:
            raise Unreadable(_("“%s” in the zip cannot be unpacked.") % name) from error
        yield name, content


def _limited(package: Package, stream: IO[bytes]) -> bytes:
    """The content, with an end to it whatever a zip's directory says."""
    left = MOST_BYTES - package.bytes_read
    content = stream.read(left + 1)
    if len(content) > left:
        raise Unreadable(_("There is too much to read: more than %d MB together.") % (MOST_BYTES // 1024 // 1024))
    package.bytes_read += len(content)
    return content


def _read_files(package: Package, place: str, files: Iterable[tuple[str, bytes]]) -> None:
    present: set[str] = set()
    listed: set[str] = set()
    for name, content in files:
        if name != DESCRIPTOR:
            present.add(name)
            _read_csv(package, f"{place}/{name}", name, content)
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


def _read_csv(package: Package, place: str, name: str, content: bytes) -> None:
    table = name[: -len(".csv")]

    def wrong(sentence: str, row: int | None = None, column: str = "", value: str = "") -> None:
        package.problems.add(Problem(place, sentence, row, column, value))

    if table not in FILES:
        wrong(
            _("This is not a file of the format. Its files are: %s.") % ", ".join(file.path for file in FILES.values())
        )
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        wrong(_("This is not UTF-8 text. Save the file as “CSV UTF-8”."), row)
        return
    if "\0" in text:
        wrong(_("There is a NUL character here; text has none."), text.count("\n", 0, text.index("\0")) + 1)
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not _header_fits(table, header, wrong):
            return
        for number, cells in enumerate(reader, 2):
            if not cells:
                continue  # an empty line, as editors leave at the end
            if len(cells) != len(header):
                wrong(_("There are %d cells where the header has %d columns.") % (len(cells), len(header)), number)
            else:
                package.tables[table].append(Row(place, number, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        wrong(_("Line %d cannot be read as CSV: %s.") % (reader.line_num, error))


def _header_fits(table: str, header: list[str], wrong) -> bool:  # type: ignore[no-untyped-def]
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
