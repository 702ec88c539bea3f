"""Writing the record as a data package: always the same bytes for the same rows."""

import csv
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .apostrophes import kept
from .columns import File
from .descriptor import About, descriptor
from .reader import DESCRIPTOR
from .schema import FILES
from .selection import Selection
from .stored import AT_ONCE, Cells, first_keys, rare_given, stored

# A zip keeps a time for each file. This is the earliest that it can: the same rows give the same bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class NotOurs(Exception):
    """The folder to write into holds something else."""


def csv_of(file: File, rows: Iterable[Cells]) -> Iterator[bytes]:
    """Write rows as CSV, in portions: UTF-8, LF, quotes only where they are needed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(file.by_name)
    for number, cells in enumerate(rows, 1):
        writer.writerow([kept(cells[name]) for name in file.by_name])
        if number % AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    portion = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return portion


def written(file: File, selection: Selection) -> File:
    """The file with the columns that it is written with: the rare ones only where a row has a value for them."""
    return file.with_rare(rare_given(file, selection))


def file_of(file: File, selection: Selection) -> Iterator[bytes]:
    """One file of the record, in portions."""
    file = written(file, selection)
    return csv_of(file, (cells for _pk, cells in stored(file, first_keys(file, selection), selection)))


def package_of(selection: Selection) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every file of the record by name, each in portions, with its description first.

    Read it inside a transaction, so that all files are of the same moment.
    """
    files = [written(file, selection) for file in FILES.values()]
    yield DESCRIPTOR, iter([descriptor(files, About())])
    for file in files:
        yield file.path, file_of(file, selection)


def write_zip(stream: IO[bytes], selection: Selection) -> None:
    """Write the whole package as a zip into a stream that is open for writing."""
    with zipfile.ZipFile(stream, "w") as archive:
        for name, portions in package_of(selection):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as target:
                for portion in portions:
                    target.write(portion)


def write(path: Path, selection: Selection) -> None:
    """Write to a path: a zip or one CSV file if its name says so, otherwise a folder.

    Raises NotOurs for a folder that holds something other than a package, and KeyError for a CSV file whose name is
    not that of a file of the format. What was there is replaced, each file at once and only when it is complete.
    """
    if path.suffix == ".zip":
        with _replaced(path) as stream:
            write_zip(stream, selection)
    elif path.suffix == ".csv":
        file = FILES[path.stem]
        with _replaced(path) as stream:
            stream.writelines(file_of(file, selection))
    else:
        if path.exists() and not (path / DESCRIPTOR).exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotOurs(str(path))
        path.mkdir(parents=True, exist_ok=True)
        for name, portions in package_of(selection):
            with _replaced(path / name) as stream:
                stream.writelines(portions)


@contextmanager
def _replaced(path: Path) -> Iterator[IO[bytes]]:
    """Write beside the file and put it in place at the end, so that nobody meets half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "wb") as stream:
            yield stream
        # mkstemp keeps a file from everybody else; a new file gets what the system would have given it.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
