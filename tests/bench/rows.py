"""The pages that are measured: for each a long list of addresses, none of which comes twice."""

import csv
import datetime
import io
import itertools
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from inspections.synthetic import words

KINDS = ("recommendation", "part", "cause-of-concern", "area-for-improvement", "accelerated-cause-of-concern")
STATUSES = ("no-progress", "under-way", "planned", "reported-complete", "confirmed-complete", "closed", "reopened")
FIRST_DAY, LAST_DAY = datetime.date(2016, 1, 1), datetime.date(2026, 11, 1)


def days() -> Iterator[str]:
    """Every day of the years of the record, in no order."""
    count = (LAST_DAY - FIRST_DAY).days
    found = [(FIRST_DAY + datetime.timedelta(days=number)).isoformat() for number in range(count)]
    random.Random(1).shuffle(found)
    return iter(found)


@dataclass
class Row:
    """A kind of page. `fresh` never gives the same address twice; `heavy` ones are asked for one by one."""

    name: str
    fresh: Iterator[str]
    heavy: bool = False

    def take(self, count: int) -> list[str]:
        return list(itertools.islice(self.fresh, count))


@dataclass(frozen=True)
class Known:
    """What of a package is needed to make addresses: the keys that the first one has."""

    items: list[tuple[str, str]]
    forces: list[str]
    themes: list[str]
    programmes: list[str]
    inspections: list[str]


def known(package: Path) -> Known:
    with zipfile.ZipFile(package) as archive:

        def read(name: str) -> list[dict[str, str]]:
            with archive.open(f"{name}.csv") as file:
                return list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")))

        items = [(row["recommendation"], row["body"]) for row in read("addressees")]
        inspections = read("inspections")
        themes = sorted({theme for row in read("recommendations") for theme in row["themes"].split("; ") if theme})
    random.Random(2).shuffle(items)
    return Known(
        items,
        sorted({body for _ref, body in items}),
        themes,
        sorted({row["programme"] for row in inspections}),
        [row["slug"] for row in inspections],
    )


def rows(of: Known) -> list[Row]:
    """The rows of the table, in its order."""
    return [
        # Each number is another address of today's page: a citation names its edition.
        Row("home", (f"/?edition={number}" for number in itertools.count(1))),
        Row("list filtered, with counts", filtered(of)),
        Row("list search", searched(of)),
        Row("list as at a day", (_list(as_at=day, theme=theme) for day, theme in _both(list(days()), of.themes))),
        Row("item page", _items(of)),
        Row("force page with charts", _forces(of)),
        Row("changes", (f"/changes/?{urlencode({'since': a, 'until': b})}" for a, b in _spans())),
        Row(
            "CSV of everything",
            (f"/recommendations.csv?as_at={day}" for day in sorted(days(), reverse=True)),
            heavy=True,
        ),
    ]


def _both(first: list[str], second: list[str]) -> Iterator[tuple[str, str]]:
    """Every pair, in no order, so that neighbours are not alike."""
    pairs = list(itertools.product(first, second))
    random.Random(3).shuffle(pairs)
    return iter(pairs)


def _list(**chosen: str) -> str:
    return f"/recommendations/?{urlencode(chosen)}"


def filtered(of: Known) -> Iterator[str]:
    """A theme or a kind from a day on, as readers choose them: some hundred to some thousand of 20,000 are left."""
    themes = (_list(theme=theme, published_after=day) for theme, day in _both(of.themes, list(first_days())))
    kinds = (_list(kind=kind, published_after=day) for kind, day in _both(list(KINDS), list(first_days())))
    return itertools.chain.from_iterable(zip(themes, kinds, strict=False))


def searched(of: Known) -> Iterator[str]:
    """The word that is in two thirds of the texts, from a day on, and in a theme."""
    broad = (_list(q=words.COMMON, published_after=day) for day in first_days())
    in_theme = (
        _list(q=words.COMMON, theme=theme, published_after=day) for theme, day in _both(of.themes, list(first_days()))
    )
    both = itertools.chain.from_iterable(zip(broad, in_theme, strict=False))
    return itertools.chain(both, in_theme)


def first_days() -> Iterator[str]:
    """The days of the first years of the record, in no order: nearly all that there is was published after each."""
    found = [(datetime.date(2011, 1, 1) + datetime.timedelta(days=n)).isoformat() for n in range(4 * 365)]
    random.Random(9).shuffle(found)
    return iter(found)


def _items(of: Known) -> Iterator[str]:
    yield from (f"/recommendations/{ref}/{body}/" for ref, body in of.items)
    for day in days():
        yield from (f"/recommendations/{ref}/{body}/?as_at={day}" for ref, body in of.items)


def _forces(of: Known) -> Iterator[str]:
    """Each force as it is, then on days of the past."""
    yield from (f"/forces/{force}/" for force in of.forces)
    yield from (f"/forces/{force}/?as_at={day}" for force, day in _both(of.forces, list(days())))


def _spans() -> Iterator[tuple[str, str]]:
    """Months that end on any day: what changed between two days."""
    for day in days():
        end = datetime.date.fromisoformat(day)
        yield (end - datetime.timedelta(days=30)).isoformat(), day
