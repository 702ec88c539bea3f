"""Walk down every migration of ours and up again, with the demonstration records in the database. A program of its own.

`python -m tests.migrating.walk` works on the database of DATABASE_URL, which is empty before. Down, from the newest to
the oldest: undo a migration, so that the records lie there as the release before had them; let it fail halfway and at
its end, and see that nothing of it stays. Up again: apply each, and see what became of the records. Prints what it
did, as JSON; ends with a sentence where something is not as it should be.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.migrations.operations.base import Operation  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

from tests.migrating import schema  # noqa: E402

Key = tuple[str, str]
OURS = ("inspections", "tracker")
# Migrations that are to change what is in a column that was there before, each with the columns and the reason.
CHANGES: dict[Key, dict[str, list[str]]] = {}
# Migrations that are to drop triggers, each with their names and the reason.
DROPS: dict[Key, list[str]] = {}
LEDGER = {"inspections_statusupdate": ["id", "addressee_id", "sequence", "position", "reason"]}


class Interrupted(Exception):
    """The machine is gone, as far as the migration can tell."""


class Fail(Operation):
    """An operation that does nothing but fail."""

    atomic = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing."""

    def database_forwards(self, *_arguments: Any) -> None:
        raise Interrupted


def demand(holds: bool, key: Key, sentence: str, *more: Any) -> None:
    if not holds:
        sys.exit(f"{key[0]}.{key[1]}: {sentence} {' '.join(map(str, more))}")


def ours(executor: MigrationExecutor) -> list[Key]:
    """Our migrations in the order in which they are applied."""
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [(migration.app_label, migration.name) for migration, _backwards in plan if migration.app_label in OURS]


def applied() -> set[Key]:
    return set(MigrationRecorder(connection).applied_migrations())


def go_to(key: Key) -> None:
    MigrationExecutor(connection).migrate([key])


def interrupt(key: Key) -> int:
    """Let a migration fail in the middle and at its end, and see that all is as it was. Returns how often it failed."""
    before = moment()
    count = len(MigrationExecutor(connection).loader.graph.nodes[key].operations)
    places = sorted({count // 2, count} - {0})
    for after in places:
        executor = MigrationExecutor(connection)
        executor.loader.graph.nodes[key].operations.insert(after, Fail())
        was_interrupted = False
        try:
            executor.migrate([key])
        except Interrupted:
            was_interrupted = True
        demand(was_interrupted, key, "it was to fail, and did not.")
        demand(moment() == before, key, f"it failed after {after} of {count} operations, and something of it stayed.")
    return len(places)


def moment() -> tuple[Any, ...]:
    """All there is in the database."""
    built = schema.built()
    return schema.as_written(), built, schema.rows(built["columns"]), applied()


def common(
    before: dict[str, list[str]], after: dict[str, list[str]], but: dict[str, list[str]]
) -> dict[str, list[str]]:
    return {
        table: [name for name in names if name in after[table] and name not in but.get(table, [])]
        for table, names in before.items()
        if table in after and table != "django_migrations"
    }


def apply(key: Key, top: dict[str, Any]) -> dict[str, int]:
    """Apply a migration, and see that the database is built as `top` is, and that what was there is there as it was."""
    below = schema.built()
    kept = common(below["columns"], top["columns"], CHANGES.get(key, {}))
    rows = schema.rows(kept)
    go_to(key)
    now = schema.built()
    is_the_same(top, now, key, "applied again")
    missing = set(below["triggers"]) - set(now["triggers"]) - set(DROPS.get(key, []))
    demand(not missing, key, "it lost triggers (SQLite drops those of a table that it copies):", *sorted(missing))
    found = schema.rows(kept)
    lost = [table for table in kept if found[table] != rows[table]]
    demand(not lost, key, "it changed rows that were there:", *lost)
    return {"rows": sum(count for count, _sum in rows.values()), "tables": len(kept)}


def is_the_same(one: dict[str, Any], other: dict[str, Any], key: Key, when: str) -> None:
    """Demand that a database is built as it was."""
    for what, before in one.items():
        now = other[what]
        if isinstance(before, dict):
            differ = [name for name in {**before, **now} if before.get(name) != now.get(name)]
        else:
            differ = sorted(set(before) ^ set(now))
        demand(not differ, key, f"{when}, the {what} are others:", *differ)


def ledger_refuses() -> bool:
    for statement in ("UPDATE inspections_statusupdate SET reason = 'x'", "DELETE FROM inspections_statusupdate"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            continue
        return False
    return True


def fill() -> None:
    """The demonstration, and what staff leave beside it."""
    call_command("load_dataset", "fixtures/reference", "fixtures/demo", verbosity=0)
    call_command("createsuperuser", interactive=False, username="keeper", email="keeper@example.org", verbosity=0)
    keeper = apps.get_model("tracker", "User").objects.get()
    item = apps.get_model("inspections", "Addressee").objects.first()
    item.staff_notes.create(text="Ring them again on Monday.", written_by=keeper)


def main() -> None:
    call_command("migrate", verbosity=0)
    fill()
    updates = schema.rows(LEDGER)
    keys = ours(MigrationExecutor(connection))
    # Before its first migration an application holds nothing.
    to_try = [
        (key, earlier[-1])
        for place, key in enumerate(keys)
        if (earlier := [each for each in keys[:place] if each[0] == key[0]])
    ]
    tops: dict[Key, dict[str, Any]] = {}
    tried: dict[str, dict[str, int]] = {}
    for key, before_it in reversed(to_try):
        tops[key] = schema.built()
        go_to(before_it)
        tried[".".join(key)] = {"interrupted": interrupt(key)}
    for key, _before_it in to_try:
        tried[".".join(key)] |= apply(key, tops[key])
    call_command("migrate", verbosity=0)  # what is done after all migrations
    newest = keys[-1]
    demand(schema.rows(LEDGER) == updates, newest, "the ledger is another.")
    demand(ledger_refuses(), newest, "the ledger can be changed.")
    call_command("check_record", stdout=sys.stderr)
    print(json.dumps({"tried": tried, "updates": updates["inspections_statusupdate"][0]}))


if __name__ == "__main__":
    main()
