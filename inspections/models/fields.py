"""Field types of our own, partial dates and slugs, and a condition on keys."""

import datetime
import json
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.utils.translation import gettext_lazy as _

from inspections.partial_dates import PartialDate


def to_partial_date(value: Any) -> PartialDate | None:
    """Turn text, a date, a partial date or nothing into a partial date or None; raise ValidationError for the rest."""
    if value is None or isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime.date):
        return PartialDate.of(value)
    text = str(value).strip()
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from None


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> PartialDate:
    """What a row says; the same few thousand days come again and again."""
    return PartialDate.parse(text)


class PartialDateFormField(forms.CharField):
    """A text box for a year, a month or a day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("placeholder", _("2019, 2019-09 or 2019-09-27"))

    def to_python(self, value: Any) -> Any:
        return to_partial_date(value)

    def prepare_value(self, value: Any) -> Any:
        return value.iso if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return to_partial_date(initial) != to_partial_date(data)
        except ValidationError:
            return True

    def run_validators(self, value: Any) -> None:
        """Length is checked by reading the date."""


class PartialDateField(models.Field):
    """A year, a month or a day, stored as ISO 8601 text, so that the database shows what the source said.

    A shorter text sorts before every longer one that begins with it. Compared with a whole day, `lte` and `gt`
    therefore mean "its first day is by that day" and "after that day", and an index serves them. `lt` and `gte`
    would be wrong on the first day of a period and are refused. Order by `<field>__first_day`.
    """

    description = _("A date known to the year, the month or the day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Compare byte by byte: the collations of a language skip the hyphens."""
        return super().db_parameters(connection) | {"collation": "C" if connection.vendor == "postgresql" else None}

    def from_db_value(self, value: str | None, *_args: Any) -> PartialDate | None:
        return None if value is None else _parsed(value)

    def to_python(self, value: Any) -> PartialDate | None:
        return to_partial_date(value)

    def get_prep_value(self, value: Any) -> str | None:
        date = to_partial_date(value)
        return date.iso if date else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, "max_length": 10, **kwargs})

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in ("lt", "gte"):
            raise NotImplementedError(f"A partial date has no “{lookup_name}”: use lte or gt with the day before.")
        return super().get_lookup(lookup_name)


@PartialDateField.register_lookup
class FirstDay(models.Transform):
    """The first day of the period as ISO text: the order of a history."""

    lookup_name = "first_day"
    output_field = models.CharField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        # Plain SQL, since Concat() would make text of a date that is not known.
        column, params = compiler.compile(self.lhs)
        return f"SUBSTR({column} || '-01-01', 1, 10)", params


@PartialDateField.register_lookup
class LastsTo(Lookup):
    """Whether the last day of the period is that day or later: `end__lasts_to=day`."""

    lookup_name = "lasts_to"

    def get_prep_lookup(self) -> str:
        day: datetime.date = self.rhs
        return day.isoformat()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        # "~" sorts after every digit and hyphen: "2019-09~" stands for the end of that month.
        return f"({left} || '~') >= {right}", [*left_params, *right_params]


@models.BigAutoField.register_lookup
class Among(Lookup):
    """Whether a primary key is one of an array of whole numbers, however long: `id__among=array("q", keys)`.

    The array is one parameter, where `in` has one for each key, and takes longer over them than the database does.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        sql, params = self.process_lhs(compiler, connection)
        keys = json.dumps(self.rhs.tolist())
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*params, keys]  # noqa: S608  (a column's name)

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s::bigint[])", [*params, self.rhs.tolist()]


def refuse_backwards(row: models.Model, start: str, *ends: str) -> None:
    """Raise ValidationError, beside its field, for each end that is wholly before the start."""
    first, begun = getattr(row, start), row._meta.get_field(start)
    message = _("This is before “%(name)s” (%(day)s).")
    errors = {
        end: message % {"name": begun.verbose_name, "day": first}  # type: ignore[union-attr]
        for end in ends
        if first and getattr(row, end) and getattr(row, end).last < first.first
    }
    if errors:
        raise ValidationError(errors)


SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class SlugField(models.SlugField):
    """A part of a public address: lower-case letters, digits and hyphens."""

    default_validators = [
        RegexValidator(
            rf"^{SLUG}\Z",
            _("Use lower-case letters, digits and single hyphens, for example “west-midlands”."),
            code="invalid",
        )
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)


class WebAddressField(models.URLField):
    """An address on the web; one typed without a scheme is https."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
