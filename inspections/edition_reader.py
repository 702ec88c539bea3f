"""The state of the record for kept answers: the edition, read past Django in a few microseconds, and London's day."""

import datetime
import json
import os
import sqlite3
import sys
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import psycopg
from django.core.signals import got_request_exception
from django.db import DatabaseError, connections
from django.utils import timezone

from inspections.models.edition import THE_ROW, Current, Edition, named
from tracker.answers.key import State
from tracker.connections import file_at
from tracker.outage import is_outage

ROW = f"SELECT number, moved_at, moments, beside_at FROM {Edition._meta.db_table} WHERE id = {THE_ROW}"  # noqa: S608 (our own)
NEVER = "1970-01-01 00:00:00"
BUSY_SECONDS = 1.0
CONNECT_SECONDS = 3

Row = tuple[int, Any, Any, Any]  # number, moment, moments, moment: in the forms of the driver


def state_of(now: Current, day: datetime.date) -> State:
    """What every answer of an edition and a day depends on.

    The time of the edition tells two databases apart that have changed as often: a backup that was put back.
    """
    since = now.since.astimezone(datetime.UTC)
    return State(f"{now.name} {since.isoformat()} {day.isoformat()}", now)


class SqliteRow:
    """The row by a connection of its own that only reads. Each read is a transaction by itself, so it is never old."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.opened = file_at(path)
        self.connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        self.connection.isolation_level = None

    def read(self) -> Row | None:
        """Raises OSError where the file is not there, or another has taken its place; and sqlite3.Error."""
        if file_at(self.path) != self.opened:
            raise FileNotFoundError(self.path)
        rows = self.connection.execute(ROW).fetchall()  # all of them: a row left unread holds the read lock
        return rows[0] if rows else None

    def close(self) -> None:
        self.connection.close()


class PostgresqlRow:
    """The row by a connection of its own, without a transaction, by a statement that the server knows already."""

    def __init__(self, **parameters: Any) -> None:
        self.connection = psycopg.connect(
            **{"connect_timeout": CONNECT_SECONDS, **parameters}, autocommit=True, prepare_threshold=0
        )

    def read(self) -> Row | None:
        """Raises psycopg.Error."""
        return self.connection.execute(ROW).fetchone()

    def close(self) -> None:
        self.connection.close()


@dataclass(frozen=True, slots=True)
class _Worked:
    """A state that was worked out from a row: it is that of the same row until an embargo or the day ends."""

    row: Row | None
    since: datetime.datetime
    until: datetime.datetime
    state: State


class EditionReader:
    """Reads the edition, and says the state. One connection for each thread of each process."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._worked: _Worked | None = None
        got_request_exception.connect(self._close_after_outage)  # weakly: it goes with the reader

    def state(self) -> State | None:
        """The state of this moment. None where the database cannot be read: nothing kept may be used then."""
        for _attempt in range(2):
            had_one = getattr(self._mine, "row", None) is not None
            try:
                row = self._row()
            except (OSError, ValueError, sqlite3.Error, psycopg.Error, DatabaseError):
                self.close()
                if not had_one:  # a second attempt is for a connection that the other side has closed
                    return None
            else:
                now, worked = timezone.now(), self._worked
                if worked is None or worked.row != row or not worked.since <= now < worked.until:
                    worked = self._worked = _worked_out(row, now)
                return worked.state
        return None

    def _row(self) -> Row | None:
        mine = self._mine
        if getattr(mine, "process", None) != os.getpid():  # a connection must not be used on both sides of a fork
            mine.process, mine.row = os.getpid(), None
        if mine.row is None:
            mine.row = opened()
        found: Row | None = mine.row.read()
        return found

    def _close_after_outage(self, **_signal: Any) -> None:
        """Let go of the file: what SQLite shares between the connections of a process is opened once, for all of them.

        If that was when the disk could only be read, then none of them writes as long as one is open, even this one.
        """
        if is_outage(sys.exc_info()[1]):
            self.close()

    def close(self) -> None:
        """Close the connection of this thread; the next read opens another."""
        row, self._mine.row = getattr(self._mine, "row", None), None
        if row is not None:
            try:
                row.close()
            except (sqlite3.Error, psycopg.Error):
                return


class DjangoRow:
    """The row by Django's own connection, for a database in memory, which no other connection sees."""

    def read(self) -> Row | None:
        rows = Edition.objects.filter(pk=THE_ROW)
        return rows.values_list("number", "moved_at", "moments", "beside_at").first()

    def close(self) -> None:
        """Django closes it."""


def _worked_out(row: Row | None, now: datetime.datetime) -> _Worked:
    number, moved_at, moments, beside_at = row or (0, NEVER, "[]", None)
    if isinstance(moved_at, str):  # SQLite keeps times as text, in UTC, and lists as JSON
        moved_at, moments = _moment(moved_at), json.loads(moments)
        beside_at = _moment(beside_at) if beside_at else None
    day = timezone.localdate(now)
    midnight = timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))
    to_come = [moment for moment in map(datetime.datetime.fromisoformat, moments) if moment > now]
    state = state_of(named(number, moved_at, moments, now, beside_at), day)
    return _Worked(row, now, min([midnight, *to_come]), state)


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def opened() -> Any:
    """What reads the row of the default database."""
    connection = connections["default"]
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return DjangoRow() if "memory" in name or not name else SqliteRow(name)
    parameters = connection.get_connection_params()
    for own in ("cursor_factory", "context", "prepare_threshold", "server_side_binding"):
        parameters.pop(own, None)
    return PostgresqlRow(**parameters)
