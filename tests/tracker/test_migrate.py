"""A migration is noted as applied in the transaction that applies it. tests/faults/test_migration.py kills it there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.db import connections, models
from django.db.migrations import CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from tracker.databases import database
from tracker.management.commands.migrate import Command, WholeExecutor

pytestmark = pytest.mark.once

OTHER = "other"


class Killed(Exception):
    pass


class MakesAnIndex(Migration):
    """Its index is left for the end, as foreign keys are on PostgreSQL."""

    operations = [CreateModel("Thing", [("id", models.AutoField(primary_key=True)), ("name", models.SlugField())])]


@pytest.fixture
def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty database beside that of the tests."""
    usual = connections.settings["default"]
    made = database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    monkeypatch.setitem(connections.settings, OTHER, {**usual, **made})
    yield connections[OTHER]
    connections[OTHER].close()
    del connections[OTHER]


def tables_after_a_kill(executor: MigrationExecutor, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Apply the migration, and break off where it would be noted."""

    def killed(*_args: object) -> None:
        raise Killed

    monkeypatch.setattr(executor, "record_migration", killed)
    with pytest.raises(Killed):
        executor.apply_migration(ProjectState(), MakesAnIndex("0001_things", "things"))
    return set(executor.connection.introspection.table_names())


def test_it_is_the_command_that_is_run():
    assert isinstance(load_command_class(get_commands()["migrate"], "migrate"), Command)


@pytest.mark.django_db(databases=["default"])
def test_what_is_not_noted_as_applied_is_not_there(connection, monkeypatch, django_db_blocker):
    with django_db_blocker.unblock():
        assert tables_after_a_kill(WholeExecutor(connection), monkeypatch) == set()


@pytest.mark.django_db(databases=["default"])
def test_django_alone_would_leave_it_there(connection, monkeypatch, django_db_blocker):
    with django_db_blocker.unblock():
        assert "things_thing" in tables_after_a_kill(MigrationExecutor(connection), monkeypatch)


@pytest.mark.django_db(databases=["default"])
def test_what_is_applied_is_noted_and_foreign_keys_are_checked_again(connection, django_db_blocker):
    with django_db_blocker.unblock():
        executor = WholeExecutor(connection)
        executor.apply_migration(ProjectState(), MakesAnIndex("0001_things", "things"))
        assert ("things", "0001_things") in executor.recorder.applied_migrations()
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
