"""What a database holds, said so that two can be compared: each table's rows and their sum, and how it is built."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Progress = Callable[[str, int], Callable[[int], object]]

AT_ONCE = 2000
_MODULUS = 1 << 256
# A server, or a role, may be set to write values otherwise. For this transaction they are written in one way.
_ALIKE = """SELECT set_config('datestyle', 'ISO', true), set_config('timezone', 'UTC', true),
    set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true),
    set_config('extra_float_digits', '1', true)"""


@dataclass(frozen=True)
class Sum:
    """How many rows there are, and the sum of their SHA-256, in whatever order they come."""

    rows: int
    digest: str


def sum_of(rows: Iterable[str], tick: Callable[[int], object] = lambda done: None) -> Sum:
    """Add up rows, holding one at a time. A sum and no exclusive or: two rows that are alike must not cancel out."""
    count = total = 0
    for row in rows:
        total += int.from_bytes(hashlib.sha256(row.encode()).digest(), "big")
        count += 1
        if count % AT_ONCE == 0:
            tick(AT_ONCE)
    tick(count % AT_ONCE)
    return Sum(count, f"{total % _MODULUS:064x}")


def sums(connection: Any, progress: Progress) -> dict[str, Sum]:
    """The sum of every table. Call it in a transaction in which one moment is seen."""
    names = table_names(connection)
    tick = progress(_("Adding up rows"), sum(count(connection, name) for name in names))
    return {name: sum_of(_rows(connection, name), tick) for name in names}


def count(connection: Any, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (a table's own name)
        return int(cursor.fetchone()[0])


def holds(connection: Any, apart_from: Collection[str]) -> dict[str, int]:
    """How many rows each table holds that is not empty, without these, which `migrate` itself writes."""
    counts = {name: count(connection, name) for name in table_names(connection) if name not in apart_from}
    return {name: rows for name, rows in counts.items() if rows}


def table_names(connection: Any) -> list[str]:
    """All tables with rows of their own: those of SQLite's search indexes too, and its counters of keys."""
    if connection.vendor == "sqlite":
        question = """SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
                      AND name NOT LIKE 'sqlite_stat%' ORDER BY name"""
    else:
        question = """SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')
                      AND relnamespace = current_schema()::regnamespace ORDER BY relname COLLATE "C" """
    return [name for (name,) in _asked(connection, question)]


def structure(connection: Any) -> Sum:
    """How the database is built: columns, keys, indexes, and the triggers that keep the ledger."""
    if connection.vendor == "sqlite":
        questions = ["SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"]
    else:
        # Not the words of conditions: PostgreSQL writes them otherwise once it has read what it wrote itself.
        questions = [
            """SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity,
               generation_expression FROM information_schema.columns WHERE table_schema = current_schema()""",
            """SELECT split_part(indexdef, ' WHERE ', 1) FROM pg_indexes WHERE schemaname = current_schema()""",
            """SELECT conrelid::regclass::text, conname, contype, convalidated,
               CASE contype WHEN 'c' THEN NULL ELSE pg_get_constraintdef(oid) END
                FROM pg_constraint WHERE connamespace = current_schema()::regnamespace""",
            """SELECT pg_get_triggerdef(t.oid), tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
                WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace""",
            """SELECT pg_get_functiondef(oid) FROM pg_proc
               WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'""",
        ]
    return sum_of(repr(tuple(row)) for question in questions for row in _asked(connection, question))


def different(before: dict[str, Sum], after: dict[str, Sum]) -> list[str]:
    """The tables that are not the same on both sides, by name."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _asked(connection: Any, question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _rows(connection: Any, table: str) -> Iterator[str]:
    """Each row as text, as it is stored and not as Django reads it; no more than a portion is held."""
    name = connection.ops.quote_name(table)
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        columns = [row[1] for row in _asked(connection, f"PRAGMA table_info({name})")]
        # With a plus before it a column has no declared type, by which Django would turn its values into others.
        stored = ", ".join(f"+{connection.ops.quote_name(column)}" for column in columns)
        yield from map(repr, connection.connection.execute(f"SELECT {stored} FROM {name}"))  # noqa: S608 (own names)
        return
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE)
    with connection.connection.cursor(name="backup_rows") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(f"SELECT whole_row::text FROM {name} AS whole_row".encode())  # noqa: S608 (a table's own name)
        for row in cursor:
            yield row[0]
