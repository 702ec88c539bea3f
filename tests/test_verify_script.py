"""docs/verify_ledger.py says from the public package alone what manage.py verify_ledger says from the database."""

import csv
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from inspections.actions import withdraw
from inspections.dataset.selection import Selection
from inspections.dataset.writer import write
from inspections.days import today
from inspections.models import Inspection, Seal, StatusUpdate
from tests import make
from tests.harness.server import ROOT
from tests.packages import run

pytestmark = pytest.mark.django_db

SCRIPT = ROOT / "docs" / "verify_ledger.py"
Table = list[dict[str, str]]


def verify(package: Path, *head: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(package), *head], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a row that was corrected, one about what was withdrawn, odd characters, and things renamed."""
    force = make.make_force("north")
    item, other = make.make_item("one", force), make.make_item("two", force)
    make.make_update(item, "planned", reason='\'=Said "so",\nand Ünicode \u2028 \x7f\\.')
    first = make.make_update(other, "planned")
    make.make_update(other, "under-way", corrects=first, made_in=make.make_inspection("later"))
    withdraw(other.recommendation, on=today(), note="Entered twice.")
    for thing, field in ((force, "slug"), (item.recommendation, "ref"), (first.source, "slug")):
        setattr(thing, field, "renamed")
        thing.save()
    write(tmp_path / "tracker.zip", Selection(today()))
    return tmp_path / "tracker.zip"


def changed(package: Path, name: str, change: Callable[[Table], object]) -> None:
    """Change the rows of a file of a package."""
    with zipfile.ZipFile(package) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    rows = list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline="")))
    columns = list(rows[0])
    change(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files[f"{name}.csv"] = text.getvalue().encode()
    with zipfile.ZipFile(package, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)


def place(rows: Table, position: int) -> dict[str, str]:
    return next(row for row in rows if row["position"] == str(position))


def test_it_is_as_short_as_promised():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= 42


def test_it_says_what_the_command_says(package):
    status, said = verify(package)
    assert (status, said) == (0, run("verify_ledger").strip() + " Waiting: 0.\n")
    assert verify(package, Seal.objects.get(position=2).sha256) == (status, said)
    status, said = verify(package, "a" * 64)
    assert status == 1
    assert "is not in this chain" in said


def test_an_empty_record_is_no_fault(tmp_path):
    write(tmp_path / "tracker.zip", Selection(today()))
    assert verify(tmp_path / "tracker.zip")[0] == 0


def test_what_came_out_by_itself_is_counted_as_waiting(package):
    hushed = make.make_inspection(draft=True)
    make.make_update(make.make_item(inspection=hushed), "planned")
    Inspection.objects.filter(pk=hushed.pk).update(draft=False, public_from=today(), published_on=today().isoformat())
    write(package, Selection(today()))
    assert "Waiting: 1." in verify(package)[1]


SECOND = {"reason": "Because it was found se."}


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        (
            "status_updates",
            lambda rows: rows[-1].update(SECOND),
            "Position 3, recommendation two, body renamed, sequence 2: altered",
        ),
        (
            "status_updates",
            lambda rows: rows[-1].update(stated_by="hmicfrs"),
            "Position 3, recommendation two, body renamed, sequence 2: altered",
        ),
        (
            "status_updates",
            lambda rows: rows.pop(),
            "Position 3, recommendation two, body renamed, sequence 2: removed",
        ),
        (
            "status_updates",
            lambda rows: rows.append(rows[-1] | {"sequence": "3", "recorded_on": "2021-01-01"}),
            "Recommendation two, body renamed, sequence 3: inserted",
        ),
        ("seals", lambda rows: rows.remove(place(rows, 2)), "Removed: there is no seal 2"),
        (
            "seals",
            lambda rows: place(rows, 2).update(sha256="a" * 64),
            "Position 2, recommendation two, body renamed, sequence 1: this seal does not follow",
        ),
        (
            "seals",
            lambda rows: (
                place(rows, 2).update(position="0"),
                place(rows, 3).update(position="2"),
                place(rows, 0).update(position="3"),
            ),
            "Position 2, recommendation two, body renamed, sequence 2: this seal does not follow",
        ),
        ("bodies", lambda rows: [row.update(sealed_as="north") for row in rows], "have one name in seals"),
    ],
)
def test_it_names_the_first_row_that_is_not_as_it_was_sealed(package, name, change, sentence):
    changed(package, name, change)
    status, said = verify(package)
    assert status == 1
    assert sentence in said
    assert StatusUpdate.objects.count() == 3
