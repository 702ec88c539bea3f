"""The same data in Datasette, as a small body would put it there: a SQLite file, one process."""

import contextlib
import csv
import io
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from .databases import packages
from .places import KEPT, fingerprint
from .rows import Known, Row, filtered, searched
from .serving import Server, free_port, running

PROGRAM = Path(os.environ.get("BENCH_DATASETTE", KEPT / "datasette" / "bin" / "datasette"))
FACETS = ("programme", "kind", "theme", "status")
SCHEMA = """
CREATE TABLE items (
  id INTEGER PRIMARY KEY, ref TEXT, body TEXT, inspection TEXT, title TEXT, programme TEXT, published_on TEXT,
  number TEXT, kind TEXT, theme TEXT, deadline TEXT, due_on TEXT, text TEXT, status TEXT, since TEXT
);
CREATE TABLE updates (
  item INTEGER REFERENCES items(id), sequence INTEGER, stated_by TEXT, position TEXT, effective_on TEXT, reason TEXT,
  evidence TEXT, source TEXT, recorded_on TEXT, PRIMARY KEY (item, sequence)
);
CREATE VIRTUAL TABLE items_fts USING fts5(text, title, content=items, content_rowid=id, tokenize=porter);
"""
INDEXED = ("programme", "kind", "theme", "status", "body", "published_on")


def database(size: int) -> Path:
    """The SQLite file of this size, made from the same packages where it is missing."""
    path = KEPT / f"peer-{size}-{fingerprint()}.db"
    if path.exists():
        return path
    made = path.with_suffix(".part")
    made.unlink(missing_ok=True)
    connection = sqlite3.connect(made)
    connection.executescript(SCHEMA)
    for package in packages(size):
        with zipfile.ZipFile(package) as archive:
            _fill(connection, archive)
    connection.execute("INSERT INTO items_fts(items_fts) VALUES ('rebuild')")
    for column in INDEXED:
        connection.execute(f"CREATE INDEX items_{column} ON items({column})")
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
    made.rename(path)
    return path


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with archive.open(f"{name}.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def _fill(connection: sqlite3.Connection, archive: zipfile.ZipFile) -> None:
    inspections = {row["slug"]: row for row in _rows(archive, "inspections")}
    recommendations = {row["ref"]: row for row in _rows(archive, "recommendations")}
    last = {(row["recommendation"], row["body"]): row for row in _rows(archive, "status_updates")}
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM items").fetchone()
    keys: dict[tuple[str, str], int] = {}
    for key, row in enumerate(_rows(archive, "addressees"), first):
        asked = recommendations[row["recommendation"]]
        report, said = inspections[asked["inspection"]], last.get((row["recommendation"], row["body"]), {})
        keys[row["recommendation"], row["body"]] = key
        cells = [key, row["recommendation"], row["body"], report["slug"], report["title"], report["programme"]]
        cells += [report["published_on"], *(asked[name] for name in ("number", "kind"))]
        cells += [asked["themes"].split("; ")[0], *(asked[name] for name in ("deadline", "due_on", "text"))]
        cells += [said.get("position", "none"), said.get("effective_on", "")]
        connection.execute(f"INSERT INTO items VALUES ({', '.join('?' * len(cells))})", cells)
    names = ("sequence", "stated_by", "position", "effective_on", "reason", "evidence", "source", "recorded_on")
    connection.executemany(
        f"INSERT INTO updates VALUES ({', '.join('?' * (len(names) + 1))})",
        (
            [keys[row["recommendation"], row["body"]], *(row[name] for name in names)]
            for row in _rows(archive, "status_updates")
        ),
    )


@contextlib.contextmanager
def serving(size: int) -> Iterator[Server]:
    port = free_port()
    # As it comes, but for limits of time and size: else it would leave counts and rows out.
    settings = {"max_csv_mb": "0", "facet_time_limit_ms": "5000", "sql_time_limit_ms": "20000"}
    line = [str(PROGRAM), "serve", str(database(size)), "-h", "127.0.0.1", "-p", str(port)]
    for name, value in settings.items():
        line += ["--setting", name, value]
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with running(line, f"http://127.0.0.1:{port}", env, "/-/versions.json") as server:
        yield server


def rows(size: int, of: Known) -> list[Row]:
    """The same pages, under the names of ours; Datasette has no others to compare with."""
    table = f"/{database(size).stem}/items"

    def listed(*chosen: tuple[str, str]) -> str:
        facets = [("_facet", name) for name in FACETS]
        return f"{table}?{urlencode([*chosen, *facets, ('_size', '50'), ('_sort_desc', 'published_on')])}"

    names = {"q": "_search", "published_after": "published_on__gte", "force": "body"}

    def like(addresses: Iterator[str], *more: tuple[str, str]) -> Iterator[str]:
        """The addresses of our list, as Datasette has them."""
        for address in addresses:
            chosen = parse_qsl(urlsplit(address).query)
            yield listed(*((names.get(name, name), value) for name, value in chosen), *more)

    plainly = ("_nosuggest", "1")  # without the facets that it offers by default beneath each list
    csv_file = "_stream=on&_size=max&_sort_desc=published_on"
    return [
        Row("list filtered, with counts", like(filtered(of))),
        Row("list filtered, with counts, no suggestions", like(filtered(of), plainly)),
        Row("list search", like(searched(of))),
        Row("list search, no suggestions", like(searched(of), plainly)),
        Row("item page", (f"{table}/{number}" for number in range(1, size))),
        Row("CSV of everything", (f"{table}.csv?{csv_file}&_{n}={n}" for n in range(9)), heavy=True),
    ]
