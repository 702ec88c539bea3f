"""What one DATABASE_URL becomes: SQLite set up for production, or PostgreSQL."""

import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import quote

import environ

from tracker.environment import Refused, at_home

SQLITE_BUSY_SECONDS = 20  # how long a writer waits for another before it gives up
# For how long a connection is used again. To open one costs as much as all questions of a page: the pragmas below, the
# server's handshake, and SQLite reads its schema.
KEPT_SECONDS = 60

# WAL lets readers go on while one writes. FULL has each commit on the disk before anybody is told of it: with NORMAL a
# process may crash, but a power cut takes the latest commits away. It was measured to cost 0.7 ms a commit.
# IMMEDIATE takes the write lock at the start of a transaction: Django's default takes it at the first
# write, where SQLite refuses instead of waiting, and under load about half of the writes are lost.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": SQLITE_BUSY_SECONDS,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}

# A server that cannot be reached, or that hangs, is known to be gone within seconds: the driver alone would wait for
# minutes, and each worker with it.
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "connect_timeout": 3,  # seconds
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}
SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
IN_MEMORY = ":memory:"
EXPECTED = "DATABASE_URL must begin with sqlite:/// or postgres://, as sqlite:////srv/data/tracker.sqlite3"


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for the database named by a URL.

    `sqlite:///path` and `postgres://user@host/name` are the two engines that the tests run on. Raises Refused for any
    other. What is wrong with a URL is never quoted: a password with a “/” in it is easily taken for a port.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # of a scheme that it does not know, with the password in it
            settings: dict[str, Any] = environ.Env.db_url_config(url)
    except Exception:
        raise Refused(f"{EXPECTED} or postgres://user:password@host/name.") from None
    engine = settings.get("ENGINE", "")
    if engine == SQLITE:
        _demand_place(settings["NAME"])
        settings["OPTIONS"] = SQLITE_OPTIONS
        settings["CONN_MAX_AGE"] = KEPT_SECONDS
    elif engine == POSTGRESQL:
        if not settings["NAME"]:
            raise Refused("DATABASE_URL names no database: write it as postgres://user:password@host/name.")
        settings["OPTIONS"] = {**POSTGRESQL_OPTIONS, **settings.get("OPTIONS", {})}
        settings["CONN_MAX_AGE"] = KEPT_SECONDS
        settings["CONN_HEALTH_CHECKS"] = True
    else:
        raise Refused(f"{EXPECTED} or postgres://user:password@host/name.")
    # A transaction around every request would make each page view take SQLite's write lock.
    settings["ATOMIC_REQUESTS"] = False
    return settings


def never_made(settings: dict[str, Any]) -> None:
    """Have SQLite open the file of a database, and never make one, for as long as this process lives.

    For a server: a disk that is not mounted is no empty record. What would be written to a file made beside it would be
    hidden when the disk comes back. Commands may make one: `migrate` begins with nothing.
    """
    name = str(settings["NAME"])
    if settings["ENGINE"] == SQLITE and name and "memory" not in name:
        settings["OPTIONS"] = {**settings["OPTIONS"], "database": f"file:{quote(name)}?mode=rw"}


def _demand_place(name: str) -> None:
    """Refuse a file of SQLite that cannot be written, beside which it keeps two more. At home its folder is made."""
    if name == IN_MEMORY:
        if not at_home():
            raise Refused("DATABASE_URL names a database in memory, which forgets the record: name a file.")
        return
    path = Path(name)
    if at_home():
        path.parent.mkdir(parents=True, exist_ok=True)
    if not path.parent.is_dir():
        raise Refused(
            f"The folder of the database, {path.parent}, is not there: make it, or set DATABASE_URL to "
            "another place (sqlite://// with four strokes begins at the root)."
        )
    if path.is_dir():
        raise Refused(f"DATABASE_URL names {path}, which is a folder: name a file in it.")
    for each in (path.parent, path):
        if each.exists() and not os.access(each, os.W_OK):
            raise Refused(
                f"The database cannot be written: let {each} belong to the account of the server, or set "
                "DATABASE_URL to another place."
            )
