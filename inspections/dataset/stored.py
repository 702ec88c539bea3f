"""The rows that the database holds, in the canonical form: what is dumped, and what a load compares with."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from inspections.partial_dates import PartialDate

from .columns import Field, File, join, tidy
from .selection import Selection

AT_ONCE = 500  # rows of a first key that are asked for together: one query for each such portion

Cells = dict[str, str]
Texts = tuple[str, ...]


def text_of(value: Any) -> str:
    """A stored value as a cell."""
    if isinstance(value, str):
        return tidy(value)
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def first_keys(file: File, selection: Selection) -> list[str]:
    """The first keys of all the rows in the selection, in the canonical order."""
    found = _rows(file, selection).order_by().values_list(file.first.path, flat=True).distinct()
    return sorted(str(key) for key in found)


def stored(file: File, firsts: Iterable[str], selection: Selection | None = None) -> Iterator[tuple[int, Cells]]:
    """Yield the primary key and the cells of each row whose first key is one of these, in the canonical order."""
    names = [column.name for column in file.columns]
    for portion in _portions(file, firsts, selection or Selection()):
        rows = [(key, dict(zip(names, texts, strict=True))) for key, texts in portion]
        yield from sorted(rows, key=lambda row: file.order_of(row[1]))


def stored_texts(file: File, firsts: Iterable[str]) -> Iterator[tuple[int, Texts]]:
    """The same in no order, as the texts of all columns in their order: for many rows that are only compared."""
    return chain.from_iterable(_portions(file, firsts, Selection()))


def _portions(file: File, firsts: Iterable[str], selection: Selection) -> Iterator[list[tuple[int, Texts]]]:
    keys = sorted(set(firsts))
    for start in range(0, len(keys), AT_ONCE):
        rows = _rows(file, selection).filter(**{f"{file.first.path}__in": keys[start : start + AT_ONCE]})
        yield _portion(file, rows, selection)


def by_key(file: File, keys: Iterable[int], selection: Selection) -> dict[int, Cells]:
    """The cells of the rows with these primary keys, whether or not they are in the selection: it limits the cells."""
    names = [column.name for column in file.columns]
    rows = _portion(file, file.model._default_manager.filter(pk__in=keys), selection)
    return {key: dict(zip(names, texts, strict=True)) for key, texts in rows}


def rare_given(file: File, selection: Selection) -> list[str]:
    """The rare columns in which any row of the selection has a value."""
    return [column.name for column in file.columns if column.rare and _has_value(file, column, selection)]


def _has_value(file: File, column: Field, selection: Selection) -> bool:
    given = Q(**{f"{column.path}__isnull": False})
    if column.field.empty_strings_allowed:
        given &= ~Q(**{column.path: ""})
    return _rows(file, selection).filter(given, selection.cells(file, column) or Q()).exists()


def _rows(file: File, selection: Selection) -> QuerySet[Any]:
    return file.model._default_manager.filter(selection.rows(file))


def _portion(file: File, rows: QuerySet[Any], selection: Selection) -> list[tuple[int, Texts]]:
    paths: list[Any] = []
    for column in file.columns:
        if column.several:
            paths.append(F("pk"))  # to be looked up by
            continue
        shown = selection.cells(file, column)
        paths.append(F(column.path) if shown is None else Case(When(shown, then=F(column.path))))
    named = {f"cell_{number}": path for number, path in enumerate(paths)}
    found = rows.order_by().annotate(**named).values_list("pk", *named)
    keys, *columns = list(zip(*found, strict=True)) or [()] * (len(paths) + 1)
    texts = []
    for column, values in zip(file.columns, columns, strict=True):
        if column.several:
            parts = _parts(file, column, rows, selection)
            texts.append([join(parts.get(key, ())) for key in values])
        else:
            texts.append(list(map(text_of, values)))
    return list(zip(keys, zip(*texts, strict=True), strict=True))


def _parts(file: File, column: Field, rows: QuerySet[Any], selection: Selection) -> dict[int, list[str]]:
    shown = selection.cells(file, column)
    # One filter, so that the condition is about the very value that is fetched.
    pairs = file.model._default_manager.filter(
        shown or Q(), pk__in=rows.values("pk"), **{f"{column.path}__isnull": False}
    )
    parts: dict[int, list[str]] = {}
    for key, part in pairs.order_by().values_list("pk", column.path):
        parts.setdefault(key, []).append(part)
    return parts
