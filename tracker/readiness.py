"""Whether this process can do its work: the database can be read and written and is of this release; disks have room.

Nothing is written to find out, and nothing takes long: see `findings`. What is said names no path, host or version,
since anybody may read it.
"""

import functools
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

SECONDS = 2.0  # for all of it: who asks has others to ask, and each worker has one thread
MEGABYTE = 1024 * 1024
SQLITE_NOW: dict[str, Any] = {"timeout": 1}
# The server itself gives a statement up, so that nothing of a question stays behind there.
POSTGRESQL_NOW: dict[str, Any] = {"connect_timeout": 2, "options": "-c statement_timeout=1000"}


class NotReady(Exception):
    """A check that failed, with a sentence that says what is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its name, whether it is well, and a sentence."""

    name: str
    ok: bool
    said: str


class _Asking(threading.Thread):
    """The checks, in a thread of their own: one that hangs in a dead disk cannot be stopped, only left behind."""

    def __init__(self, checks: dict[str, Callable[[], str]]) -> None:
        super().__init__(daemon=True, name="readiness")
        self.checks = checks
        self.found: dict[str, Finding] = {}

    def run(self) -> None:
        for name, check in self.checks.items():
            try:
                said, ok = check(), True
            except NotReady as why:
                said, ok = str(why), False
            except (DatabaseError, sqlite3.Error, OSError):
                said, ok = _("it could not be found out"), False
            self.found[name] = Finding(name, ok, said)

    def findings(self) -> list[Finding]:
        late = _("there was no answer in time")
        return [self.found.get(name, Finding(name, False, late)) for name in self.checks]


_asking: _Asking | None = None


def findings(checks: dict[str, Callable[[], str]] | None = None, seconds: float = SECONDS) -> list[Finding]:
    """Ask all checks, for so many seconds at most. One that has not come back is not asked a second time meanwhile.

    checks: what to ask, by name; each returns a sentence or raises NotReady.
    """
    global _asking
    if _asking is None or not _asking.is_alive():
        _asking = _Asking(Asked().checks() if checks is None else checks)
        _asking.start()
        _asking.join(seconds)
    return _asking.findings()


class Asked:
    """One round of checks, on a connection of its own: that of the requests may be the one that is stale."""

    def __init__(self) -> None:
        self.applied: set[tuple[str, str]] | None = None

    def checks(self) -> dict[str, Callable[[], str]]:
        return {
            "database": self.database,
            "migrations": self.migrations,
            "writing": self.writing,
            "space": enough_space,
        }

    def database(self) -> str:
        with closing_connection() as connection:
            try:
                self.applied = applied(connection)
            except DatabaseError:
                raise NotReady(_("the database cannot be reached or read")) from None
        return _("it answers and can be read")

    def migrations(self) -> str:
        if self.applied is None:
            raise NotReady(_("not looked into, since the database cannot be read"))
        # More than this release knows are no fault: the next release migrates while this one goes on serving.
        if wanted() - self.applied:
            raise NotReady(_("some are not applied: run “manage.py migrate”"))
        return _("all are applied")

    def writing(self) -> str:
        if not self.applied:
            raise NotReady(_("not looked into, since there is nothing to be read"))
        with closing_connection() as connection:
            if not {"sqlite": sqlite_can_write, "postgresql": postgresql_can_write}[connection.vendor](connection):
                raise NotReady(_("the database can only be read"))
        return _("the database can be written")


class closing_connection:  # noqa: N801  (it is used as a word)
    """A connection to the site's database with short limits of time, closed at the end."""

    def __enter__(self) -> BaseDatabaseWrapper:
        self.connection: BaseDatabaseWrapper = connections.create_connection(DEFAULT_DB_ALIAS)
        given = self.connection.settings_dict
        now = {"sqlite": SQLITE_NOW, "postgresql": POSTGRESQL_NOW}[self.connection.vendor]
        self.connection.settings_dict = {**given, "OPTIONS": {**given["OPTIONS"], **now}}
        return self.connection

    def __exit__(self, *_raised: Any) -> None:
        self.connection.close()


@functools.cache
def wanted() -> frozenset[tuple[str, str]]:
    """The migrations of this release, read from its files once a process."""
    return frozenset(MigrationLoader(None).graph.nodes)


def applied(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """The migrations that are noted in a database. The recorder's own word for it asks another connection."""
    if not MigrationRecorder(connection).has_table():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def sqlite_can_write(connection: BaseDatabaseWrapper) -> bool:
    """Whether a statement that writes, and finds nothing to write, gets through.

    BEGIN IMMEDIATE would not tell: on a file that only reads it begins a transaction that only reads. Another who
    writes for longer has the lock, and so it can be had.
    """
    connection.ensure_connection()
    driver: sqlite3.Connection = connection.connection
    driver.execute("PRAGMA busy_timeout=0")
    try:
        driver.execute("DELETE FROM django_migrations WHERE 0")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return True


def postgresql_can_write(connection: BaseDatabaseWrapper) -> bool:
    """Whether this is no replica, nothing has made it read-only, and the account may write what staff write."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off' "
            "AND has_table_privilege('django_session', 'INSERT')"
        )
        return bool(cursor.fetchone()[0])


def enough_space() -> str:
    """Look at every disk that the site writes to. PostgreSQL's own is on its server."""
    least = settings.LEAST_FREE_MB * MEGABYTE
    low = [what for what, folder in folders() if shutil.disk_usage(_there(folder)).free < least]
    if low:
        raise NotReady(_("too little is free for: %(what)s") % {"what": ", ".join(low)})
    return _("there is enough")


def folders() -> Iterator[tuple[str, Path]]:
    """What the site writes, and where."""
    database = settings.DATABASES[DEFAULT_DB_ALIAS]
    if database["ENGINE"].endswith("sqlite3") and "memory" not in str(database["NAME"]):
        yield _("the database"), Path(database["NAME"]).parent
    yield _("files that are made once an edition"), Path(settings.DATA_DIR)
    yield _("temporary files"), Path(tempfile.gettempdir())


def _there(folder: Path) -> Path:
    """The folder, or the one above that it will be made in."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())
