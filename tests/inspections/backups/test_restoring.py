import datetime
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from inspections.backups import record
from inspections.backups.engines import target_of
from inspections.backups.making import Steps, make
from inspections.backups.restoring import left_behind, missing_migrations, refuse_overwriting, restored, stamp
from inspections.models import Inspection, StatusUpdate, Theme
from tests.harness.databases import DRAFT, EMBARGOED, silent
from tests.packages import run
from tracker.backups import Unable
from tracker.backups.artefact import Artefact
from tracker.backups.using import using
from tracker.databases import database
from tracker.models import User


@pytest.fixture
def artefact(filled, tmp_path):
    return Artefact(make(tmp_path / "kept.zip", None, silent, Steps()).path)


def test_a_backup_of_a_newer_release_is_refused(artefact, new_database):
    artefact.manifest.migrations.append("inspections.9999_to_come")
    target, sentence = target_of(new_database()), r"newer release .*inspections\.9999_to_come"
    with pytest.raises(Unable, match=sentence), restored(artefact, target, silent, Steps()):
        pass


def test_of_an_older_one_the_next_step_is_named(artefact):
    last = max(name for name in artefact.manifest.migrations if name.startswith("inspections."))
    artefact.manifest.migrations.remove(last)
    assert missing_migrations(artefact.manifest) == [last]


def test_a_backup_of_an_older_release_is_migrated_if_told(shelf, filled, tmp_path, new_database):
    loader = MigrationLoader(None)
    *_earlier, before, last = sorted(name for app, name in loader.disk_migrations if app == "inspections")
    with using(shelf.empty()):
        call_command("migrate", "inspections", before, verbosity=0)
        then = loader.project_state(("inspections", before)).apps
        then.get_model("inspections", "Theme").objects.create(slug="custody", name="Custody")
        connection.close()
        run("backup", tmp_path / "older.zip")
    with using(new_database()):
        said = run("restore", tmp_path / "older.zip")
        assert re.search(r"older release, \d+ migrations? behind\. Next: migrate, then check_record\.", said)
        assert f"inspections.{last}" not in record.applied_migrations()
    with using(new_database()):
        assert "older release" not in run("restore", tmp_path / "older.zip", "--migrate")
        assert record.applied_migrations() == record.known_migrations()
        assert Theme.objects.get().slug == "custody"
        assert "nothing disagrees" in run("check_record")


def test_an_empty_place_is_not_refused(new_database):
    settings = new_database()
    refuse_overwriting(settings, target_of(settings), overwrite=False)


def test_a_place_that_holds_something_is(filled):
    with pytest.raises(Unable, match="holds"):
        refuse_overwriting(filled, target_of(filled), overwrite=False)
    refuse_overwriting(filled, target_of(filled), overwrite=True)


@pytest.mark.sqlite
def test_a_file_that_cannot_be_read_is_not_overwritten_unasked(filled, tmp_path):
    settings = database(f"sqlite:///{tmp_path / 'broken.sqlite3'}")
    (tmp_path / "broken.sqlite3").write_bytes(b"Not a database." * 500)
    with pytest.raises(Unable, match="cannot be read"):
        refuse_overwriting(settings, target_of(settings), overwrite=False)


def test_what_is_not_put_in_place_is_gone(artefact, new_database, shelf):
    settings = new_database()
    with restored(artefact, target_of(settings), silent, Steps()) as found:
        assert StatusUpdate.objects.count() == 3
        assert not found.crossing
    assert not target_of(settings).exists


def test_what_the_package_does_not_carry_is_said(artefact):
    said = left_behind(artefact.manifest)
    assert "tracker_user: 1 row" in said
    assert "inspections_proposal: 1 row" in said
    assert "1 inspection in draft" in said
    assert not [line for line in said if "statusupdate" in line or "statusperiod" in line]


@pytest.mark.once
def test_a_stamp_is_a_time_in_utc():
    assert datetime.datetime.strptime(stamp(), "%Y%m%dt%H%M%Sz")  # noqa: DTZ007 (it ends in z)


def crossed(source, target, tmp_path):
    """Back up one database, restore into another engine, and give what was said."""
    with using(source):
        run("backup", tmp_path / "across.zip")
    with using(target):
        said = run("restore", tmp_path / "across.zip")
        assert StatusUpdate.objects.count() == 3
        assert "nothing disagrees" in run("check_record")
        embargoed = Inspection.objects.get(slug=EMBARGOED)
        assert embargoed.published_time == datetime.time(9, 30)
        assert embargoed.public_at == datetime.datetime(2099, 3, 1, 9, 30, tzinfo=datetime.UTC)
        assert not Inspection.objects.filter(slug=DRAFT).exists()
        assert not User.objects.exists()
        connection.close()
    return said


@pytest.mark.postgresql
def test_the_record_goes_from_one_engine_into_the_other_and_back(filled, new_database, tmp_path):
    lite = database(f"sqlite:///{tmp_path / 'lite.sqlite3'}")
    said = crossed(filled, lite, tmp_path)
    assert "Restored from postgresql through the package" in said
    assert "byte for byte" in said
    assert "tracker_user: 1 row" in said
    (tmp_path / "across.zip").unlink()
    assert "Restored from sqlite through the package" in crossed(lite, new_database(), tmp_path)


@pytest.mark.postgresql
def test_without_the_package_it_cannot_cross(filled, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(record, "known_migrations", lambda: {"inspections.9999_to_come"})
        made = make(tmp_path / "kept.zip", None, silent, Steps())
    artefact, target = Artefact(made.path), target_of(database(f"sqlite:///{tmp_path / 'lite.sqlite3'}"))
    with pytest.raises(Unable, match="has no package"), restored(artefact, target, silent, Steps()):
        pass
