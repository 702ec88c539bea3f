"""What one DATABASE_URL becomes: SQLite set up for production, or PostgreSQL."""

from pathlib import Path
from typing import Any

import environ

SQLITE_BUSY_SECONDS = 20  # how long a writer waits for another before it gives up
# For how long a connection is used again. To open one costs as much as all questions of a page: the pragmas below, the
# server's handshake, and SQLite reads its schema.
KEPT_SECONDS = 60

# WAL lets readers go on while one writes. NORMAL is safe against a crash of the process under WAL.
# IMMEDIATE takes the write lock at the start of a transaction: Django's default takes it at the first
# write, where SQLite refuses instead of waiting, and under load about half of the writes are lost.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": SQLITE_BUSY_SECONDS,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for the database named by a URL.

    `sqlite:///path` and `postgres://user@host/name` are the two engines that the tests run on.
    Raises ValueError, with a sentence for the operator, for any other.
    """
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    engine = settings.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3":
        Path(settings["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        settings["OPTIONS"] = SQLITE_OPTIONS
        settings["CONN_MAX_AGE"] = KEPT_SECONDS
    elif engine == "django.db.backends.postgresql":
        settings["CONN_MAX_AGE"] = KEPT_SECONDS
        settings["CONN_HEALTH_CHECKS"] = True
    else:
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgres://")
    # A transaction around every request would make each page view take SQLite's write lock.
    settings["ATOMIC_REQUESTS"] = False
    return settings
