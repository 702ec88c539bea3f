"""A backup is one file, whole or not there at all; and what is recorded meanwhile goes on."""

import json
import re
import resource
import signal
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import connection

from inspections.models import Recommendation, StatusUpdate
from tests.harness.databases import EMBARGOED, command
from tests.make import make_update
from tests.packages import run
from tracker.backups.artefact import Artefact
from tracker.backups.using import using

PARTS = {"manifest.json", "README.txt", "record.zip"}


def backups(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_one_file_with_the_time_in_its_name(filled, tmp_path):
    said = run("backup", tmp_path)
    (name,) = backups(tmp_path)
    assert re.fullmatch(r"tracker-\d{4}-\d\d-\d\dT\d{6}Z\.zip", name)
    assert f"Written: {tmp_path / name}, " in said


def test_only_its_owner_may_read_it(filled, tmp_path):
    run("backup", tmp_path / "kept.zip")
    assert stat.S_IMODE((tmp_path / "kept.zip").stat().st_mode) == 0o600


def test_any_program_for_zips_reads_it(filled, tmp_path):
    run("backup", tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
        record = zipfile.ZipFile(archive.open("record.zip"))
    assert names > PARTS
    assert names - PARTS == {"database.sqlite3"} or names - PARTS == {"database.pgdump"}
    assert manifest["tables"]["inspections_statusupdate"]["rows"] == 3
    assert manifest["tables"]["tracker_user"]["rows"] == 1
    assert EMBARGOED in record.read("inspections.csv").decode()


def test_a_file_that_exists_is_never_written_over(filled, tmp_path):
    (tmp_path / "kept.zip").write_text("Another's.")
    (tmp_path / "leading-nowhere.zip").symlink_to(tmp_path / "nowhere")
    for name in ("kept.zip", "leading-nowhere.zip"):
        with pytest.raises(CommandError, match="exists already"):
            run("backup", tmp_path / name)
    assert (tmp_path / "kept.zip").read_text() == "Another's."
    assert backups(tmp_path) == ["kept.zip", "leading-nowhere.zip"]


def test_a_folder_that_is_not_there_is_named(filled, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        run("backup", tmp_path / "nowhere" / "kept.zip")


def test_all_but_the_newest_are_deleted_and_nothing_of_another_name(filled, tmp_path):
    old = [f"tracker-2026-11-0{day}T031500Z.zip" for day in (1, 2, 3)]
    others = ["tracker-2026-11-01T031500Z.zip.age", "tracker.zip", "my-tracker-2026-11-01T031500Z.zip"]
    for name in [*old, *others]:
        (tmp_path / name).write_text("A backup.")
    (tmp_path / "tracker-2020-11-01T031500Z.zip").symlink_to(tmp_path / "tracker.zip")
    said = run("backup", tmp_path, "--keep", "2")
    left = backups(tmp_path)
    assert "Deleted: " in said
    assert set(left) >= {old[2], *others, "tracker-2020-11-01T031500Z.zip"}
    assert not set(left) & set(old[:2])
    assert len(left) == 6


@pytest.mark.parametrize("keep", ["0", "-1"])
def test_the_new_backup_is_never_deleted(filled, tmp_path, keep):
    with pytest.raises(CommandError, match="--keep must be 1 or more"):
        run("backup", tmp_path, f"--keep={keep}")


def test_keep_is_for_a_folder(filled, tmp_path):
    with pytest.raises(CommandError, match="Name a folder"):
        run("backup", tmp_path / "kept.zip", "--keep=2")
    assert backups(tmp_path) == []


def test_nothing_is_deleted_where_no_good_backup_was_made(filled, tmp_path, monkeypatch):
    (tmp_path / "tracker-2026-11-01T031500Z.zip").write_text("A backup.")
    (tmp_path / "tracker-2026-11-02T031500Z.zip").write_text("A backup.")
    monkeypatch.setattr("inspections.backups.making.write", full)
    with pytest.raises(CommandError, match="No space left"):
        run("backup", tmp_path, "--keep=1")
    assert backups(tmp_path) == ["tracker-2026-11-01T031500Z.zip", "tracker-2026-11-02T031500Z.zip"]


def full(*_args, **_options):
    raise OSError(28, "No space left on device")


def test_a_database_that_is_not_there_is_not_made(new_database, tmp_path):
    settings = new_database()
    with using(settings), pytest.raises(CommandError, match=r"There is no database|does not exist"):
        run("backup", tmp_path)
    assert backups(tmp_path) == []
    if connection.vendor == "sqlite":
        assert not Path(settings["NAME"]).exists()


def test_what_is_recorded_before_it_began_is_in_it_and_writers_go_on(filled, tmp_path, new_database):
    item = Recommendation.objects.get(ref="asked-1").addressees.get()
    acknowledged, stop, enough = [], threading.Event(), threading.Event()

    def write() -> None:
        with using(filled):
            while not stop.is_set():
                acknowledged.append(make_update(item, "under-way", on="2022-01").sequence)
                if len(acknowledged) >= 3:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert enough.wait(60)
        before = acknowledged[-1]
        run("backup", tmp_path / "kept.zip")
        during = acknowledged[-1]
    finally:
        stop.set()
        writer.join()
    with using(new_database()):
        run("restore", tmp_path / "kept.zip")
        said = sorted(StatusUpdate.objects.values_list("sequence", flat=True))
    assert said == list(range(1, len(said) + 1))
    assert len(said) >= before
    assert during > before, "The writer waited for the backup."


def test_a_disk_that_is_full_leaves_a_sentence_and_nothing_else(filled, tmp_path):
    """No file may grow beyond a few kilobytes: the system refuses as a full disk does."""
    (tmp_path / "tracker-2026-11-01T031500Z.zip").write_text("A backup.")

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    process = command(filled, "backup", tmp_path, "--keep=1", preexec_fn=small_files_only)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert out == ""
    assert err.startswith("CommandError: ")
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    assert backups(tmp_path) == ["tracker-2026-11-01T031500Z.zip"]


def test_a_backup_that_is_told_to_stop_leaves_nothing(filled, tmp_path):
    process = command(filled, "backup", tmp_path)
    while process.poll() is None and not backups(tmp_path):
        pass
    process.send_signal(signal.SIGTERM)
    _out, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "Interrupted" in err
    assert backups(tmp_path) == []


def test_what_a_killed_backup_left_is_taken_away_by_the_next(filled, tmp_path):
    process = command(filled, "backup", tmp_path)
    while process.poll() is None and not backups(tmp_path):
        pass
    process.kill()
    process.communicate(timeout=300)
    assert [name for name in backups(tmp_path) if name.startswith(".tracker-backup.")]
    run("backup", tmp_path)
    (name,) = backups(tmp_path)
    assert Artefact(tmp_path / name).manifest.rows
