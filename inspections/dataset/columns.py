"""What a file and a column of the format are; each column takes its type from the model's field that it stands for."""

import enum
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db import models

from inspections.models.fields import PartialDateField, SlugField

SEPARATOR = "; "  # between several values in one cell


class Kind(enum.Enum):
    """The forms that a cell can have."""

    TEXT = "text"
    SLUG = "slug"
    WORD = "word"
    DATE = "date"  # partial: a year, a month or a day
    DAY = "day"
    INTEGER = "integer"
    URL = "url"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Column:
    """A column as it is declared: `path` leads from the model to the value, through relations, as in a query.

    Without a path it is the field of the same name. `left_out` lets a cell stay empty although the field has to
    have a value: the field's default is meant. A `rare` column is optional, and written only into a file of which some
    row has a value for it: `with_rare` says which.
    """

    name: str
    description: Any
    path: str = ""
    left_out: bool = False
    rare: bool = False


@dataclass(frozen=True)
class Link:
    """A relation that several columns name together, as an item is named by its recommendation and its body."""

    field: str
    to: str  # the file whose key the columns are
    columns: tuple[str, ...]
    expected: Any


class Field:
    """A column together with the model's field that it stands for."""

    def __init__(self, model: type[models.Model], column: Column, key: bool) -> None:
        self.name, self.description, self.key = column.name, column.description, key
        self.path = column.path or column.name
        self.relation: Any = None
        holder: Any = model
        for part in self.path.split("__"):
            self.field = holder._meta.get_field(part)
            if self.field.is_relation:
                self.relation, holder = self.field, self.field.related_model
        if self.field is self.relation:
            self.path += f"__{slug_name(holder)}"
            self.field = holder._meta.get_field(slug_name(holder))
        self.left_out, self.rare = column.left_out, column.rare
        self.target = holder if self.relation is not None and self.field.unique else None
        self.several = bool(self.relation is not None and self.relation.many_to_many)
        self.optional = (
            column.left_out or column.rare or (self.relation if self.relation is not None else self.field).blank
        )
        # The attribute of the model that takes the value; none where a link does.
        hops = self.path.split("__")
        is_own = len(hops) == 1 or (len(hops) == 2 and self.target is not None)
        self.attribute = hops[0] if is_own else None

    @cached_property
    def kind(self) -> Kind:
        if self.target is not None:
            return Kind.REFERENCE
        if self.field.choices:
            return Kind.WORD
        for type_, kind in KINDS:
            if isinstance(self.field, type_):
                return kind
        return Kind.TEXT

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(str(value) for value, _label in self.field.choices or ())

    @cached_property
    def takes_any_text(self) -> bool:
        """Whether every text that is not empty is sound, and stands for itself."""
        is_plain = self.kind == Kind.TEXT and self.relation is None
        return is_plain and self.field.max_length is None and not self.field.validators

    @property
    def default(self) -> str:
        """What an empty cell stands for."""
        return str(self.field.get_default()) if self.left_out else ""


KINDS: tuple[tuple[type[models.Field], Kind], ...] = (
    (PartialDateField, Kind.DATE),
    (models.DateField, Kind.DAY),
    (models.IntegerField, Kind.INTEGER),
    (models.URLField, Kind.URL),
    (SlugField, Kind.SLUG),
)


def slug_name(model: type[models.Model]) -> str:
    """The field by which other files name a row."""
    return getattr(model, "slug_name", "slug")


@dataclass(frozen=True)
class File:
    """One CSV file of the format: the rows of one model."""

    name: str
    model: type[models.Model]
    title: Any
    key: tuple[str, ...]
    declared: tuple[Column, ...]
    links: tuple[Link, ...] = ()
    related: tuple[str, ...] = field(default=())  # what a rule looks at beyond the row

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        return tuple(Field(self.model, column, column.name in self.key) for column in self.declared)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {column.name: column for column in self.columns}

    @cached_property
    def without_rare(self) -> "File":
        """The same file as most packages have it."""
        return self.with_rare(())

    def with_rare(self, names: Collection[str]) -> "File":
        """The same file with only these of its rare columns."""
        return replace(self, declared=tuple(c for c in self.declared if not c.rare or c.name in names))

    @property
    def first(self) -> Field:
        """The first column of the key: rows are fetched and put in order by it, in portions."""
        return self.by_name[self.key[0]]

    def place_of(self, name: str) -> int:
        """Where a column stands among all of them."""
        return [column.name for column in self.columns].index(name)

    @cached_property
    def key_in(self) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        """Takes the key out of the texts of all columns."""
        names = list(self.by_name)
        places = [names.index(name) for name in self.key]
        return itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))

    def order_of(self, cells: dict[str, str]) -> tuple[Any, ...]:
        """What the canonical order goes by: the key, with numbers as numbers."""
        return tuple(
            int(cells[name]) if self.by_name[name].kind == Kind.INTEGER and cells[name].isascii() else cells[name]
            for name in self.key
        )


def tidy(text: str) -> str:
    """A cell as it is compared, stored and written: one kind of line end, no white space around it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def join(parts: Iterable[str]) -> str:
    """Several values in one cell, in the canonical order."""
    return SEPARATOR.join(sorted(parts))


def split(cell: str) -> list[str]:
    """The values of such a cell; none of an empty one."""
    return cell.split(SEPARATOR) if cell else []
