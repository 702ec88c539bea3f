"""What one DATABASE_URL becomes: SQLite set up for production, or PostgreSQL."""

from pathlib import Path
from typing import Any

import environ

SQLITE_BUSY_SECONDS = 20  # how long a writer waits for another before it gives up

# WAL lets readers go on while one writes. FULL has each commit on the disk before anybody is told of it: with NORMAL a
# process may crash, but a power cut takes the latest commits away. It was measured to cost 0.7 ms a commit.
# IMMEDIATE takes the write lock at the start of a transaction: Django's default takes it at the first
# write, where SQLite refuses instead of waiting, and under load about half of the writes are lost.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": SQLITE_BUSY_SECONDS,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
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
    elif engine == "django.db.backends.postgresql":
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    else:
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgres://")
    # A transaction around every request would make each page view take SQLite's write lock.
    settings["ATOMIC_REQUESTS"] = False
    return settings
