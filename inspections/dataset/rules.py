"""The rules across cells and rows, for rows that are not saved yet. They are the models' and the ledger's own."""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, Model, Q, UniqueConstraint
from django.utils.translation import gettext as _

from inspections import ledger
from inspections.models import (
    Body,
    Inspection,
    MonitoringPhase,
    Oversight,
    Recommendation,
    Response,
    ResponseItem,
)
from inspections.models.succession import COMES_BEFORE
from inspections.models.withdrawal import Withdrawable

from .cells import day_of
from .columns import File
from .conditions import Test, fields_of, holds, test_of
from .entries import Entries, Key, Wrong
from .schema import FILES
from .stored import Texts

Found = Iterator[tuple[str, str]]  # a column, and a sentence about it

# The rules that a model applies to one object without asking the database.
CLEAN: dict[type[Model], Callable[[Any], None]] = {
    Body: Body.clean_days,
    Oversight: Oversight.clean,
    MonitoringPhase: MonitoringPhase.clean,
    Inspection: Inspection.clean_days,
    Recommendation: Recommendation.clean_parent,
    Response: Response.clean,
    ResponseItem: ResponseItem.clean,
}


def of_rows(file: File, rows: dict[int, Any]) -> Iterator[Wrong]:
    """What is wrong with new rows, each by itself; they are given with their objects."""
    clean = CLEAN.get(file.model)
    for number, row in rows.items():
        try:
            if clean:
                clean(row)
        except ValidationError as error:
            for field, sentences in error.message_dict.items():
                yield number, column_of(file, field), " ".join(sentences)
    for constraint, test in _constraints(file.model):
        yield from _broken(file, constraint, test, rows)
    if issubclass(file.model, Withdrawable):
        for number, row in rows.items():
            yield from ((number, column, sentence) for column, sentence in _withdrawal(row))


def _broken(file: File, constraint: Any, test: Test, rows: dict[int, Any]) -> Iterator[Wrong]:
    """The rows that do not meet a constraint: of those with the same values in its fields, one is asked."""
    names = list(dict.fromkeys(fields_of(constraint.condition)))
    values_of = attrgetter(*(file.model._meta.get_field(name).attname for name in names))  # type: ignore[union-attr]
    values = list(map(values_of, rows.values()))
    broken = {value for value, row in dict(zip(values, rows.values(), strict=True)).items() if not test(row)}
    if broken:
        about = {column_of(file, name) for name in names}
        last_of_them = [column.name for column in file.columns if column.name in about][-1]
        for number, value in zip(rows, values, strict=True):
            if value in broken:
                yield number, last_of_them, str(constraint.get_violation_error_message())


@functools.cache
def _constraints(model: type[Model]) -> list[tuple[Any, Test]]:
    """The conditions that the database will put to each row of a model."""
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            assert isinstance(constraint.condition, Q)
            found.append((constraint, test_of(constraint.condition, model)))
    return found


def _withdrawal(row: Withdrawable) -> Found:
    """A withdrawal is a day and a reason, and only what was public can be withdrawn."""
    if row.withdrawn_on is None:
        if row.withdrawal_note:
            yield "withdrawn_on", _("Expected the day of the withdrawal, as a reason for it is given.")
        return
    if not row.withdrawal_note:
        yield "withdrawal_note", _("Expected the reason for the withdrawal; the public reads it.")
    inspection = row if isinstance(row, Inspection) else getattr(row, "inspection", None)
    if inspection and inspection.published_on and inspection.published_on.first > row.withdrawn_on:
        yield "withdrawn_on", _("Expected no day before the report was published.")


def of_relation(relation: Any, named: Model) -> bool:
    """Whether a relation may name this object: only inspectorates inspect."""
    wanted = relation.get_limit_choices_to()
    return not wanted or holds(Q(**wanted), named)


def column_of(file: File, field: str) -> str:
    """The column that shows a field; the last of the key for what is about the row as a whole."""
    for link in file.links:
        if link.field == field:
            return link.columns[-1]
    for column in file.columns:
        if field != NON_FIELD_ERRORS and column.attribute == field:
            return column.name
    return file.key[-1]


def twins(entries: Entries, rows: list[int]) -> Iterator[Wrong]:
    """Rows that share what only one may have, other than the key: a number within an inspection."""
    file = entries.file
    for constraint in file.model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or constraint.condition:
            continue
        columns = [column_of(file, name) for name in constraint.fields]
        if not rows or set(columns) <= set(file.key):
            continue
        names = [file.model._meta.get_field(name).attname for name in constraint.fields]  # type: ignore[union-attr]
        values = list(map(attrgetter(*names), [entries.objects[row] for row in rows]))
        seen = _taken(file, names, {first for first, *_others in values})
        for row, value in zip(rows, values, strict=True):
            if value in seen:
                yield row, columns[-1], str(constraint.get_violation_error_message())
            seen.add(value)


def _taken(file: File, names: list[str], firsts: set[int]) -> set[tuple[Any, ...]]:
    taken: set[tuple[Any, ...]] = set()
    keys = sorted(key for key in firsts if key > 0)
    for start in range(0, len(keys), 500):
        rows = file.model._default_manager.filter(**{f"{names[0]}__in": keys[start : start + 500]})
        taken.update(rows.order_by().values_list(*names))
    return taken


def circles(rows: dict[int, Any], name: str) -> Iterator[int]:
    """Of new rows and their objects, those that lead back to themselves along a relation to rows of the same file."""
    for row, instance in rows.items():
        seen, one = set(), getattr(instance, name)
        while one is not None and one.pk < 0 and one.pk not in seen:  # saved rows never lead to new ones
            seen.add(one.pk)
            one = getattr(one, name)
        if instance.pk in seen:
            yield row


def succession(entries: Entries, rows: list[int], recorded: set[Key]) -> Iterator[Wrong]:
    """Successions whose other direction is recorded, or stands in the package."""
    keys = entries.keys
    pairs = recorded | {keys[row] for row in rows}
    for row in rows:
        if keys[row][::-1] in pairs and keys[row][0] != keys[row][1]:
            yield row, "later", str(COMES_BEFORE)


def statements(
    entries: Entries, rows: list[int], oversight: dict[int, list[Oversight]], succeeded: set[str]
) -> Iterator[Wrong]:
    """What the rules of the ledger say of each new statement."""
    refs = entries.cells["recommendation"]
    for row in rows:
        update = entries.objects[row]
        found = ledger.problems(
            update, oversight=oversight.get(update.addressee.body_id, ()), has_successor=refs[row] in succeeded
        )
        for field, sentences in found.items():
            yield row, column_of(entries.file, field), " ".join(sentences)


def last_of(recorded: Mapping[Key, tuple[int, Texts]]) -> dict[Key, tuple[int, datetime.date]]:
    """Of each item the number and the day of the last of its rows that are on the record."""
    last: dict[Key, tuple[int, datetime.date]] = {}
    place = FILES["status_updates"].place_of("recorded_on")
    for key, (_pk, texts) in recorded.items():
        number = int(key[2])
        if number > last.get(key[:2], (0, None))[0]:
            last[key[:2]] = number, day_of(texts[place])
    return last


def sequences(entries: Entries, recorded: dict[Key, tuple[int, datetime.date]], left_out: set[Key]) -> Iterator[Wrong]:
    """Gaps in the numbers of an item, and days of recording that go back; `recorded` has each item's last of both."""
    items: dict[Key, list[int]] = {}
    for row in entries.new:
        items.setdefault(entries.keys[row][:2], []).append(row)
    statements = entries.objects
    for item, rows in items.items():
        if item in left_out:
            continue
        number, day = recorded.get(item, (0, datetime.date.min))
        for row in sorted(rows, key=lambda row: statements[row].sequence):
            statement = statements[row]
            if statement.sequence != number + 1:
                sentence = _("Expected %d: the numbers of an item run 1, 2, 3… without a gap, in the order recorded.")
                yield row, "sequence", sentence % (number + 1)
                break
            if statement.recorded_on < day:
                sentence = _("Expected no day before that of the row before it (%s).") % day.isoformat()
                yield row, "recorded_on", sentence
            number, day = number + 1, statement.recorded_on
