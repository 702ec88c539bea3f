import datetime
import stat
from pathlib import Path

import pytest
from django.db import connection

from tracker.backups import Unable, postgresql
from tracker.backups.postgresql import Target, check, copy, major, program
from tracker.backups.using import using
from tracker.models import User

STAMP = "20261128t031500z"


def fake(folder: Path, version: str) -> Path:
    """A program that says that it is of a version."""
    folder.mkdir(parents=True)
    path = folder / "pg_dump"
    path.write_text(f'#!/bin/sh\necho "pg_dump (PostgreSQL) {version} (Debian)"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Nothing on the PATH but /bin, and versions 14 and 16 where Debian keeps them."""
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(postgresql.shutil, "which", lambda name: None)
    return {number: str(fake(tmp_path / "debian" / number / "bin", f"{number}.2")) for number in ("9", "14", "16")}


@pytest.mark.once
@pytest.mark.parametrize("server", [9, 14, 15, 16])
def test_the_newest_program_is_taken(programs, server):
    assert program("pg_dump", server) == programs["16"]


@pytest.mark.once
def test_the_one_on_the_path_comes_first_if_it_is_not_too_old(programs, tmp_path, monkeypatch):
    mine = str(fake(tmp_path / "mine", "15.1"))
    monkeypatch.setattr(postgresql.shutil, "which", lambda name: mine)
    assert program("pg_dump", 15) == mine
    assert program("pg_dump", 16) == programs["16"]


@pytest.mark.once
def test_a_program_that_is_older_than_the_server_is_named(programs):
    with pytest.raises(Unable, match=r"of version 16 and the server of version 17.*postgresql-client-17"):
        program("pg_dump", 17)


@pytest.mark.once
def test_a_program_that_is_missing_is_named(programs):
    with pytest.raises(Unable, match=r"pg_restore was not found.*postgresql-client-16"):
        program("pg_restore", 16)


@pytest.mark.once
def test_no_password_is_on_a_command_line(monkeypatch):
    seen = {}

    def run(arguments, env, **_options):
        seen.update(arguments=arguments, password=env.get("PGPASSWORD"))
        return type("Done", (), {"returncode": 0, "stdout": ""})

    monkeypatch.setattr(postgresql.subprocess, "run", run)
    postgresql._run(["pg_dump"], {"dbname": "it's", "user": "me", "password": "a secret", "context": object()})
    assert seen["password"] == "a secret"
    assert "a secret" not in " ".join(seen["arguments"])
    assert r"--dbname=dbname=it\'s user=me" in seen["arguments"]


@pytest.mark.once
def test_what_a_program_says_first_is_the_sentence(monkeypatch):
    done = type("Done", (), {"returncode": 1, "stdout": "", "stderr": "pg_dump: error: no room\npg_dump: detail: no"})
    monkeypatch.setattr(postgresql.subprocess, "run", lambda *_args, **_options: done)
    with pytest.raises(Unable, match=r"^pg_dump: pg_dump: error: no room$"):
        postgresql._run(["pg_dump"], {})


@pytest.mark.postgresql
def test_a_dump_is_of_the_moment_at_which_its_transaction_began(filled, new_database, tmp_path):
    target = Target(new_database())
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT count(*) FROM tracker_user")
        with using(filled):
            User.objects.update(email="changed@example.org")
        copy(connection, tmp_path / "dump")
        cursor.execute("ROLLBACK")
    check(tmp_path / "dump", major(connection))
    with target.fresh() as fresh:
        target.fill(tmp_path / "dump", fresh)
        with using(fresh):
            assert User.objects.get().email == "keeper@example.org"


@pytest.mark.postgresql
def test_what_is_no_dump_is_found_out(filled, tmp_path):
    (tmp_path / "dump").write_text("Not a dump.")
    with pytest.raises(Unable, match="pg_restore cannot read the dump"):
        check(tmp_path / "dump", major(connection))


@pytest.mark.postgresql
def test_the_names_are_exchanged_at_the_end(filled, shelf):
    connection.close()
    before, target = shelf.names(), Target(filled)
    with target.fresh() as fresh:
        with using(fresh), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE restored (words text)")
        aside = target.put_in_place(STAMP)
    assert shelf.names() == before | {aside}
    assert connection.introspection.table_names() == ["restored"]
    connection.close()


@pytest.mark.postgresql
def test_a_database_that_somebody_is_in_stays(filled, shelf):
    connection.ensure_connection()
    before, target = shelf.names(), Target(filled)
    with target.fresh(), pytest.raises(Unable, match="is in use"):
        target.put_in_place(STAMP)
    assert shelf.names() == before
    assert "tracker_user" in connection.introspection.table_names()


@pytest.mark.postgresql
def test_what_a_killed_process_left_is_dropped_after_a_day(filled, shelf):
    now = datetime.datetime.now(datetime.UTC)
    old, young = (
        {**filled, "NAME": f"{filled['NAME']}_scratch_{now - datetime.timedelta(hours=hours):%Y%m%d%H%M%S}_0a1b2c"}
        for hours in (25, 23)
    )
    for each in (old, young):
        shelf.ask("CREATE DATABASE {}", each)
    with Target(filled).fresh():
        assert old["NAME"] not in shelf.names()
        assert young["NAME"] in shelf.names()


@pytest.fixture
def humble(filled, shelf):
    """The settings of the same database for a role that may not make databases."""
    name = f"humble_{filled['NAME']}"
    with shelf.server() as server:
        server.execute(f"CREATE ROLE \"{name}\" LOGIN PASSWORD 'humble'")
    connection.close()
    yield {**filled, "USER": name, "PASSWORD": "humble"}
    with shelf.server() as server:
        for (owned,) in server.execute(
            "SELECT datname FROM pg_database WHERE datdba = %s::regrole", [f'"{name}"']
        ).fetchall():
            server.execute(f'ALTER DATABASE "{owned}" OWNER TO CURRENT_USER')
    for settings in (filled,):
        with using(settings), connection.cursor() as cursor:
            cursor.execute(f'DROP OWNED BY "{name}"')
    with shelf.server() as server:
        server.execute(f'DROP ROLE "{name}"')


@pytest.mark.postgresql
def test_a_role_that_may_not_make_databases_is_told_what_to_do(humble):
    with pytest.raises(Unable, match=r"may not make databases.*CREATEDB"), Target(humble).fresh():
        pass


@pytest.mark.postgresql
def test_such_a_role_fills_an_empty_database_as_it_is(humble, shelf, filled):
    empty = shelf.empty()
    target = Target({**humble, "NAME": empty["NAME"]})
    with target.fresh() as fresh:
        assert fresh["NAME"] == empty["NAME"]
        assert target.put_in_place(STAMP) == ""
    assert empty["NAME"] in shelf.names()
