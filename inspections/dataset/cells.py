"""One cell: whether it has the form that its column asks for, and the value that it stands for."""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _

from inspections.partial_dates import PartialDate

from .columns import SEPARATOR, Field, Kind, join, tidy

LARGEST = 2_147_483_647  # of a whole number, in either database
_WHOLE = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadCell(ValueError):
    """A sentence that says what was expected."""


def canonical(column: Field, text: str) -> str:
    """The cell as we would write it ourselves. Raises BadCell where several values are not in the form of a list."""
    text = tidy(text)
    if not column.several or not text:
        return text or column.default
    parts = [part.strip() for part in text.split(SEPARATOR.strip())]
    if not all(parts) or len(set(parts)) != len(parts):
        raise BadCell(_("Expected values with “; ” between them, none empty and none twice."))
    return join(parts)


def value_of(column: Field, text: str) -> Any:
    """The value that a canonical cell stands for; for a reference, the key that it names.

    Raises BadCell, with a sentence for the reader, where the cell does not have the form of its column.
    """
    if not text:
        if not column.optional:
            raise BadCell(_("Expected a value: this column is never empty."))
        return None if column.relation is not None or column.field.null else ""
    if column.kind == Kind.REFERENCE:
        return text
    if column.kind == Kind.WORD:
        if text not in column.words:
            raise BadCell(_("Expected one of: %s.") % ", ".join(column.words))
        return text
    if column.kind == Kind.DATE:
        return _partial_date(text)
    if column.kind == Kind.DAY:
        if not _DAY.fullmatch(text):
            raise BadCell(_("Expected a day: year, month and day, as in 2019-09-27."))
        return _partial_date(text).first
    if column.kind == Kind.INTEGER:
        if not _WHOLE.fullmatch(text) or int(text) > LARGEST:
            raise BadCell(_("Expected a whole number."))
        return int(text)
    return _text(column, text)


def _partial_date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise BadCell(str(error)) from None


def day_of(text: str) -> datetime.date:
    """The day that a sound cell of the kind “day” stands for."""
    return datetime.date.fromisoformat(text)


def _text(column: Field, text: str) -> str:
    longest = column.field.max_length
    if longest is not None and len(text) > longest:
        raise BadCell(_("Expected at most %d characters; these are %d.") % (longest, len(text)))
    for validator in column.field.validators:
        if isinstance(validator, MaxLengthValidator):
            continue
        try:
            validator(text)
        except ValidationError as error:
            raise BadCell(" ".join(error.messages)) from None
    return text
