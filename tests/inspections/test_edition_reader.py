"""The state of the record, read past Django: always that of this moment, or none."""

import datetime
import sqlite3
import threading
from pathlib import Path

import pytest
from django.core.signals import got_request_exception
from django.utils import timezone

from inspections import edition_reader as module
from inspections.edition_reader import EditionReader, SqliteRow, state_of
from inspections.models import Edition
from inspections.models.edition import Current, edition, move
from tests import make

TABLE = """CREATE TABLE inspections_edition
    (id INTEGER PRIMARY KEY, number INTEGER, moved_at TEXT, moments TEXT, beside_at TEXT)"""
DAY = datetime.date(2026, 11, 22)


def write(path: Path, number: int, moments: str = "[]") -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO inspections_edition VALUES (1, ?, ?, ?, ?)", (number, MOVED, moments, MOVED)
        )
    connection.close()


MOVED = "2026-11-22 08:00:00.5"


@pytest.fixture
def database(tmp_path, monkeypatch) -> Path:
    """A file of SQLite with an edition in it, read as the site's is."""
    path = tmp_path / "site 100% #1?.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(TABLE)
    connection.close()
    write(path, 7)
    monkeypatch.setattr(module, "opened", lambda: SqliteRow(str(path)))
    return path


def name(reader: EditionReader) -> str:
    state = reader.state()
    assert state is not None
    return state.name


@pytest.mark.once
def test_every_read_is_of_what_is_on_record_now(database):
    reader = EditionReader()
    seen = [name(reader).split()[0]]
    for number in (8, 9):
        write(database, number)
        seen.append(name(reader).split()[0])
    assert seen == ["7", "8", "9"]


@pytest.mark.once
def test_a_backup_that_is_put_back_is_seen(database, tmp_path):
    reader = EditionReader()
    other = tmp_path / "backup"
    with sqlite3.connect(other) as connection:
        connection.execute(TABLE)
    connection.close()
    write(other, 3)
    assert name(reader).startswith("7 ")
    other.replace(database)
    assert name(reader).startswith("3 ")


@pytest.mark.once
def test_what_cannot_be_read_has_no_state_until_it_can(database):
    reader = EditionReader()
    assert reader.state() is not None
    away = database.with_name("away")
    database.rename(away)
    assert reader.state() is None
    away.rename(database)
    assert name(reader).startswith("7 ")


@pytest.mark.once
@pytest.mark.parametrize(("code", "connections"), [(sqlite3.SQLITE_READONLY, 2), (sqlite3.SQLITE_CONSTRAINT, 1)])
def test_after_an_outage_it_opens_the_file_afresh(database, monkeypatch, code, connections):
    opened = []

    def counted() -> SqliteRow:
        opened.append(SqliteRow(str(database)))
        return opened[-1]

    monkeypatch.setattr(module, "opened", counted)
    reader, error = EditionReader(), sqlite3.OperationalError("what a request ended in")
    assert name(reader).startswith("7 ")
    error.sqlite_errorcode = code
    try:
        raise error
    except sqlite3.OperationalError:
        got_request_exception.send(None)
    assert name(reader).startswith("7 ")
    assert len(opened) == connections


@pytest.mark.once
def test_each_thread_reads_by_itself(database):
    reader, seen = EditionReader(), []
    threads = [threading.Thread(target=lambda: seen.append(name(reader))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert seen == [name(reader)] * 4


@pytest.mark.once
def test_an_embargo_and_midnight_in_london_make_another_state_by_themselves(database, monkeypatch):
    reader = EditionReader()
    write(database, 7, '["2026-07-01T22:30:00+00:00"]')
    seen = []
    for minute in ("22:00", "22:29", "22:30", "22:59", "23:00", "22:29"):
        moment = datetime.datetime.fromisoformat(f"2026-07-01T{minute}:00+00:00")
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        said = name(reader).split()
        seen.append((said[0], said[-1]))
    before, out = ("7", "2026-07-01"), ("7.1", "2026-07-01")
    assert seen == [before, before, out, out, ("7.1", "2026-07-02"), before]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_it_says_what_django_says():
    make.make_theme()
    make.make_inspection("northshire")
    assert name(EditionReader()) == state_of(edition(), timezone.localdate()).name
    move()
    assert name(EditionReader()) == state_of(edition(), timezone.localdate()).name


@pytest.mark.sqlite
@pytest.mark.django_db
def test_an_empty_record_has_a_state_too():
    Edition.objects.all().delete()
    assert name(EditionReader()) == state_of(edition(), timezone.localdate()).name


@pytest.mark.once
def test_two_records_that_changed_as_often_are_told_apart_and_zones_are_not():
    moment = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)
    later = moment + datetime.timedelta(seconds=1)
    elsewhere = moment.astimezone(datetime.timezone(datetime.timedelta(hours=5)))
    assert state_of(Current("7", moment), DAY).name != state_of(Current("7", later), DAY).name
    assert state_of(Current("7", moment), DAY).name == state_of(Current("7", elsewhere), DAY).name
    assert state_of(Current("7", moment), DAY).name != state_of(Current("7.1", moment), DAY).name


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_is_read_as_django_reads_it_and_again_after_the_connection_was_lost():
    """What a test writes is not committed, so no other connection sees it: this reads what the migrations left."""
    reader = EditionReader()
    try:
        before = name(reader)
        assert before == state_of(edition(), timezone.localdate()).name
        reader._mine.row.connection.close()
        assert name(reader) == before
    finally:
        reader.close()  # or the database of the tests could not be dropped
