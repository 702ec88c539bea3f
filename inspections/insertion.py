"""Adding many rows at once: what bulk_create would write, without asking each object about each of its fields.

Rows get their primary keys before they are written, so that they can name each other in any order: both engines look at
foreign keys only at the end of the transaction.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model

# Of values in one statement: SQLite takes 32,766. Each statement costs a savepoint of the ledger's triggers.
MOST_VALUES = 16_000
CACHE_KB = 16_000  # eight times of what is usual


@contextmanager
def roomy_cache() -> Iterator[None]:
    """Let SQLite hold more pages: new rows come to every part of an index, and a page that is not held is read again.

    That is about memory alone. What it writes, and when, stays as it is.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def reserve(model: type[Model], count: int) -> range | Sequence[int]:
    """New primary keys of a model, as many as that. Ask inside the transaction that uses them."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"pg_get_serial_sequence('{connection.ops.quote_name(table)}', '{column}')"
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [count])  # noqa: S608  (names of ours)
            return [key for (key,) in cursor.fetchall()]
        # Nobody else writes meanwhile. SQLite moves its own count along with the rows that come.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + count)


def preparing(model: type[Model], attribute: str) -> Callable[[Any], Any]:
    """What puts a value of this attribute into the form of the database; of equal values the first alone is worked on.

    A key is a whole number and has that form.
    """
    field: Any = next(field for field in model._meta.concrete_fields if field.attname == attribute)
    if field.primary_key or field.is_relation:
        return lambda value: value
    # The connection itself: the usual name of it looks for it again whenever it is asked for anything.
    save = functools.partial(field.get_db_prep_save, connection=connections[DEFAULT_DB_ALIAS])
    return functools.cache(save)


def insert(instances: Sequence[Model]) -> None:
    """Add objects of one model, which have their primary keys."""
    if instances:
        model = type(instances[0])
        names = [field.attname for field in model._meta.concrete_fields]
        insert_values(model, names, map(attrgetter(*names), instances))


def insert_values(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows given as the values of these attributes of a model, in their order."""
    prepare = [preparing(model, name) for name in names]
    insert_prepared(
        model, names, ([to_database(value) for to_database, value in zip(prepare, row, strict=True)] for row in rows)
    )


def insert_prepared(
    model: type[Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    tick: Callable[[int], object] = lambda done: None,
) -> None:
    """The same for values that are in the form of the database. `tick` hears how many more are done."""
    fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(fields[name].column) for name in names)
    table = connection.ops.quote_name(model._meta.db_table)
    rows = iter(rows)
    portions = iter(lambda: list(islice(rows, MOST_VALUES // len(names))), [])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for some in portions:
                    for row in some:
                        copy.write_row(row)
                    tick(len(some))
            return
        one = f"({', '.join(['%s'] * len(names))})"
        for some in portions:
            values = ", ".join([one] * len(some))
            statement = f"INSERT INTO {table} ({columns}) VALUES {values}"  # noqa: S608  (names of ours)
            cursor.execute(statement, list(chain.from_iterable(some)))
            tick(len(some))
