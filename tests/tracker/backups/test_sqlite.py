import os
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from tests.harness.databases import silent
from tracker.backups import Unable
from tracker.backups.sqlite import Target, check, copy
from tracker.backups.using import using
from tracker.databases import database

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

STAMP = "20261128t031500z"


def ask(path: Path, question: str):
    with sqlite3.connect(path, isolation_level=None) as one:
        rows = one.execute(question).fetchall()
    one.close()
    return rows


@pytest.fixture
def site(tmp_path):
    """A database in the mode of the site, with a row that stands in its write-ahead log alone."""
    site = database(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    ask(site["NAME"], "PRAGMA journal_mode = WAL")
    ask(site["NAME"], "CREATE TABLE said (words)")
    ask(site["NAME"], "INSERT INTO said VALUES ('before')")
    return site


def test_a_copy_is_of_the_moment_at_which_its_transaction_began(site, tmp_path):
    with using(site), connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT count(*) FROM said")
        ask(site["NAME"], "INSERT INTO said VALUES ('meanwhile')")
        copy(connection, tmp_path / "copy", silent)
        cursor.execute("ROLLBACK")
    assert ask(tmp_path / "copy", "SELECT words FROM said") == [("before",)]
    assert ask(site["NAME"], "SELECT count(*) FROM said") == [(2,)]


def test_a_copy_does_not_begin_again_for_a_writer(site, tmp_path, monkeypatch):
    with sqlite3.connect(site["NAME"]) as one:
        one.executemany("INSERT INTO said VALUES (?)", [(os.urandom(4000),)] * 500)
    one.close()
    monkeypatch.setattr("tracker.backups.sqlite.PAGES_AT_ONCE", 10)
    steps = []

    def progress(_label, total):
        def tick(done):
            steps.append(done)
            ask(site["NAME"], "INSERT INTO said VALUES ('meanwhile')")

        return tick

    with using(site), connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT count(*) FROM said")
        copy(connection, tmp_path / "copy", progress)
        cursor.execute("ROLLBACK")
    assert ask(tmp_path / "copy", "SELECT count(*) FROM said") == [(501,)]
    assert all(done > 0 for done in steps)
    assert ask(site["NAME"], "SELECT count(*) FROM said") == [(501 + len(steps),)]


def test_a_damaged_file_is_named(site, tmp_path):
    check(Path(site["NAME"]))
    path = tmp_path / "damaged"
    path.write_bytes(b"Not a database." * 1000)
    with pytest.raises(Unable, match="SQLite finds the copy damaged"):
        check(path)


def test_a_row_that_names_another_that_is_not_there_is_found(tmp_path):
    path = tmp_path / "loose"
    ask(path, "CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    ask(path, "CREATE TABLE child (parent REFERENCES parent)")
    ask(path, "INSERT INTO child VALUES (7)")
    with pytest.raises(Unable, match="Row 1 of child names a row of parent that is not there"):
        check(path)


def test_the_old_file_is_kept_whole_and_the_new_one_has_no_log_of_it(site, tmp_path):
    path = Path(site["NAME"])
    held = sqlite3.connect(path)  # closed by a process that was killed: its log stays
    held.execute("INSERT INTO said VALUES ('in the log')")
    held.commit()
    log = Path(f"{path}-wal").read_bytes()
    held.close()
    Path(f"{path}-wal").write_bytes(log)
    target = Target(site)
    with target.fresh() as fresh:
        ask(fresh["NAME"], "CREATE TABLE restored (words)")
        aside = target.put_in_place(STAMP)
    assert aside == f"{path}.before-restore-{STAMP}"
    assert ask(path, "SELECT name FROM sqlite_master") == [("restored",)]
    assert ask(Path(aside), "SELECT words FROM said") == [("before",), ("in the log",)]
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, f"{path.name}.before-restore-{STAMP}"]


def test_a_log_without_its_file_is_not_read_as_part_of_the_new_one(tmp_path):
    (tmp_path / "site.sqlite3-wal").write_bytes(b"What is left.")
    target = Target(database(f"sqlite:///{tmp_path / 'site.sqlite3'}"))
    with target.fresh() as fresh:
        ask(fresh["NAME"], "CREATE TABLE restored (words)")
        target.put_in_place(STAMP)
    assert (tmp_path / f"site.sqlite3.before-restore-{STAMP}-wal").read_bytes() == b"What is left."
    assert ask(tmp_path / "site.sqlite3", "SELECT name FROM sqlite_master") == [("restored",)]


def test_a_file_that_somebody_has_open_stays(site):
    path = Path(site["NAME"])
    reader = sqlite3.connect(path)
    reader.execute("SELECT * FROM said").fetchall()
    target = Target(site)
    with target.fresh() as fresh:
        ask(fresh["NAME"], "CREATE TABLE restored (words)")
        with pytest.raises(Unable, match="is in use"):
            target.put_in_place(STAMP)
    reader.close()
    assert ask(path, "SELECT words FROM said") == [("before",)]
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_read_any_more_is_kept_as_it_is(site):
    path = Path(site["NAME"])
    path.write_bytes(b"Not a database." * 1000)
    target = Target(site)
    with target.fresh() as fresh:
        ask(fresh["NAME"], "CREATE TABLE restored (words)")
        aside = Path(target.put_in_place(STAMP))
    assert aside.read_bytes() == b"Not a database." * 1000
    assert ask(path, "SELECT name FROM sqlite_master") == [("restored",)]


def test_the_new_file_has_the_mode_of_the_old(site):
    path = Path(site["NAME"])
    path.chmod(0o640)
    target = Target(site)
    with target.fresh() as fresh:
        ask(fresh["NAME"], "CREATE TABLE restored (words)")
        target.put_in_place(STAMP)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_the_database_stays_a_link(site, tmp_path):
    (tmp_path / "link.sqlite3").symlink_to(site["NAME"])
    target = Target({**site, "NAME": str(tmp_path / "link.sqlite3")})
    with target.fresh() as fresh:
        ask(fresh["NAME"], "CREATE TABLE restored (words)")
        target.put_in_place(STAMP)
    assert (tmp_path / "link.sqlite3").is_symlink()
    assert ask(Path(site["NAME"]), "SELECT name FROM sqlite_master") == [("restored",)]


def test_what_is_not_put_in_place_is_gone(site, tmp_path):
    target = Target({**site, "NAME": str(tmp_path / "new" / "site.sqlite3")})
    assert not target.exists
    with target.fresh() as fresh:
        ask(fresh["NAME"], "CREATE TABLE restored (words)")
    assert list((tmp_path / "new").iterdir()) == []
