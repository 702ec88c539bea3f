"""Databases to do harm to: for each engine one with the demonstration records, made once and copied for each test."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from tests.harness.cluster import Cluster, running_cluster
from tests.harness.server import Server, Site, fill, free_port, site_of

ENGINES = ("sqlite", "postgresql")
STOCK = "stock"  # the database that is copied


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
        return Path(urlsplit(self.site.env["DATABASE_URL"]).path)

    def having(self, **env: str) -> "Place":
        """The same with other settings."""
        return replace(self, site=replace(self.site, env={**self.site.env, **env}))

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        """Serve it until the block ends. What the server said is in the folder, and is shown when a test fails."""
        server = Server(self.site, self.folder / "server.log")
        try:
            server.start()
            yield server
        except BaseException:
            print(server.log.read_text()[-20_000:])
            raise
        finally:
            server.stop()


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
            name = "site"
            self.cluster.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {STOCK}")
            env["DATABASE_URL"] = self.cluster.url(name)
        else:
            shutil.copyfile(self.folder / "site.sqlite3", folder / "site.sqlite3")
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
