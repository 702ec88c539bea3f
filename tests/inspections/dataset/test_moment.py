"""Within one moment nothing is seen of what others write meanwhile, and they need not wait."""

import sqlite3

import pytest
from django.db import connection

from inspections.dataset import moment
from inspections.dataset.moment import one_moment
from inspections.models import Theme
from tests.make import make_theme


class Bare:
    """A connection of SQLite as Django uses one: without a transaction unless one is begun."""

    vendor, in_atomic_block = "sqlite", False

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=0.1)

    def cursor(self):
        from contextlib import closing

        return closing(self.connection.cursor())

    def count(self):
        return self.connection.execute("SELECT count(*) FROM things").fetchone()[0]


@pytest.mark.once
def test_what_is_written_meanwhile_is_seen_only_afterwards(tmp_path, monkeypatch):
    reader, writer = Bare(tmp_path / "things.sqlite3"), Bare(tmp_path / "things.sqlite3")
    writer.connection.execute("PRAGMA journal_mode=WAL")
    writer.connection.execute("CREATE TABLE things (name)")
    monkeypatch.setattr(moment, "connection", reader)
    with one_moment():
        assert reader.count() == 0
        writer.connection.execute("INSERT INTO things VALUES ('later')")
        assert (reader.count(), writer.count()) == (0, 1)
    assert reader.count() == 1


@pytest.mark.once
def test_it_ends_with_whatever_goes_wrong(tmp_path, monkeypatch):
    reader = Bare(tmp_path / "things.sqlite3")
    monkeypatch.setattr(moment, "connection", reader)
    with pytest.raises(KeyError), one_moment():
        raise KeyError
    assert not reader.connection.in_transaction


@pytest.mark.django_db
def test_inside_a_transaction_it_is_that_transaction():
    assert connection.in_atomic_block
    with one_moment():
        make_theme("custody")
    assert Theme.objects.filter(slug="custody").exists()
