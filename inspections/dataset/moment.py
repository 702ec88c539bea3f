"""One moment of the record, for what takes many queries to write: all of them see the same rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Read inside: what others write meanwhile is not seen, and nobody waits for anybody. Nothing may be written.

    Inside a transaction it is that transaction. On SQLite Django's own would take the lock that writers wait for, so
    a plain one is begun, which only reads.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
