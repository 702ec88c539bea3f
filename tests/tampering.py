"""Changing what the database refuses to have changed, as somebody would who may do anything to it."""

from typing import Any

from django.db import connection

TRIGGERS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {
        "inspections_statusupdate": ("ledger_no_update", "ledger_no_delete", "ledger_no_replace"),
        "inspections_seal": ("seal_no_update", "seal_no_delete", "seal_no_replace"),
    },
    "postgresql": {"inspections_statusupdate": ("ledger_no_change",), "inspections_seal": ("seal_no_change",)},
}


def tamper(*statements: str, values: tuple[Any, ...] = ()) -> None:
    """Drop the triggers and run these statements; `values` are for each of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what was just written is in the way
        for table, names in TRIGGERS[connection.vendor].items():
            for name in names:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        for statement in statements:
            cursor.execute(statement, values)


def alter_reason(position: int) -> None:
    """Change one character of what was sealed at a position."""
    tamper(
        "UPDATE inspections_statusupdate SET reason = replace(reason, 'a', 'e') "
        "WHERE id = (SELECT update_id FROM inspections_seal WHERE position = %s)",
        values=(position,),
    )


def take_out(update: int) -> None:
    """Delete a row of the ledger with its seal and all that is derived from it."""
    tables = {
        "inspections_seal": "update_id",
        "inspections_statusperiod": "update_id",
        "inspections_statusupdate": "id",
    }
    tamper(*(f"DELETE FROM {table} WHERE {column} = %s" for table, column in tables.items()), values=(update,))


def swap(column: str, one: int, other: int) -> None:
    """Exchange a column of the seals at two positions."""
    table = "inspections_seal"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table} WHERE position IN (%s, %s) ORDER BY position", [one, other])
        (first, before), (second, after) = cursor.fetchall()
    spare = 0 if column == "position" else None
    if spare is None:  # a row that no seal names, for a moment
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT MIN(id) FROM inspections_statusupdate WHERE id NOT IN (SELECT update_id FROM {table})"
            )
            spare = cursor.fetchone()[0]
    for key, value in ((first, spare), (second, before), (first, after)):
        tamper(f"UPDATE {table} SET {column} = {int(value)} WHERE id = {int(key)}")
