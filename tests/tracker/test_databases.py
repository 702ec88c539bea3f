"""What one DATABASE_URL becomes, and that SQLite really runs as it was asked to."""

import os
import sqlite3
import subprocess
import sys

import pytest

from tests.harness.server import ROOT
from tracker.databases import SQLITE_BUSY_SECONDS, database
from tracker.environment import Refused


def test_sqlite_is_set_up_for_many_readers_and_a_writer(tmp_path):
    settings = database(f"sqlite:///{tmp_path / 'register.sqlite3'}")
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == str(tmp_path / "register.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["OPTIONS"]["timeout"] == SQLITE_BUSY_SECONDS
    assert settings["ATOMIC_REQUESTS"] is False


def test_the_folder_of_an_sqlite_file_is_made(tmp_path):
    database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'register.sqlite3'}")
    assert (tmp_path / "new" / "folder").is_dir()


@pytest.mark.once
def test_a_connection_to_sqlite_has_the_promised_modes(tmp_path):
    """Asked of a fresh process on a file: the tests' own database is in memory, which has no write-ahead log."""
    ask = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "for name in ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'):\n"
        "    print(name, connection.cursor().execute(f'PRAGMA {name}').fetchone()[0])\n"
    )
    path = tmp_path / "register.sqlite3"
    env = {"DEMO": "1", "DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert dict(line.split() for line in done.stdout.splitlines()) == {
        "journal_mode": "wal",
        "synchronous": "2",
        "foreign_keys": "1",
        "busy_timeout": str(SQLITE_BUSY_SECONDS * 1000),
    }
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_postgresql_keeps_its_connections_and_checks_them():
    settings = database("postgres://keeper:secret@db.example.org:5433/register")
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example.org", 5433, "register")
    assert settings["CONN_MAX_AGE"] > 0
    assert 1 < settings["OPTIONS"]["connect_timeout"] <= 5
    assert settings["OPTIONS"]["tcp_user_timeout"] <= 30_000
    assert settings["CONN_HEALTH_CHECKS"] is True
    assert settings["ATOMIC_REQUESTS"] is False


def test_what_the_address_says_of_postgresql_goes_before_ours():
    options = database("postgres://keeper@db.example.org/register?connect_timeout=9&sslmode=require")["OPTIONS"]
    assert (int(options["connect_timeout"]), options["sslmode"]) == (9, "require")
    assert options["keepalives_idle"] == 10


@pytest.mark.parametrize("url", ["mysql://keeper@db.example.org/register", "oracle://keeper@db.example.org/register"])
def test_any_other_engine_is_refused_with_a_sentence(url):
    with pytest.raises(Refused, match="DATABASE_URL must begin with sqlite:/// or postgres://"):
        database(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "word",
        "postgress://keeper:word@db.example.org/register",
        "postgres://keeper:wo/rd@db.example.org/register",
        "postgres://keeper:word@db.example.org:port/register",
        "postgres://keeper:word@db.example.org",
    ],
)
def test_what_is_wrong_with_an_address_is_never_quoted_by_a_sentence_or_a_warning(url, recwarn):
    with pytest.raises(Refused, match="DATABASE_URL") as refusal:
        database(url)
    assert "wo" not in str(refusal.value).replace("user:password@host", "")
    assert not recwarn.list


@pytest.fixture
def public(monkeypatch):
    monkeypatch.delenv("DEMO")


def test_in_production_the_folder_of_the_file_is_there_already(tmp_path, public):
    with pytest.raises(Refused, match=r"The folder of the database, .*new, is not there: make it, or set DATABASE_URL"):
        database(f"sqlite:///{tmp_path / 'new' / 'register.sqlite3'}")
    assert not (tmp_path / "new").exists()


def test_in_production_the_record_is_not_kept_in_memory(public):
    with pytest.raises(Refused, match="in memory, which forgets the record"):
        database("sqlite://:memory:")


def test_a_folder_is_no_file(tmp_path, public):
    with pytest.raises(Refused, match="which is a folder"):
        database(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize("locked", ["folder", "file"])
def test_in_production_file_and_folder_can_be_written(tmp_path, public, monkeypatch, locked):
    path = tmp_path / "register.sqlite3"
    path.touch()
    assert database(f"sqlite:///{path}")["NAME"] == str(path)
    # Root may write anywhere but on a disk that is read-only, so the system's answer is put in its mouth.
    refused = tmp_path if locked == "folder" else path
    monkeypatch.setattr(os, "access", lambda asked, mode: asked != refused)
    with pytest.raises(Refused, match=f"The database cannot be written: let {refused} belong to"):
        database(f"sqlite:///{path}")


@pytest.mark.sqlite
def test_the_tests_run_on_sqlite_when_no_server_is_named(settings):
    assert settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_tests_run_on_postgresql_when_a_server_is_named():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        assert cursor.fetchone()[0].startswith("PostgreSQL")
