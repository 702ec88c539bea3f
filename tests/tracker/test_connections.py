"""A connection that is kept goes on only as long as its file is the one at its path."""

import sqlite3

import pytest
from django.core.signals import request_started
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from tracker.connections import close_replaced, file_at
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
