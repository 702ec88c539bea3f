"""What the paper is made of. The page and the Word document both walk through these, and add nothing of their own."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.text import Truncator
from django.utils.translation import ngettext

from inspections.models import Body

MOST_WORDS = 20  # of the text of one item: two lines on paper
# The pages of the things that have a reference of their own.
REFERRED = ("recommendation-detail", "item-detail", "inspection-detail", "batch-detail")


@dataclass(frozen=True)
class Cell:
    """Words, the address that they lead to, and a remark under them."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first cell of a row is its heading. `shares` are the widths, out of 100.

    `total` is how many rows there would be if none had been cut, `where` is what to call the page that has all of them,
    and `url` is its address.
    """

    slug: str
    caption: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: list[list[Cell]]
    total: int = 0
    where: str = ""
    url: str = ""

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """The rows, each cell with the heading of its column: on a phone every cell says it."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def rest(self) -> str:
        """How many rows were cut, as the beginning of a sentence that `where` ends; empty if none were."""
        cut = self.total - len(self.rows)
        return ngettext("%(count)s more, see", "%(count)s more, see", cut) % {"count": f"{cut:,}"} if cut > 0 else ""


@dataclass(frozen=True)
class Section:
    """A heading, sentences under it, and tables. `bar` is that of components/status_bar.jinja."""

    slug: str
    heading: str
    said: list[str]
    tables: list[Table] = field(default_factory=list)
    bar: dict[str, Any] | None = None


@dataclass(frozen=True)
class Paper:
    """The whole paper. `items` counts what was asked; `empty` says in words that there is nothing to tell."""

    body: Body
    since: datetime.date
    until: datetime.date
    title: str
    period: str
    scope: str
    items: int
    sections: Sequence[Section]
    words: list[str]
    empty: str = ""


def shortened(text: str) -> str:
    """A text in so many words that a table of many stays on its sheet; where it was cut an ellipsis says so."""
    return Truncator(text).words(MOST_WORDS, truncate=" …")


def reference(url: str) -> str:
    """How that which stands at an address of this site is cited; empty for what has no reference."""
    try:
        found = resolve(urlsplit(url).path)
    except Resolver404:
        return ""
    return str(found.kwargs["slug"]) if found.url_name in REFERRED else ""


def referred(url: str, text: str, note: str = "") -> Cell:
    """A cell that cites something: its reference and below it its text, or the text alone where it has none."""
    cited = reference(url)
    below = " ".join(filter(None, [shortened(text) if cited else "", note]))
    return Cell(cited or shortened(text), url, below)
