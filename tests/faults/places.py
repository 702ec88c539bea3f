"""Databases to do harm to: for each engine one with the demonstration records, made once and copied for each test."""

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.harness.cluster import Cluster, running_cluster
from tests.harness.server import GRANIAN, Server, Site, fill, free_port, site_of

from .disks import read_only

ENGINES = ("sqlite", "postgresql")
STOCK = "stock"  # the database that is copied
COPY = "site"


@dataclass(frozen=True)
class Place:
    """A site that is not running yet, on a database of its own."""

    engine: str
    site: Site
    folder: Path
    cluster: Cluster | None = None

    @property
    def file(self) -> Path:
        """The file of the database, on SQLite."""
        return self.site.file

    def take_away(self) -> None:
        """Let the database be gone: its disk is not there, or its server has crashed."""
        if self.cluster:
            self.cluster.stop("immediate")
        else:
            self.file.parent.rename(self.folder / "away")

    def bring_back(self) -> None:
        if self.cluster:
            self.cluster.start()
        else:
            (self.folder / "away").rename(self.file.parent)

    @contextlib.contextmanager
    def only_reading(self) -> Iterator[None]:
        """Let nobody write: the disk has failed, or the server of the database has become a copy that only reads."""
        if self.cluster is None:
            with read_only(self.file.parent):
                yield
            return
        self.cluster.sql("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
        try:
            yield
        finally:
            lines = ["SET default_transaction_read_only = off", "ALTER SYSTEM RESET default_transaction_read_only"]
            self.cluster.sql(*lines, "SELECT pg_reload_conf()")

    def save(self, name: str) -> None:
        """Keep the database as it is now, under a name. Nobody may be using it."""
        if self.cluster:
            self.cluster.sql(f"CREATE DATABASE {name} TEMPLATE {COPY}")
        else:
            shutil.copyfile(self.file, self.folder / name)

    def restore(self, name: str) -> None:
        """Have the database be as it was when it was saved."""
        if self.cluster:
            _copied(self.cluster, name)
            return
        for each in self.file.parent.iterdir():
            each.unlink()
        shutil.copyfile(self.folder / name, self.file)

    def having(self, **env: str) -> "Place":
        """The same with other settings."""
        return replace(self, site=replace(self.site, env={**self.site.env, **env}))

    @contextlib.contextmanager
    def running(self, line: Sequence[str] = GRANIAN) -> Iterator[Server]:
        """Serve it until the block ends. What the server said is in the folder, and is shown when a test fails."""
        server = Server(self.site, self.folder / "server.log", line)
        try:
            server.start()
            yield server
        except BaseException:
            print(server.log.read_text()[-20_000:])
            raise
        finally:
            server.stop()


def _copied(cluster: Cluster, name: str) -> None:
    cluster.sql(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)", f"CREATE DATABASE {COPY} TEMPLATE {name}")


class Stock:
    """What all tests of this folder copy from: a database for each engine, and one folder of static files."""

    def __init__(self, folder: Path, cluster: Cluster | None = None) -> None:
        self.folder, self.cluster = folder, cluster
        self.site = site_of(folder, free_port(), **({"DATABASE_URL": cluster.url(STOCK)} if cluster else {}))
        if cluster:
            cluster.sql(f"CREATE DATABASE {STOCK}")
        fill(self.site, "fixtures/reference", "fixtures/demo")

    def copy(self, folder: Path) -> Place:
        """A fresh copy, with its files in a folder of its own."""
        env = {"DATA_DIR": str(folder / "data"), "STATIC_ROOT": str(self.folder / "static")}
        if self.cluster:
            _copied(self.cluster, STOCK)
            env["DATABASE_URL"] = self.cluster.url(COPY)
        else:
            # In a folder of its own, which can be moved away, filled or made read-only with all that belongs to it.
            file = folder / "database" / "site.sqlite3"
            file.parent.mkdir()
            shutil.copyfile(self.site.file, file)
            env["DATABASE_URL"] = f"sqlite:///{file}"
        made = site_of(folder, free_port(), **env)
        site = replace(self.site, url=made.url, env=made.env)
        return Place("postgresql" if self.cluster else "sqlite", site, folder, self.cluster)


@contextlib.contextmanager
def stocked(engine: str, folder: Path) -> Iterator[Stock]:
    """Make the stock of an engine. Raises FileNotFoundError, with a sentence, where PostgreSQL is not installed."""
    if engine == "sqlite":
        yield Stock(folder)
        return
    with running_cluster() as cluster:
        yield Stock(folder, cluster)
