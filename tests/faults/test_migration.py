"""`migrate` is killed in the middle: each migration is there whole or not at all, and the next run ends it."""

import contextlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.harness.server import ROOT

from .ledger import check
from .places import Place

pytestmark = pytest.mark.once

BEFORE = "0005"  # of inspections: where the database stands that is migrated, with all its records
NOTED = 'INSERT INTO "django_migrations"'

# What every object of a database is made of, migrations and contents left out.
SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2",
    "postgresql": """
        SELECT 'column', table_name || '.' || column_name, data_type || is_nullable
          FROM information_schema.columns WHERE table_schema = 'public'
        UNION SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
          WHERE connamespace = 'public'::regnamespace
        UNION SELECT 'trigger', tgname || ' ' || tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger
          WHERE NOT tgisinternal
        ORDER BY 1, 2""",
}


def asked(place: Place, sql: str) -> list[Any]:
    """The rows of a question, past Django."""
    opened: Any = psycopg.connect if place.cluster else sqlite3.connect
    with contextlib.closing(opened(place.site.env["DATABASE_URL"] if place.cluster else place.file)) as connection:
        return list(map(tuple, connection.execute(sql).fetchall()))


def schema(place: Place) -> list[Any]:
    return asked(place, SCHEMA[place.engine])


def applied(place: Place) -> tuple[str, ...]:
    """The migrations that are noted as applied."""
    return tuple(sorted(f"{app}.{name}" for app, name in asked(place, "SELECT app, name FROM django_migrations")))


def said(place: Place) -> list[Any]:
    """What must be the same after every migration: what the ledger says."""
    return asked(
        place, "SELECT id, addressee_id, sequence, reason, recorded_at FROM inspections_statusupdate ORDER BY id"
    )


@contextlib.contextmanager
def program(place: Place, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    line = [sys.executable, "-m", "tests.faults.paused", *arguments]
    with subprocess.Popen(
        line, cwd=ROOT, env=place.site.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def killed_before(place: Place, number: int) -> None:
    """Migrate, and kill it before one of its statements."""
    with program(place, "stop", str(number)) as process:
        assert process.stdout
        assert "stopped\n" in iter(process.stdout.readline, ""), "It never came so far."


def whole_run(place: Place) -> list[str]:
    """Migrate to the end: each statement."""
    with program(place, "stop", "0") as process:
        assert process.stdout
        return process.stdout.readlines()


def states_on_the_way(place: Place) -> dict[tuple[str, ...], list[Any]]:
    """Migrate to the end, one migration after another: the schema that belongs to each set of applied migrations."""
    states = {applied(place): schema(place)}
    with program(place, "walk") as process:
        assert process.stdin
        assert process.stdout
        for _standing in process.stdout:
            states[applied(place)] = schema(place)
            process.stdin.write("\n")
            process.stdin.flush()
    return states


def places_to_stop(statements: list[str], many: bool) -> list[int]:
    """Before which statements to kill it, counted from 1: where migrations are noted as applied, and in between.

    The first of those applied here leaves an index for its end, on both engines.
    """
    notes = [number for number, sql in enumerate(statements, 1) if NOTED in sql]
    spread = [len(statements) * part // 9 + 1 for part in range(9)]
    return sorted({*notes, *spread}) if many else sorted({notes[0], spread[6]})


def test_a_migration_that_is_killed_is_there_whole_or_not_at_all_and_the_next_run_ends_it(place, updates, note_row):
    place.site.manage("migrate", "--verbosity", "0", "inspections", BEFORE)
    place.save("old")
    before = said(place)
    assert len(before) > 100
    states = states_on_the_way(place)
    assert len(states) > 6
    newest = applied(place)
    place.restore("old")
    statements = whole_run(place)
    stops, seconds = places_to_stop(statements, many=updates >= 1000), 0.0
    for number in stops:
        place.restore("old")
        killed_before(place, number)
        assert schema(place) == states[applied(place)], f"Killed before: {statements[number - 1]}"
        assert said(place) == before
        begun = time.monotonic()
        place.site.manage("migrate", "--verbosity", "0")
        seconds = max(seconds, time.monotonic() - begun)
        assert applied(place) == newest
        assert schema(place) == states[newest]
        assert said(place) == before
    check(place.site)
    counts = {"attempts": len(stops), "acknowledged": len(stops), "lost": 0}
    note_row("migration killed, and run again", place, **counts, seconds=seconds)
