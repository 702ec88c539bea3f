"""What was backed up is there again, all of it; and nothing else is touched."""

import os

import pytest
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from inspections.models import Inspection, Recommendation, StaffNote, StatusUpdate
from tests.harness.databases import DRAFT, EMBARGOED, NOTE
from tests.make import make_update
from tests.packages import run
from tracker.backups.tables import structure, sums
from tracker.backups.using import using
from tracker.models import User


def everything():
    with transaction.atomic():
        return sums(connection, lambda label, total: lambda done: None), structure(connection)


@pytest.fixture
def backup(filled, tmp_path):
    run("backup", tmp_path / "kept.zip")
    return tmp_path / "kept.zip"


def test_everything_comes_back_as_it_was(backup, new_database):
    before = everything()
    with using(new_database()):
        assert "Restored: " in run("restore", backup)
        assert everything() == before
        assert User.objects.get().check_password("a password for tests")
        assert StaffNote.objects.get().text == NOTE
        assert set(Inspection.objects.values_list("slug", flat=True)) >= {EMBARGOED, DRAFT}


def test_the_ledger_refuses_changes_after_a_restore_and_goes_on(backup, new_database):
    with using(new_database()):
        run("restore", backup)
        for act in ("UPDATE inspections_statusupdate SET reason = 'No.'", "DELETE FROM inspections_statusupdate"):
            with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
                cursor.execute(act)
        item = Recommendation.objects.get(ref="asked-1").addressees.get()
        assert make_update(item, "planned", on="2022-01").sequence == 4
        assert "nothing disagrees" in run("check_record")


def test_a_database_that_holds_something_is_left_alone(backup, filled):
    with using(filled):
        StaffNote.objects.update(text="Written after the backup.")
        with pytest.raises(CommandError, match=r"The database holds \d+ rows .*--overwrite"):
            run("restore", backup)
        assert StaffNote.objects.get().text == "Written after the backup."


def test_what_is_overwritten_is_kept_under_another_name(backup, filled, shelf):
    StaffNote.objects.update(text="Written after the backup.")
    connection.close()
    before = shelf.names()
    said = run("restore", backup, "--overwrite")
    assert StaffNote.objects.get().text == NOTE
    connection.close()
    (aside,) = shelf.names() - before
    assert f"is kept as {aside}." in said
    with using({**filled, "NAME": aside}):
        assert StaffNote.objects.get().text == "Written after the backup."


def test_a_database_that_is_in_use_is_left_alone(backup, filled):
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        StaffNote.objects.count()
    with using(filled), pytest.raises(CommandError, match="is in use"):
        run("restore", backup, "--overwrite")
    assert StaffNote.objects.get().text == NOTE


def test_a_database_that_only_migrate_has_written_to_holds_nothing(backup, shelf):
    with using(shelf.empty()):
        run("migrate", verbosity=0)
        connection.close()
        assert "Restored: " in run("restore", backup)
        assert StatusUpdate.objects.count() == 3


@pytest.mark.parametrize("place", [100, -10_000, -200, -100, -70, -1])
def test_one_byte_that_has_turned_is_noticed(backup, new_database, shelf, place):
    content = bytearray(backup.read_bytes())
    content[place] ^= 1
    backup.write_bytes(content)
    settings = new_database()
    before = shelf.names()
    with using(settings), pytest.raises(CommandError, match=r"is damaged|is no backup"):
        run("restore", backup)
    assert shelf.names() == before


def test_half_a_backup_is_refused(backup, new_database):
    os.truncate(backup, backup.stat().st_size // 2)
    with using(new_database()), pytest.raises(CommandError, match="not all of it arrived"):
        run("restore", backup)


@pytest.mark.parametrize(
    ("name", "sentence"), [("nowhere.zip", "There is no file"), (".", "is a folder"), ("text.zip", "is no backup")]
)
def test_what_is_no_backup_is_refused_with_a_sentence(filled, tmp_path, name, sentence):
    (tmp_path / "text.zip").write_text("Not a zip.")
    with pytest.raises(CommandError, match=sentence):
        run("restore", tmp_path / name)


def test_a_record_that_does_not_hold_together_is_put_in_place_only_if_told(filled, tmp_path, new_database):
    Recommendation.objects.filter(ref="asked-1").update(due_day="2001-01-01")
    run("backup", tmp_path / "wrong.zip")
    with using(new_database()):
        with pytest.raises(CommandError, match="does not hold together"):
            run("restore", tmp_path / "wrong.zip")
        said = run("restore", tmp_path / "wrong.zip", "--despite-problems")
        assert "due_day" in said
        assert Recommendation.objects.get(ref="asked-1").due_day.isoformat() == "2001-01-01"
