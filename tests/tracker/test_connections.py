"""A connection that is kept goes on only as long as its file is the one at its path."""

import sqlite3
import weakref

import pytest
from django.core.signals import got_request_exception, request_started
from django.db import DatabaseError, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from tracker.connections import close_after_outage, close_replaced, file_at
from tracker.databases import database

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path, monkeypatch):
    path = tmp_path / "register.sqlite3"
    settings = connections["default"].settings_dict | database(f"sqlite:///{path}")
    made = DatabaseWrapper(settings, alias="kept")
    made.inc_thread_sharing()
    monkeypatch.setattr(connections, "all", lambda initialized_only=False: [made])
    made.ensure_connection()
    yield path, made
    made.close()


def test_it_is_used_again_while_the_file_stays(kept):
    _path, connection = kept
    before = connection.connection
    close_replaced()
    assert connection.connection is before


def test_it_is_closed_when_a_backup_has_been_put_back(kept, tmp_path):
    path, connection = kept
    backup = tmp_path / "backup.sqlite3"
    sqlite3.connect(backup).close()
    backup.touch()
    assert file_at(str(backup)) != file_at(str(path))
    backup.replace(path)
    close_replaced()
    assert connection.connection is None


def test_it_is_closed_when_the_file_is_gone(kept):
    path, connection = kept
    path.unlink()
    close_replaced()
    assert connection.connection is None


def test_each_request_looks():
    assert any(receiver[1]() is close_replaced for receiver in request_started.receivers)
    assert any(receiver[1]() is close_after_outage for receiver in got_request_exception.receivers)


def outage() -> Exception:
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY
    return error


@pytest.mark.parametrize(("error", "is_kept"), [(outage(), False), (ValueError("a fault of ours"), True)])
def test_it_is_closed_after_an_outage_and_after_nothing_else(kept, error, is_kept):
    _path, connection = kept
    before = connection.connection
    try:
        raise error
    except type(error):
        close_after_outage()
    assert connection.connection is (before if is_kept else None)


def test_a_transaction_that_goes_on_keeps_its_connection(kept):
    _path, connection = kept
    before, connection.in_atomic_block = connection.connection, True
    try:
        raise outage()
    except sqlite3.OperationalError:
        close_after_outage()
    finally:
        connection.in_atomic_block = False
    assert connection.connection is before


def test_no_cursor_of_what_failed_holds_the_file(kept):
    _path, connection = kept
    held = []

    def ask_and_fail() -> None:
        cursor = connection.cursor()
        cursor.execute("SELECT 1 UNION SELECT 2")
        held.append(weakref.ref(cursor))
        raise DatabaseError from outage()

    try:
        ask_and_fail()
    except DatabaseError:
        close_after_outage()
        assert held[0]() is None
