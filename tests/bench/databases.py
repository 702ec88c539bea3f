"""The databases that the bench reads: made once for a size and an engine, and copied for each run."""

import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.harness.server import ROOT

from .places import KEPT, POSTGRES, SEED, UPDATES_EACH, environment, fingerprint, say

REFERENCE = ROOT / "fixtures" / "reference"
# A package is read whole, so a large record is loaded in several: each has reports of its own.
MOST_IN_A_PACKAGE = 20_000


class Missing(Exception):
    """A sentence about something that the bench needs and this machine has not."""


def manage(database: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(database), check=True)


def packages(size: int) -> list[Path]:
    """The packages of a size, made where they are missing; each with at most MOST_IN_A_PACKAGE recommendations."""
    folder = KEPT / f"packages-{fingerprint()}"
    folder.mkdir(parents=True, exist_ok=True)
    parts = max(1, size // MOST_IN_A_PACKAGE)
    found = [folder / f"{size}-{part}.zip" for part in range(1, parts + 1)]
    for part, path in enumerate(found, 1):
        if not path.exists():
            each = size // parts
            arguments = [f"--recommendations={each}", f"--updates={each * UPDATES_EACH}", f"--seed={SEED + part}"]
            manage("sqlite://:memory:", "make_synthetic", str(path), *arguments, f"--label=synthetic-{part}")
    return found


def sqlite_copy(size: int) -> str:
    """The address of a fresh copy of the SQLite database of this size."""
    kept = KEPT / f"{size}-{fingerprint()}.sqlite3"
    if not kept.exists():
        _forget(f"{size}-*.sqlite3*", but=kept)
        made = kept.with_suffix(".part")
        made.unlink(missing_ok=True)
        _fill(f"sqlite:///{made}", size)
        with sqlite3.connect(made) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("ANALYZE")
        connection.close()
        made.rename(kept)
    run = KEPT / "run.sqlite3"
    for ending in ("", "-wal", "-shm"):
        run.with_name(run.name + ending).unlink(missing_ok=True)
    shutil.copyfile(kept, run)
    return f"sqlite:///{run}"


def _forget(pattern: str, but: Path) -> None:
    for path in KEPT.glob(pattern):
        if path != but:
            path.unlink()


def postgres_copy(size: int) -> str:
    """The address of a fresh copy of the PostgreSQL database of this size. Raises Missing if no server answers."""
    kept, run = f"bench_{size}_{fingerprint()}", "bench_run"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        raise Missing(f"No PostgreSQL server answers at BENCH_DATABASE_URL ({error}).") from None
    with server:
        names = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if kept not in names:
            for name in names:
                if name.startswith(f"bench_{size}_"):
                    server.execute(f'DROP DATABASE "{name}"'.encode())
            server.execute(f'DROP DATABASE IF EXISTS "{run}" WITH (FORCE)'.encode())
            server.execute(f'CREATE DATABASE "{run}"'.encode())
            _fill(_named(run), size)
            with psycopg.connect(_named(run), autocommit=True) as filled:
                filled.execute("VACUUM ANALYZE")
            server.execute(f'ALTER DATABASE "{run}" RENAME TO "{kept}"'.encode())
        server.execute(f'DROP DATABASE IF EXISTS "{run}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{run}" TEMPLATE "{kept}"'.encode())
    return _named(run)


def _named(name: str) -> str:
    return urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))


def _fill(database: str, size: int) -> None:
    start = time.monotonic()
    manage(database, "migrate", "--verbosity", "0")
    manage(database, "load_dataset", str(REFERENCE), str(packages(size)[0]))
    for package in packages(size)[1:]:
        manage(database, "load_dataset", str(package))
    say(f"Loaded {size:,} recommendations in {time.monotonic() - start:.0f} s.")


COPIES = {"sqlite": sqlite_copy, "postgresql": postgres_copy}
