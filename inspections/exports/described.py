"""Every table that leaves the site, described for readers from the very columns that it is written with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.dataset.columns import SEPARATOR, Field, Kind
from inspections.dataset.schema import FILE_OF, FILES
from inspections.days import today

from . import changes, inspections, responses
from .items import items
from .table import Column, Table

KINDS = {
    Kind.TEXT: gettext_lazy("text"),
    Kind.SLUG: gettext_lazy("key: lower-case letters, digits and hyphens"),
    Kind.WORD: gettext_lazy("one of some words"),
    Kind.DATE: gettext_lazy("date, as exact as its source: 2019, 2019-09 or 2019-09-27"),
    Kind.DAY: gettext_lazy("day: 2019-09-27"),
    Kind.INTEGER: gettext_lazy("whole number"),
    Kind.URL: gettext_lazy("web address"),
    Kind.REFERENCE: gettext_lazy("key"),
}


@dataclass(frozen=True)
class Described:
    """One table: the name by which a page names it, its title, and what stands in each column."""

    name: str
    file: str
    title: Any
    columns: list[dict[str, Any]]
    key: str = ""


def package() -> list[Described]:
    """The files of the data package, in the order of the format."""
    return [
        Described(
            file.name,
            file.path,
            file.title,
            [_field(column) for column in file.columns],
            _("%(columns)s together") % {"columns": ", ".join(file.key)} if len(file.key) > 1 else file.key[0],
        )
        for file in FILES.values()
    ]


def _field(column: Field) -> dict[str, Any]:
    kind: Any = KINDS[column.kind]
    if column.target is not None:
        name = FILE_OF[column.target].path
        kind = _("keys of %(file)s, with “%(separator)s” between them") if column.several else _("key of %(file)s")
        kind %= {"file": name, "separator": SEPARATOR}
    return {
        "name": column.name,
        "meaning": column.description,
        "kind": kind,
        "words": column.words if column.kind == Kind.WORD else (),
        "empty": _("only there if a row has it") if column.rare else "" if column.optional else _("never empty"),
    }


def lists() -> list[Described]:
    """The lists that can be taken as CSV, spreadsheet and JSON."""
    tables: tuple[tuple[str, Table], ...] = (
        ("recommendations", items(today())),
        ("inspections", inspections.inspections(today())),
        ("responses", responses.TABLE),
        ("changes", changes.TABLE),
    )
    return [Described(f"list-{name}", name, table.title, _columns(table.columns)) for name, table in tables]


def _columns(columns: Iterable[Column]) -> list[dict[str, Any]]:
    return [
        {"name": column.name, "meaning": column.description, "kind": KINDS[column.kind], "words": (), "empty": ""}
        for column in columns
    ]
