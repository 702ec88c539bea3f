import datetime
import os

import pytest

from tracker.backups import Unable
from tracker.backups.shelf import NAME, forget_oldest, name_at, place_for, put, workshop

pytestmark = pytest.mark.once

MOMENT = datetime.datetime(2026, 11, 28, 3, 15, tzinfo=datetime.UTC)


def test_a_backup_is_named_after_its_moment_in_utc():
    london = datetime.timezone(datetime.timedelta(hours=1))
    assert name_at(MOMENT) == "tracker-2026-11-28T031500Z.zip"
    assert name_at(MOMENT.astimezone(london)) == name_at(MOMENT)
    assert NAME.fullmatch(name_at(MOMENT))


def test_a_folder_gets_a_dated_name_and_a_file_keeps_its_own(tmp_path):
    assert place_for(tmp_path, MOMENT) == tmp_path / name_at(MOMENT)
    assert place_for(tmp_path / "mine.zip", MOMENT) == tmp_path / "mine.zip"


def test_work_is_done_where_only_its_owner_looks(tmp_path):
    with workshop(tmp_path, "work") as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "half").write_text("done")
    assert list(tmp_path.iterdir()) == []


def test_work_that_fails_is_taken_away(tmp_path):
    with pytest.raises(OSError, match="full"), workshop(tmp_path, "work"):
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []


def test_two_work_beside_each_other(tmp_path):
    with workshop(tmp_path, "work") as one, workshop(tmp_path, "work") as other:
        assert one != other
        assert one.is_dir()


def test_what_is_left_of_a_killed_process_is_taken_away(tmp_path):
    left = tmp_path / ".work.killed"
    left.mkdir()
    (left / "lock").touch()
    (left / "half").touch()
    with workshop(tmp_path, "work"):
        assert not left.exists()


def test_a_link_in_the_place_of_a_lock_leads_nowhere(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("Kept.")
    left = tmp_path / ".work.trap"
    left.mkdir()
    (left / "lock").symlink_to(victim)
    with workshop(tmp_path, "work"):
        assert left.exists()
    assert victim.read_text() == "Kept."


def test_a_file_is_never_put_in_the_place_of_another(tmp_path):
    made, path = tmp_path / "made", tmp_path / "kept.zip"
    made.write_text("New.")
    path.write_text("Old.")
    with pytest.raises(Unable, match="exists already"):
        put(made, path)
    assert path.read_text() == "Old."


def test_without_links_a_file_is_renamed(tmp_path, monkeypatch):
    def refused(*_args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    (tmp_path / "made").write_text("New.")
    put(tmp_path / "made", tmp_path / "kept.zip")
    assert (tmp_path / "kept.zip").read_text() == "New."


def test_the_newest_are_kept(tmp_path):
    days = [tmp_path / f"tracker-2026-11-{day:02}T031500Z.zip" for day in range(1, 6)]
    for path in days:
        path.touch()
    assert forget_oldest(tmp_path, 2) == days[:3]
    assert sorted(tmp_path.iterdir()) == days[3:]
    assert forget_oldest(tmp_path, 2) == []
