"""PostgreSQL: dumped and restored by its own programs, into a database of its own, which then gets the name."""

import contextlib
import datetime
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.conninfo import make_conninfo

from . import Unable
from .shelf import workshop
from .tables import table_names
from .using import Settings, using

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps them, off the PATH
LONGEST_NAME = 63
LEFT_OVER_DAYS = 1
_SCRATCH = re.compile(r"_scratch_(\d{14})_[0-9a-f]{6}$")
_OF_DJANGO = ("cursor_factory", "context", "prepare_threshold", "server_side_binding", "client_encoding")


def program(name: str, server: int) -> str:
    """A program of PostgreSQL: the one of the PATH, or else the newest installed, and none older than the server.

    server: the major version. Raises Unable where there is none.
    """
    found = [path] if (path := shutil.which(name)) else []
    versions = sorted((path for path in DEBIAN.glob(f"*/bin/{name}")), key=_number_of_folder, reverse=True)
    too_old = 0
    for path in [*found, *map(str, versions)]:
        version = _version_of(path)
        if version >= server:
            return path
        too_old = max(too_old, version)
    about = {"name": name, "server": server, "found": too_old}
    if too_old:
        raise Unable(
            _(
                "%(name)s is of version %(found)d and the server of version %(server)d: it cannot read it. "
                "On Debian: apt-get install postgresql-client-%(server)d"
            )
            % about
        )
    raise Unable(_("%(name)s was not found. On Debian: apt-get install postgresql-client-%(server)d") % about)


def _number_of_folder(path: Path) -> int:
    name = path.parent.parent.name
    return int(name) if name.isdigit() else 0


def _version_of(path: str) -> int:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(number[1]) if number else 0


def major(connection: Any) -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10000


def _run(arguments: list[str], parameters: dict[str, Any]) -> str:
    """Run a program on a database. A command line is seen by everybody on the machine, so the password is not on it."""
    known = {name: value for name, value in parameters.items() if name not in _OF_DJANGO}
    env = dict(os.environ)
    if password := known.pop("password", None):
        env["PGPASSWORD"] = str(password)
    done = subprocess.run(  # noqa: S603 (a program that we looked for ourselves, and no shell)
        [*arguments, "--no-password", f"--dbname={make_conninfo(**known)}"],
        env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [str(done.returncode)])[0]
        raise Unable(f"{Path(arguments[0]).name}: {why}")
    return done.stdout


def copy(connection: Any, to: Path) -> None:
    """Dump the database as it stands in the transaction that the connection is in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    dump = program("pg_dump", major(connection))
    arguments = ["--format=custom", f"--snapshot={snapshot}", "--lock-wait-timeout=60000", f"--file={to}"]
    _run([dump, *arguments], connection.get_connection_params())


def check(path: Path, server: int) -> None:
    """Let pg_restore read the list of what is in a dump. Raises Unable where it cannot."""
    listed = subprocess.run(  # noqa: S603 (the same)
        [program("pg_restore", server), "--list", str(path)], capture_output=True, text=True, check=False
    )
    if listed.returncode or "TABLE DATA" not in listed.stdout:
        raise Unable(_("pg_restore cannot read the dump: %s") % (listed.stderr.strip() or _("it holds no table.")))


class Target:
    """Where a backup is restored to. A fresh database is made beside the old, and gets its name at the end.

    Where the role may not make databases, an empty one is filled as it is.
    """

    def __init__(self, settings: Settings, *, scratch_only: bool = False) -> None:
        self.settings = settings
        self.name = str(settings["NAME"])
        self.scratch_only = scratch_only
        self.scratch = ""

    @property
    def exists(self) -> bool:
        """Whether the database is there; raises Unable if the server cannot be asked."""
        with self._server() as server:
            return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name]).fetchone())

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Settings]:
        """The settings of an empty database, which is gone at the end unless it was put in place."""
        with self._server() as server:
            self._forget_left_over(server)
            made = self._make(server)
        try:
            with workshop(Path(tempfile.gettempdir()), "tracker-restore") as self.folder:
                yield {**self.settings, "NAME": made}
        finally:
            if self.scratch:
                with self._server() as server:
                    server.execute(
                        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.scratch))
                    )

    def _make(self, server: Any) -> str:
        now = datetime.datetime.now(datetime.UTC)
        ending = f"_scratch_{now:%Y%m%d%H%M%S}_{secrets.token_hex(3)}"
        name = f"{self.name[: LONGEST_NAME - len(ending)]}{ending}"
        like = server.execute(
            """SELECT datcollate, datctype FROM pg_database WHERE datname IN (%s, 'template0')
               ORDER BY datname = %s DESC""",
            [self.name, self.name],
        ).fetchone()
        question = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}")
        try:
            server.execute(question.format(sql.Identifier(name), *map(sql.Literal, like)))
        except psycopg.errors.InsufficientPrivilege:
            if not self.scratch_only and self.exists and self._is_empty():
                return self.name
            raise Unable(
                _(
                    "The role may not make databases, and a backup is restored into a new one first. Let a superuser "
                    "run: ALTER ROLE … CREATEDB. Or name an empty database in DATABASE_URL, which restore fills."
                )
            ) from None
        self.scratch = name
        return name

    def _is_empty(self) -> bool:
        with using(self.settings) as connection:
            return not table_names(connection)

    def fill(self, database: Path, settings: Settings) -> None:
        """Restore the dump of a backup: all of it, or nothing."""
        with using(settings) as connection:
            restore, parameters = program("pg_restore", major(connection)), connection.get_connection_params()
        arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(database)]
        _run([restore, *arguments], parameters)
        with using(settings) as connection, connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # or the first readers would wait for bad plans

    def put_in_place(self, stamp: str) -> str:
        """Give the new database the name, and the old one another; say which. Raises Unable if it is in use."""
        if not self.scratch:
            return ""
        aside = f"{self.name[:40]}_before_restore_{stamp}".lower()
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self._server() as server:
            there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name]).fetchone()
            try:
                with server.transaction():  # both names, or neither
                    if there:
                        server.execute(rename.format(sql.Identifier(self.name), sql.Identifier(aside)))
                    server.execute(rename.format(sql.Identifier(self.scratch), sql.Identifier(self.name)))
            except psycopg.errors.ObjectInUse:
                raise Unable(
                    _(
                        "The database %s is in use, and what is recorded meanwhile would be lost. Stop the server and "
                        "all other commands, and try again. Nothing was changed."
                    )
                    % self.name
                ) from None
            except psycopg.Error as error:
                raise Unable(_("The new database cannot be given its name: %s") % error) from None
        self.scratch = ""
        return aside if there else ""

    def _forget_left_over(self, server: Any) -> None:
        """Drop what a restore or a drill left that was killed: by its own name, and made more than a day ago."""
        before = f"{datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=LEFT_OVER_DAYS):%Y%m%d%H%M%S}"
        for (name,) in server.execute("SELECT datname FROM pg_database").fetchall():
            found = _SCRATCH.search(name)
            if found and name[: found.start()] == self.name[: found.start()] and found[1] < before:
                with contextlib.suppress(psycopg.Error):
                    server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def _server(self) -> Iterator[Any]:
        """A connection to the server and not to the database: neither can be made or renamed from inside."""
        with using({**self.settings, "NAME": self.name}) as connection:
            parameters = connection.get_connection_params()
        for own in _OF_DJANGO:
            parameters.pop(own, None)
        failed = None
        for name in ("postgres", "template1"):
            try:
                server = psycopg.connect(**{**parameters, "dbname": name}, autocommit=True)
            except psycopg.OperationalError as error:
                failed = error
                continue
            with contextlib.closing(server):
                yield server
            return
        raise Unable(_("PostgreSQL does not answer: %s") % failed)
