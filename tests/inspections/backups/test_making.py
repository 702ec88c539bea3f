from pathlib import Path

import pytest
from django.db import connection

from inspections.backups import engines, record
from inspections.backups.making import Steps, in_sentences, make
from inspections.backups.restoring import restored
from inspections.models import StaffNote
from tests.harness.databases import EMBARGOED, silent
from tracker.backups import Unable
from tracker.backups.artefact import RECORD, Artefact
from tracker.backups.using import using


def test_the_manifest_says_of_what_it_is(filled, tmp_path):
    made = make(tmp_path / "kept.zip", None, silent, Steps())
    manifest = Artefact(made.path).manifest
    assert manifest == made.manifest
    assert manifest.engine == connection.vendor
    assert manifest.edition
    assert manifest.drafts == 1
    assert manifest.times == {EMBARGOED: "09:30:00"}
    assert "inspections.0001_initial" in manifest.migrations
    assert made.size == made.path.stat().st_size


def test_steps_are_timed(filled, tmp_path):
    steps = Steps()
    make(tmp_path, None, silent, steps)
    assert {"copy", "packing", "package of the record"} <= set(steps.seconds)
    assert all(seconds >= 0 for seconds in steps.seconds.values())


def test_all_of_it_is_of_one_moment(filled, tmp_path, monkeypatch):
    """Somebody writes between the sums and the copy, and again between the copy and the package."""
    real_copy, real_package = engines.copy, record.write_package

    def meddle(text):
        with using(filled):
            StaffNote.objects.update(text=text)

    def copy(to, progress):
        meddle("Between.")
        real_copy(to, progress)

    def package(path):
        meddle("Later.")
        real_package(path)

    monkeypatch.setattr(engines, "copy", copy)
    monkeypatch.setattr(record, "write_package", package)
    made = make(tmp_path / "kept.zip", None, silent, Steps())
    target = engines.target_of(filled)
    with restored(Artefact(made.path), target, silent, Steps()) as back:  # it compares every row with the sums
        assert StaffNote.objects.get().text == "Ring them again on Monday."
        assert back.problems == []


def test_a_database_that_waits_for_migrate_is_backed_up_without_the_package(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(record, "known_migrations", lambda: record.applied_migrations() | {"inspections.9999_to_come"})
    made = make(tmp_path / "kept.zip", None, silent, Steps())
    assert not Artefact(made.path).has(RECORD)
    assert made.manifest.edition is None


def test_an_empty_database_is_not_backed_up(filled, shelf, tmp_path):
    settings = shelf.empty()
    if connection.vendor == "sqlite":
        Path(settings["NAME"]).touch()
    with using(settings), pytest.raises(Unable, match="holds no tables"):
        make(tmp_path, None, silent, Steps())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.once
def test_what_the_disk_says_becomes_a_sentence(tmp_path):
    with pytest.raises(Unable, match=r"/kept cannot be used: No such file"), in_sentences(tmp_path):
        (tmp_path / "kept").read_text()
