"""The drill shows that what is backed up comes back, and leaves nothing."""

import signal
import time

import pytest
from django.core.management.base import CommandError
from django.db import connection

from inspections.backups.engines import target_of
from inspections.models import Inspection, Recommendation, StaffNote
from tests.harness.databases import command
from tests.packages import run
from tracker.backups.using import using


def test_every_table_is_compared_and_nothing_is_left(filled, shelf, tmp_path):
    before = shelf.names()
    said = run("drill", "--scratch", tmp_path)
    lines = {line.split()[0]: line.split() for line in said.splitlines()}
    assert lines["inspections_statusupdate"][1:] == ["3", "yes"]
    assert lines["tracker_user"][1:] == ["1", "yes"]
    assert lines["structure"][2] == "yes"
    assert " NO" not in said
    assert "are equal. The backup has" in said
    assert "Public package: SHA-256 " in said
    assert "s  in all" in said
    assert list(tmp_path.iterdir()) == []
    connection.close()
    assert shelf.names() == before


def test_a_row_that_comes_back_otherwise_fails_the_drill(filled, tmp_path, monkeypatch):
    target = type(target_of(filled))
    real = target.fill

    def tampered(self, database, settings):
        real(self, database, settings)
        with using(settings):
            StaffNote.objects.update(text="Another.")

    monkeypatch.setattr(target, "fill", tampered)
    with pytest.raises(CommandError, match="not as they were backed up: inspections_staffnote"):
        run("drill", "--scratch", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_does_not_hold_together_fails_the_drill(filled, tmp_path):
    Recommendation.objects.filter(ref="asked-1").update(due_day="2001-01-01")
    with pytest.raises(CommandError, match="The drill failed"):
        run("drill", "--scratch", tmp_path)


def test_a_drill_that_is_told_to_stop_leaves_nothing(filled, shelf, tmp_path):
    """Not at its beginning, but while the restored database is there."""
    before = shelf.names()
    process = command(filled, "drill", "--scratch", tmp_path)
    while process.poll() is None and not is_restoring(shelf, tmp_path, before):
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    _out, err = process.communicate(timeout=300)
    assert (process.returncode, err.splitlines()[0][:26]) == (1, "CommandError: Interrupted.")
    assert list(tmp_path.iterdir()) == []
    assert shelf.names() == before


def is_restoring(shelf, folder, before):
    return shelf.names() != before if shelf.on_postgresql else list(folder.glob("*/restored/.*/*.sqlite3"))


def test_the_other_engine_must_be_another(filled):
    same = "sqlite://" if connection.vendor == "sqlite" else "postgres://somebody@nowhere/name"
    with pytest.raises(CommandError, match="Name one of the other"):
        run("drill", "--other-engine", same)


def test_an_address_of_no_engine_is_refused(filled):
    with pytest.raises(CommandError, match="--other-engine must begin with"):
        run("drill", "--other-engine", "mysql://somewhere/name")


@pytest.mark.postgresql
def test_the_record_goes_through_the_other_engine_and_comes_to_the_same_package(filled, tmp_path):
    assert Inspection.objects.filter(public_at__isnull=False).exists()
    said = run("drill", "--scratch", tmp_path, "--other-engine", "sqlite://")
    assert "the package with what is embargoed has the same content" in said
    assert list(tmp_path.iterdir()) == []
