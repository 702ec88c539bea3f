"""A database that is gone is told apart from code that is wrong, by what the drivers really say."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.transaction import TransactionManagementError

from tests.harness.server import free_port
from tracker.databases import database, never_made
from tracker.outage import is_outage

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def raised(act: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011  (which one it is, is what the test is about)
        act()
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "site.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    connection.close()
    return path


def wrapper(path: Path) -> DatabaseWrapper:
    """Django's own connection to a file, as a server of the site has it."""
    settings = {**database(f"sqlite:///{path}"), "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
    settings |= {"CONN_MAX_AGE": 0, "TEST": {}}
    settings["OPTIONS"] = {**settings["OPTIONS"], "timeout": 0}
    never_made(settings)
    return DatabaseWrapper(settings, "outage")


def ask(path: Path, sql: str = "SELECT * FROM rows") -> None:
    connection = wrapper(path)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()


def test_a_file_that_is_not_there_is_an_outage_and_is_not_made(path):
    ask(path)
    path.unlink()
    error = raised(lambda: ask(path))
    assert isinstance(error, OperationalError)
    assert is_outage(error)
    assert not path.exists()


def test_a_command_may_make_the_file(tmp_path):
    settings = database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert "database" not in settings["OPTIONS"]
    untouched = database("sqlite://:memory:")
    never_made(untouched)
    assert "database" not in untouched["OPTIONS"]


def test_another_database_does_not_take_over_the_file_of_one(tmp_path):
    first = database(f"sqlite:///{tmp_path / 'odd name.sqlite3'}")
    never_made(first)
    assert first["OPTIONS"]["database"] == f"file:{tmp_path}/odd%20name.sqlite3?mode=rw"
    assert "database" not in database(f"sqlite:///{tmp_path / 'second.sqlite3'}")["OPTIONS"]


def test_a_file_that_another_holds_is_an_outage(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    assert is_outage(raised(lambda: ask(path, "INSERT INTO rows (text) VALUES ('x')")))
    other.execute("ROLLBACK")
    ask(path, "INSERT INTO rows (text) VALUES ('x')")
    other.close()


def test_a_file_that_is_no_database_is_an_outage(path):
    path.write_bytes(b"not at all " * 1000)
    assert is_outage(raised(lambda: ask(path)))


def test_a_database_that_only_reads_is_an_outage_for_who_writes():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE rows (id INTEGER)")
    connection.execute("PRAGMA query_only=1")
    assert is_outage(raised(lambda: connection.execute("INSERT INTO rows VALUES (1)")))


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT * FROM nowhere", OperationalError),  # SQLite's word for a statement that is wrong
        ("SELECT nothing FROM rows", OperationalError),
        ("SELECT", OperationalError),
        ("INSERT INTO rows (text) VALUES (NULL)", IntegrityError),
    ],
)
def test_a_statement_that_is_wrong_is_a_fault_of_ours(path, sql, kind):
    error = raised(lambda: ask(path, sql))
    assert isinstance(error, kind)
    assert not is_outage(error)


def test_a_server_that_refuses_connections_is_an_outage():
    assert is_outage(raised(lambda: psycopg.connect(f"postgres://postgres@127.0.0.1:{free_port()}/x")))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("08006", True),
        ("53100", True),  # its disk is full
        ("53300", True),  # too many connections
        ("57P01", True),  # it is being stopped
        ("57P03", True),  # it is starting
        ("25006", True),  # it is a replica that only reads
        ("40P01", True),
        ("57014", True),
        ("22001", False),
        ("23505", False),
        ("42601", False),
        ("42P01", False),
        ("42501", False),
    ],
)
def test_postgresql_says_by_its_code_which_it_is(code, expected):
    error = psycopg.errors.lookup(code)("said by the server")
    assert is_outage(error) is expected
    wrapped = OperationalError("said by Django")
    wrapped.__cause__ = error
    assert is_outage(wrapped) is expected


def test_what_django_says_after_the_first_error_is_looked_through():
    gone = sqlite3.OperationalError("disk I/O error")
    gone.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    later = TransactionManagementError("the transaction is broken")
    later.__context__ = gone
    assert is_outage(later)
    assert is_outage(InterfaceError("connection already closed"))


def test_a_fault_of_ours_while_the_database_is_gone_is_still_a_fault():
    gone = sqlite3.OperationalError("disk I/O error")
    gone.sqlite_errorcode = sqlite3.SQLITE_IOERR
    fault = ValueError("wrong")
    fault.__context__ = gone
    assert not is_outage(fault)
    for error in (None, ValueError("x"), DataError("x"), ProgrammingError("x"), OperationalError("x")):
        assert not is_outage(error)


def test_causes_that_go_round_in_a_circle_end():
    one, two = OperationalError("one"), OperationalError("two")
    one.__cause__, two.__cause__ = two, one
    assert not is_outage(one)
