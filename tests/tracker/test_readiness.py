"""Each thing that can be wrong with a running site is found, soon, and without writing anything."""

import shutil
import sqlite3
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections

from tests.harness.server import free_port
from tracker import readiness
from tracker.databases import database
from tracker.readiness import NotReady, findings, folders, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch):
    monkeypatch.setattr(readiness, "_asking", None)


def failed() -> dict[str, str]:
    return {each.name: each.said for each in findings() if not each.ok}


def use(monkeypatch, url: str, **more: object) -> None:
    """Have the site's database be another one."""
    usual = connections.settings["default"]
    monkeypatch.setitem(connections.settings, "default", {**usual, "OPTIONS": {}, **database(url), **more})
    monkeypatch.setitem(settings.DATABASES, "default", connections.settings["default"])


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of SQLite on which all migrations are noted as applied."""
    path = tmp_path / "site.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)")
        made.executemany("INSERT INTO django_migrations (app, name) VALUES (?, ?)", sorted(wanted()))
    made.close()
    use(monkeypatch, f"sqlite:///{path}")
    return path


def test_the_database_of_the_tests_is_ready():
    assert failed() == {}


def test_a_file_is_ready_and_stays_as_it_is(file):
    before = file.read_bytes()
    assert failed() == {}
    assert file.read_bytes() == before


def test_a_migration_that_is_not_applied_says_what_to_do(file):
    with sqlite3.connect(file) as made:
        made.execute("DELETE FROM django_migrations WHERE app = 'tracker' AND name = '0002_accounts'")
    made.close()
    assert failed() == {"migrations": "some are not applied: run “manage.py migrate”"}


def test_a_database_of_a_later_release_is_no_fault(file):
    with sqlite3.connect(file) as made:
        made.execute("INSERT INTO django_migrations (app, name) VALUES ('tracker', '9999_later')")
    made.close()
    assert failed() == {}


def test_an_empty_database_wants_its_migrations(tmp_path, monkeypatch):
    use(monkeypatch, f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert set(failed()) == {"migrations", "writing"}


def test_a_file_that_is_no_database_cannot_be_read_and_the_rest_is_not_looked_into(file):
    for each in file.parent.glob("site*"):
        each.write_bytes(b"not at all" * 1000)
    said = failed()
    assert said["database"] == "the database cannot be reached or read"
    assert set(said) == {"database", "migrations", "writing"}


def test_a_database_that_only_reads_is_found(file, monkeypatch):
    use(monkeypatch, f"sqlite:///{file}", OPTIONS={"init_command": "PRAGMA query_only=1"})
    assert failed() == {"writing": "the database can only be read"}


def test_a_file_that_is_opened_to_read_is_found(file, monkeypatch):
    use(monkeypatch, f"sqlite:///{file}", OPTIONS={"database": f"file:{file}?mode=ro"})
    assert failed() == {"writing": "the database can only be read"}


def test_who_writes_for_long_does_not_make_the_site_unready(file):
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert failed() == {}
    other.execute("ROLLBACK")
    other.close()


def test_too_little_room_is_named_by_what_it_is_for(file, monkeypatch, settings, tmp_path_factory):
    settings.DATA_DIR = str(tmp_path_factory.mktemp("elsewhere") / "not" / "made" / "yet")
    full = {str(file.parent): 0, str(tmp_path_factory.getbasetemp()): 199 * 2**20}
    usual = shutil.disk_usage

    def usage(folder):
        # The nearest that is named: the folder of the database, and all other folders of the tests.
        for name in sorted(full, key=len, reverse=True):
            if str(folder).startswith(name):
                return SimpleNamespace(free=full[name])
        return usual(folder)

    settings.LEAST_FREE_MB = 200
    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert failed() == {"space": "too little is free for: the database, files that are made once an edition"}
    settings.LEAST_FREE_MB = 199
    assert failed() == {"space": "too little is free for: the database"}
    settings.LEAST_FREE_MB = 0
    assert failed() == {}


@pytest.mark.sqlite
def test_what_is_written_to_is_looked_at(file, settings):
    assert [folder for _what, folder in folders()][:2] == [file.parent, Path(settings.DATA_DIR)]


def test_a_check_that_hangs_is_given_up_and_is_not_asked_a_second_time():
    let_go, asked = threading.Event(), []

    def hang() -> str:
        asked.append(1)
        let_go.wait(60)
        return "at last"

    checks = {"first": lambda: "well", "second": hang, "third": lambda: "well"}
    began = time.monotonic()
    found = {each.name: (each.ok, each.said) for each in findings(checks, seconds=0.2)}
    again = findings(checks, seconds=0.2)
    assert time.monotonic() - began < 30  # it would have been a minute
    late = (False, "there was no answer in time")
    assert found == {"first": (True, "well"), "second": late, "third": late}
    assert [each.ok for each in again] == [True, False, False]
    assert asked == [1]
    let_go.set()
    readiness._asking.join(60)
    assert all(each.ok for each in findings(checks, seconds=60))


@pytest.mark.parametrize("error", [DatabaseError("at 10.0.0.1"), OSError("/a/secret"), sqlite3.OperationalError("x")])
def test_an_error_that_nobody_thought_of_is_a_check_that_failed(error):
    def check() -> str:
        raise error

    found = findings({"one": check}, seconds=60)[0]
    assert (found.ok, found.said) == (False, "it could not be found out")


def test_a_check_says_why_itself():
    def check() -> str:
        raise NotReady("for this reason")

    assert findings({"one": check}, seconds=60)[0].said == "for this reason"


@pytest.mark.once
def test_a_server_that_is_not_there_is_found_at_once(monkeypatch):
    use(monkeypatch, f"postgres://postgres@127.0.0.1:{free_port()}/nothing")
    assert failed()["database"] == "the database cannot be reached or read"


@pytest.mark.postgresql
def test_a_session_of_postgresql_that_only_reads_is_found(monkeypatch):
    usual = connections.settings["default"]
    options = {**usual["OPTIONS"], "options": "-c default_transaction_read_only=on"}
    monkeypatch.setattr(readiness, "POSTGRESQL_NOW", {})
    monkeypatch.setitem(connections.settings, "default", {**usual, "OPTIONS": options})
    assert failed() == {"writing": "the database can only be read"}


@pytest.mark.postgresql
def test_an_account_that_may_not_write_is_found(monkeypatch):
    usual = connections.settings["default"]
    with psycopg.connect(**_parameters(), autocommit=True) as driver:
        driver.execute("DROP ROLE IF EXISTS ops_reader")
        driver.execute("CREATE ROLE ops_reader LOGIN")
        driver.execute("GRANT SELECT ON django_migrations TO ops_reader")
        try:
            monkeypatch.setitem(connections.settings, "default", {**usual, "USER": "ops_reader"})
            assert failed() == {"writing": "the database can only be read"}
        finally:
            driver.execute("DROP OWNED BY ops_reader")
            driver.execute("DROP ROLE ops_reader")


def _parameters() -> dict[str, Any]:
    own = ("cursor_factory", "context", "prepare_threshold", "server_side_binding")
    return {name: value for name, value in connection.get_connection_params().items() if name not in own}
