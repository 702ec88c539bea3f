"""When the database is gone, and not the code wrong: which errors say so, and for how long to ask nothing of it.

Such an error is answered by a 503 that asks to come again, and needs no restart: the next request tries afresh.
"""

import sqlite3
from collections.abc import Iterator

import psycopg
from django.db import DatabaseError, InterfaceError
from django.db.transaction import TransactionManagementError

RETRY_SECONDS = 10  # when to come again: a restart of PostgreSQL and a failover to another server take about as long
LONGEST_CHAIN = 10  # causes that are looked at

# https://www.sqlite.org/rescode.html. Missing here: ERROR and MISUSE, which say that a statement is wrong, so a missing
# table is a fault of ours; CONSTRAINT, MISMATCH, TOOBIG and RANGE, which are about values.
SQLITE_GONE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection lost or refused, no room on disk or for
# another connection, a server that stops or starts, a fault of the machine, a database that is there and cannot
# be used yet; then a transaction that only reads, one that gave way to another, and a statement that took too long.
POSTGRESQL_GONE = ("08", "53", "57P", "58", "XX001", "XX002", "25006", "40", "55P03", "57014", "28")


def is_outage(error: BaseException | None) -> bool:
    """Whether an error says that the database could not be reached, read or written at this moment."""
    return any(_says_gone(each) for each in chain(error))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and what it came from, as far as it came from the database."""
    for _each in range(LONGEST_CHAIN):
        if error is None:
            return
        yield error
        # What Django says of a transaction that another error had broken, and what it wraps around the driver's error.
        # An error of our own code that came while another was handled is a fault.
        is_wrapped = isinstance(error, DatabaseError | InterfaceError | TransactionManagementError)
        error = error.__cause__ or (error.__context__ if is_wrapped else None)


def _says_gone(error: BaseException) -> bool:
    match error:
        case sqlite3.Error():
            code = getattr(error, "sqlite_errorcode", None)
            return code is not None and code & 0xFF in SQLITE_GONE
        case psycopg.OperationalError(sqlstate=None):  # it never came to an answer of the server
            return True
        case psycopg.Error():
            return (error.sqlstate or "").startswith(POSTGRESQL_GONE)
        case InterfaceError():  # Django's own: "connection already closed"
            return error.__cause__ is None
    return False
