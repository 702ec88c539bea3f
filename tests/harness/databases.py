"""Real databases for tests of backups: files of SQLite, databases of PostgreSQL. Each is a copy of one made once.

The tests' own database is in memory, or is never committed to, so neither another process nor a backup sees it.
"""

import datetime
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import reversion
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from tests import make
from tests.harness.server import ROOT
from tracker.backups.using import Settings, current, using
from tracker.databases import database

_numbers = itertools.count(1)
EMBARGOED, DRAFT, NOTE = "embargoed-report", "draft-report", "Ring them again on Monday."


def fill() -> None:
    """A small record with everything that a backup must not lose, nor show."""
    keeper = make.make_staff("keeper", superuser=True, email="keeper@example.org")
    item = make.make_item("asked-1", make.make_force("north"))
    make.make_update(item, "planned", on="2021-01", reason="Planned – “in time”.")
    said = make.make_update(item, "says-complete", on="2021-02")
    make.make_update(item, "under-way", on="2021-02", corrects=said)
    make.make_proposal(item, "planned", keeper)
    item.staff_notes.create(text=NOTE, written_by=keeper)
    embargoed = make.make_inspection(EMBARGOED, published="2099-03-01", published_time=datetime.time(9, 30))
    make.make_item("asked-later", make.make_force("south"), inspection=embargoed)
    make.make_inspection(DRAFT, draft=True)
    with reversion.create_revision():
        reversion.set_user(keeper)
        embargoed.summary = "Told nobody yet."
        embargoed.save()
        reversion.add_to_revision(embargoed)


def silent(_label: str, _total: int) -> Callable[[int], object]:
    """Progress that nobody watches."""
    return lambda done: None


class Shelf:
    """Where the databases of one run are: a folder, or names on the server of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = current()
        self.on_postgresql = connections["default"].vendor == "postgresql"

    def new(self) -> Settings:
        """The settings of a database that is not there yet."""
        number = next(_numbers)
        if not self.on_postgresql:
            return database(f"sqlite:///{self.folder / str(number) / 'record.sqlite3'}")
        return {**self.base, "NAME": f"{self.base['NAME']}_{os.getpid()}_{number}"}

    def empty(self) -> Settings:
        """The settings of a database that is there and holds nothing."""
        settings = self.new()
        if self.on_postgresql:
            self.ask("CREATE DATABASE {}", settings)
        return settings

    def copy(self, of: Settings) -> Settings:
        settings = self.new()
        if self.on_postgresql:
            self.ask("CREATE DATABASE {} TEMPLATE {}", settings, of)
        else:
            shutil.copyfile(of["NAME"], settings["NAME"])
        return settings

    def ask(self, question: str, *databases: Settings) -> None:
        names = [sql.Identifier(each["NAME"]) for each in databases]
        with self.server() as server:
            server.execute(sql.SQL(question).format(*names))

    def server(self) -> Any:
        parameters = connections["default"].get_connection_params()
        known = {name: parameters[name] for name in ("host", "port", "user", "password") if parameters.get(name)}
        return psycopg.connect(**known, dbname="postgres", autocommit=True)

    def names(self) -> set[str]:
        """All that lies there of this run, so that a test sees what was left behind."""
        if not self.on_postgresql:
            # Without the logs of SQLite, which come and go with who reads.
            return {str(path) for path in self.folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}
        with self.server() as server:
            return {name for (name,) in server.execute("SELECT datname FROM pg_database") if self._is_ours(name)}

    def _is_ours(self, name: str) -> bool:
        return name.startswith(f"{self.base['NAME']}_{os.getpid()}_")

    def clear(self, keep: set[str]) -> None:
        if self.on_postgresql:
            for name in self.names() - keep:
                self.ask("DROP DATABASE {} WITH (FORCE)", {"NAME": name})


def command(settings: Settings, *arguments: Any, **options: Any) -> "subprocess.Popen[str]":
    """The command in a process of its own, on the database of these settings."""
    if settings["ENGINE"].endswith("sqlite3"):
        url = f"sqlite:///{settings['NAME']}"
    else:
        place = f"{settings['HOST']}:{settings['PORT']}" if settings["PORT"] else settings["HOST"]
        secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
        url = f"postgres://{settings['USER']}{secret}@{place}/{settings['NAME']}"
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "tracker.settings", "DATABASE_URL": url}
    env["PYTHONDONTWRITEBYTECODE"] = "1"  # under a limit Python keeps half of a compiled file, and later trips over it
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def _made_once(shelf: Shelf, django_db_blocker: Any) -> Iterator[Settings]:
    with django_db_blocker.unblock():
        settings = shelf.empty()
        with using(settings):
            call_command("migrate", verbosity=0)
            fill()
        yield settings
        shelf.clear(keep=set())


@pytest.fixture
def filled(_made_once: Settings, shelf: Shelf, db: None) -> Iterator[Settings]:
    """The settings of a real database with a small record in it; inside the test it is the default one."""
    before = shelf.names()
    settings = shelf.copy(_made_once)
    with using(settings):
        yield settings
    shelf.clear(keep=before)


@pytest.fixture
def new_database(filled: Settings, shelf: Shelf) -> Callable[[], Settings]:
    """Gives the settings of another database, which is not there yet."""
    return shelf.new
