"""The new rows of a file: as objects, of which the rules are asked, and as columns of values for the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import repeat
from typing import Any

from django.db.models.base import ModelState

from inspections.insertion import preparing
from inspections.models import Inspection, Recommendation, Seal, StatusUpdate

from .entries import Entries

DERIVED = ("public_from", "public_at", "due_day", "number_key", "day")  # what `derive` of a model works out


@dataclass(slots=True, eq=False)
class Statement:
    """A new row of the ledger, with the attributes by which the rules and the headline know a StatusUpdate.

    There are ten for each recommendation, and a model's object takes six times the room.
    """

    id: int
    sequence: int
    position: str
    effective_on: Any
    reason: str
    evidence: str
    recorded_on: Any
    addressee: Any
    stated_by: Any
    source: Any
    made_in: Any
    corrects: Any = None

    @property
    def addressee_id(self) -> int:
        return self.addressee.id

    @property
    def stated_by_id(self) -> int:
        return self.stated_by.id

    @property
    def source_id(self) -> int | None:
        return self.source and self.source.id

    @property
    def corrects_id(self) -> int | None:
        return self.corrects and self.corrects.id

    @property
    def pk(self) -> int:
        return self.id


def make(entries: Entries, keys: Iterator[int]) -> None:
    """Make the object of each sound new row, with the next of these primary keys."""
    rows = entries.sound()
    made = _statements if entries.file.model is StatusUpdate else _instances
    for row, one in zip(rows, made(entries, rows, keys), strict=True):
        entries.objects[row] = one


def _statements(entries: Entries, rows: Sequence[int], keys: Iterator[int]) -> Iterator[Any]:
    names = [field.name for field in fields(Statement)][1:-1]  # the key comes first, and what it corrects afterwards
    relations = entries.related
    columns = [
        [relations[name][row] for row in rows] if name in relations else entries.values_of(name, rows) for name in names
    ]
    return map(Statement, keys, *columns)


def _instances(entries: Entries, rows: Sequence[int], keys: Iterator[int]) -> Iterator[Any]:
    """Make them as unpickling does: the model's own way asks each of its fields, and sends two signals."""
    model = entries.file.model
    named = {name: [related[row] for row in rows] for name, related in entries.related.items()}
    columns: dict[str, Iterable[Any]] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            columns[field.attname] = keys
        elif field.name in named:
            columns[field.attname] = [one and one.id for one in named[field.name]]
        elif field.name in entries.column_of:
            columns[field.attname] = entries.values_of(entries.column_of[field.name], rows)
        else:  # asked for once: all that comes with a load is entered at the same moment
            columns[field.attname] = repeat(field.get_default())
    values = zip(*columns.values(), strict=False)
    for number in range(len(rows)):
        one = model.__new__(model)
        one.__dict__.update(zip(columns, next(values), strict=True))
        one._state = ModelState()
        one._state.fields_cache.update({name: objects[number] for name, objects in named.items()})
        yield one


def objects_of(entries: Entries) -> list[Any]:
    """The objects of the new rows, of which nothing is wrong."""
    return entries.of_new(entries.objects)


def columns_of(entries: Entries, keys: Sequence[int]) -> dict[str, Iterable[Any]]:
    """The values of the new rows by attribute, in the form of the database; their objects are given these keys."""
    model, objects = entries.file.model, objects_of(entries)
    if issubclass(model, Inspection | Recommendation | Seal):
        for one in objects:  # nothing calls save()
            one.derive()
    for one, key in zip(objects, keys, strict=True):
        one.id = key
    columns: dict[str, Iterable[Any]] = {}
    for field in model._meta.concrete_fields:
        name, prepare = field.attname, preparing(model, field.attname)
        if field.primary_key:
            columns[name] = keys
        elif field.name in entries.related:
            columns[name] = [one and one.id for one in entries.of_new(entries.related[field.name])]
        elif field.name in entries.column_of:
            column = entries.column_of[field.name]
            cells = entries.of_new(entries.cells[column])
            if column in entries.values:
                prepared = {text: prepare(value) for text, value in entries.values[column].items()}
                cells = [prepared[cell] for cell in cells]
            columns[name] = cells
        elif name in DERIVED:
            columns[name] = [prepare(getattr(one, name)) for one in objects]
        else:
            columns[name] = repeat(prepare(field.get_default()))
    return columns
