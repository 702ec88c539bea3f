"""Writing a synthetic record as a data package: the same bytes for the same numbers, in constant memory."""

import csv
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from inspections.dataset.apostrophes import kept
from inspections.dataset.descriptor import About, descriptor
from inspections.dataset.reader import DESCRIPTOR
from inspections.dataset.schema import FILES
from inspections.dataset.writer import ZIP_TIME

from . import measured
from .histories import Cells
from .measured import number
from .reference import Reference
from .reports import Report

# The files that a synthetic record has; bodies, programmes and themes are those of the reference data.
WRITTEN = (*("sources", "inspections", "recommendations", "addressees", "successions", "status_updates", "responses"),)
ABOUT = About(
    name="synthetic-inspection-recommendations",
    title="A synthetic record of inspection recommendations",
    description="Made up by a program, for measuring and trying out. Nothing in it was ever said by anybody.",
)


@dataclass(frozen=True)
class Wanted:
    """What a record is made from; the same numbers make the same record."""

    recommendations: int
    updates: int
    seed: int
    label: str

    def updates_until(self, done: int) -> int:
        """How many updates belong to so many recommendations from the beginning; whole, so that shares add up."""
        return self.updates * done // self.recommendations


def write(
    path: Path,
    *,
    recommendations: int,
    updates: int,
    seed: int,
    label: str = "synthetic",
    reference: Reference | None = None,
    progress: Callable[[int], object] = lambda done: None,
) -> None:
    """Write a package to a zip if the path's name says so, otherwise to a folder.

    `recommendations` and `updates` are of the whole record, and exactly so many are written. `progress` hears how many
    more recommendations are done. `label` begins every key: packages with labels of their own can be loaded into one
    record. An existing zip is replaced; in a folder the files of the package are.
    """
    reference = reference or Reference()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as name:
        folder = Path(name)
        _write_files(folder, Wanted(recommendations, updates, seed, label), reference, progress)
        if path.suffix == ".zip":
            zipped = folder / "all.zip"
            _zip(folder, zipped)
            zipped.replace(path)
        else:
            path.mkdir(exist_ok=True)
            for made in (DESCRIPTOR, *(FILES[name].path for name in WRITTEN)):
                shutil.move(folder / made, path / made)


def _write_files(
    folder: Path,
    wanted: Wanted,
    reference: Reference,
    progress: Callable[[int], object],
) -> None:
    files = [FILES[name].without_rare for name in WRITTEN]
    (folder / DESCRIPTOR).write_bytes(descriptor(files, ABOUT))
    with ExitStack() as stack:
        sheets = {}
        for file in files:
            stream = stack.enter_context((folder / file.path).open("w", encoding="utf-8", newline=""))
            sheets[file.name] = _Sheet(stream, list(file.by_name))
        _draw(wanted, reference, lambda name, row: sheets[name].add(row), progress)


class _Sheet:
    """A CSV file that is being written, as the writer of packages would write it."""

    def __init__(self, stream: IO[str], columns: list[str]) -> None:
        self.columns = columns
        self.writer: Any = csv.writer(stream, lineterminator="\n")
        self.writer.writerow(columns)

    def add(self, row: Cells) -> None:
        self.writer.writerow([kept(row.get(name, "")) for name in self.columns])


def _draw(
    wanted: Wanted,
    reference: Reference,
    take: Callable[[str, Cells], None],
    progress: Callable[[int], object],
) -> None:
    luck = random.Random(wanted.seed)  # noqa: S311 - the same record each time is what is wanted
    done = index = 0
    while done < wanted.recommendations:
        index += 1
        report = Report(luck, f"{wanted.label}-{index:06d}", index, reference, take)
        count = min(number(luck, measured.RECOMMENDATIONS_OF_A_REPORT), wanted.recommendations - done)
        before, done = done, done + count
        report.write(count, wanted.updates_until(done) - wanted.updates_until(before))
        progress(count)


def _zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in (DESCRIPTOR, *(FILES[name].path for name in WRITTEN)):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            with (folder / name).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
