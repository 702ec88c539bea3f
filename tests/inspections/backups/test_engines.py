import pytest
from django.db import DatabaseError, connection

from inspections.backups import engines
from tracker.backups import Unable, postgresql, sqlite
from tracker.databases import database

pytestmark = pytest.mark.django_db


def test_a_target_is_of_the_engine_of_its_settings(tmp_path):
    lite, big = database(f"sqlite:///{tmp_path / 'a.sqlite3'}"), database("postgres://me@nowhere/name")
    assert isinstance(engines.target_of(lite), sqlite.Target)
    assert isinstance(engines.target_of(big, scratch_only=True), postgresql.Target)
    assert (engines.vendor_of(lite), engines.vendor_of(big)) == ("sqlite", "postgresql")


def test_a_file_that_is_not_there_is_not_opened(tmp_path):
    with pytest.raises(Unable, match="There is no database at"):
        engines.refuse_missing(database(f"sqlite:///{tmp_path / 'a.sqlite3'}"))
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_that_of_what_answers():
    assert engines.version().split(".")[0].isdigit()


def test_how_a_database_is_built_is_compared_within_one_version():
    if connection.vendor == "sqlite":
        assert engines.same_writing("sqlite", "3.1")
    else:
        assert engines.same_writing("postgresql", engines.version())
        assert not engines.same_writing("postgresql", "9")


def test_what_a_driver_says_is_cut_to_a_line():
    assert engines.as_plain(DatabaseError("It failed.\nLINE 1: select")) == "It failed."
    assert engines.as_plain(DatabaseError()) == "DatabaseError"
