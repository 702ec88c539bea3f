"""What is in a database, so that two moments of it can be compared: how it is built, and every row."""

import hashlib
from typing import Any

from django.db import connection

# Beside the tables of models: what SQLite keeps for itself, and for its full-text index.
NOT_OURS = ("sqlite_", "inspections_search_")

SQLITE_COLUMNS = """SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' ORDER BY 1, 2"""
POSTGRESQL_COLUMNS = """SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2"""
SQLITE_TRIGGERS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL_TRIGGERS = """SELECT tgname, pg_get_triggerdef(t.oid), p.prosrc
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT tgisinternal"""
POSTGRESQL_CONSTRAINTS = "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"


def _all(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def columns() -> dict[str, list[str]]:
    """Of each table, by name: what is added later comes last in one that was altered, elsewhere in one made anew."""
    found: dict[str, list[str]] = {}
    for table, column in _all({"sqlite": SQLITE_COLUMNS, "postgresql": POSTGRESQL_COLUMNS}[connection.vendor]):
        if not table.startswith(NOT_OURS):
            found.setdefault(table, []).append(column)
    return found


def triggers() -> dict[str, str]:
    """By name, each with its table, and on PostgreSQL with the text of what it does."""
    if connection.vendor == "sqlite":
        return {name: f"{table} {text}" for name, table, text in _all(SQLITE_TRIGGERS)}
    return {name: f"{definition} {body}" for name, definition, body in _all(POSTGRESQL_TRIGGERS)}


def indexes() -> list[str]:
    if connection.vendor == "sqlite":
        return sorted(name for (name,) in _all("SELECT name FROM sqlite_master WHERE type = 'index'"))
    return sorted(name for (name,) in _all("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"))


def constraints() -> list[str]:
    """Those with a name of ours. SQLite has them in the text of the table."""
    if connection.vendor == "sqlite":
        return []
    return sorted(name for (name,) in _all(POSTGRESQL_CONSTRAINTS))


def built() -> dict[str, Any]:
    return {
        "columns": columns(),
        "triggers": triggers(),
        "indexes": indexes(),
        "constraints": constraints(),
    }


def as_written() -> list[tuple[Any, ...]]:
    """How SQLite wrote everything down, to the letter: for two moments between which nothing may have happened."""
    if connection.vendor == "postgresql":
        return []
    return sorted(_all("SELECT type, name, tbl_name, sql FROM sqlite_master"), key=repr)


def rows(of: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a sum of all that is in these columns, whatever the order."""
    found = {}
    for table, names in of.items():
        cast = "{}::text" if connection.vendor == "postgresql" else "{}"
        listed = ", ".join(cast.format(connection.ops.quote_name(name)) for name in names)
        read = sorted(map(repr, _all(f"SELECT {listed} FROM {connection.ops.quote_name(table)}")))
        found[table] = (len(read), hashlib.sha256("\n".join(read).encode()).hexdigest())
    return found
