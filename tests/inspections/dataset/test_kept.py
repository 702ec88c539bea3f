"""The public package on the disk: made once for an edition, and never half there."""

import datetime
import fcntl
import hashlib
import os
import time
import zipfile

import pytest

from inspections.dataset import kept as module
from inspections.dataset.kept import StillMaking, kept
from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.dataset.schema import FILES
from inspections.days import today
from inspections.models.edition import edition
from tests.harness.server import ROOT
from tests.make import make_inspection, make_theme
from tests.packages import emptied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = str(tmp_path / "data")
    return tmp_path / "data"


def made():
    return kept(today(), edition())


def zips(folder):
    return sorted(path.name for path in folder.glob("*.zip"))


def test_it_is_made_once_for_an_edition(data_dir, monkeypatch):
    make_theme("custody")
    first = made()
    assert first.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest()
    assert first.size == first.path.stat().st_size
    assert first.sum_line == f"{first.sha256}  tracker.zip\n"
    monkeypatch.setattr(module, "write_zip", None)  # to make it again would fail
    assert made() == first
    assert zips(data_dir) == [first.path.name]


def test_a_change_of_the_record_has_a_package_of_its_own(data_dir):
    make_theme("custody")
    first = made()
    make_theme("stalking")
    second = made()
    assert second.path != first.path
    assert first.path.exists()  # somebody may be about to open it
    assert b"stalking" in zipfile.ZipFile(second.path).read("themes.csv")


def test_what_nobody_is_sent_to_any_more_is_taken_away(data_dir):
    make_theme("custody")
    first = made()
    left_over = data_dir / ".tracker.killed"
    left_over.write_bytes(b"half")
    long_ago = time.time() - 7200
    for path in (first.path, left_over):
        os.utime(path, (long_ago, long_ago))
    make_theme("stalking")
    second = made()
    assert zips(data_dir) == [second.path.name]
    assert not left_over.exists()


def test_the_same_record_in_another_edition_has_the_same_bytes(data_dir):
    theme = make_theme("custody")
    first = made()
    theme.save()
    second = made()
    assert (first.path != second.path, first.sha256) == (True, second.sha256)


def test_a_package_that_fails_leaves_nothing(data_dir, monkeypatch):
    def fail(stream, selection):
        stream.write(b"half of it")
        raise OSError("The disk is full.")

    monkeypatch.setattr(module, "write_zip", fail)
    with pytest.raises(OSError, match="disk is full"):
        made()
    assert [path.name for path in data_dir.iterdir()] == [".lock"]


def test_who_waits_for_another_process_gives_up_in_the_end(data_dir, monkeypatch):
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.1)
    data_dir.mkdir()
    with (data_dir / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StillMaking):
            made()
    assert made().size


def test_what_is_not_public_is_not_in_it():
    make_inspection("hushed", (today() + datetime.timedelta(1)).isoformat())
    make_inspection("told", "2020")
    assert b"hushed" not in zipfile.ZipFile(made().path).read("inspections.csv")


def test_the_demonstration_comes_back_with_the_same_bytes(tmp_path):
    sums = []
    package = None
    for _round in range(2):
        with emptied():
            paths = [package] if package else [ROOT / "fixtures" / "reference", ROOT / "fixtures" / "demo"]
            assert load(read(*paths)).loaded
            found = made()
            package = tmp_path / "package.zip"
            package.write_bytes(found.path.read_bytes())
            sums.append(found.sha256)
    assert sums[0] == sums[1]


def test_other_peoples_tools_find_nothing_wrong_with_it(tmp_path):
    from frictionless import Package, system

    assert load(read(ROOT / "fixtures" / "reference", ROOT / "fixtures" / "demo")).loaded
    with zipfile.ZipFile(made().path) as archive:
        archive.extractall(tmp_path / "package")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "package" / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(FILES)
