"""Which engine does what: the two have the same words for it."""

import sqlite3
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tracker.backups import Unable, postgresql, sqlite
from tracker.backups.tables import Progress
from tracker.backups.using import Settings

Target = sqlite.Target | postgresql.Target


def vendor_of(settings: Settings) -> str:
    return "sqlite" if str(settings["ENGINE"]).endswith("sqlite3") else "postgresql"


def target_of(settings: Settings, *, scratch_only: bool = False) -> Target:
    """Where to restore to. scratch_only: never into the database itself."""
    if vendor_of(settings) == "sqlite":
        return sqlite.Target(settings)
    return postgresql.Target(settings, scratch_only=scratch_only)


def version() -> str:
    """The version of the engine that answers: of SQLite the library's, of PostgreSQL the major one."""
    return sqlite3.sqlite_version if connection.vendor == "sqlite" else str(postgresql.major(connection))


def refuse_missing(settings: Settings) -> None:
    """Opening a SQLite file that is not there would make an empty one, and back that up."""
    if vendor_of(settings) == "sqlite" and not Path(str(settings["NAME"])).is_file():
        raise Unable(_("There is no database at %s. Set DATABASE_URL to the one to back up.") % settings["NAME"])


def copy(to: Path, progress: Progress) -> None:
    """Copy the default database as it stands in its present transaction."""
    if connection.vendor == "sqlite":
        sqlite.copy(connection, to, progress)
    else:
        progress(_("Dumping"), 1)
        postgresql.copy(connection, to)


def check(path: Path) -> None:
    """Look through a copy that was just made."""
    if connection.vendor == "sqlite":
        sqlite.check(path)
    else:
        postgresql.check(path, postgresql.major(connection))


def same_writing(engine: str, version_then: str) -> bool:
    """Whether an engine writes down how a database is built as it did then: PostgreSQL's versions differ in it."""
    return engine == "sqlite" or version_then == str(postgresql.major(connection))


def as_plain(error: Any) -> str:
    """The first line of what a driver says."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
