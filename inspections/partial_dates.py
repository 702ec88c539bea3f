"""Dates that are as exact as their source: a year, a month or a day."""

import calendar
import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day.

    Two partial dates have no single order, so there is none: compare `first` or `last`.
    `str()` is for readers ("September 2019"), `iso` is for files and the database ("2019-09").
    """

    year: int
    month: int | None = None
    day: int | None = None
    # The first and the last day that it can mean: starts are compared by the one, ends by the other. Worked out at
    # once, as the dates of a history are compared again and again.
    first: datetime.date = field(init=False, repr=False, compare=False)
    last: datetime.date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day needs a month.")
        # Not "or": a month or day of 0 must fail here and not become January or the first.
        month = 1 if self.month is None else self.month
        first = datetime.date(self.year, month, 1 if self.day is None else self.day)
        month = self.month or 12
        last = first if self.day else first.replace(month=month, day=calendar.monthrange(self.year, month)[1])
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2019`, `2019-09` or `2019-09-27`; raise ValueError, in words for a reader, for anything else."""
        match = _FORM.fullmatch(text)
        if not match:
            raise ValueError(
                _("“%s” is not a date. Write a year, a month or a day: 2019, 2019-09 or 2019-09-27.") % text
            )
        try:
            return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        except ValueError:
            raise ValueError(_("“%s” is not in the calendar.") % text) from None

    @classmethod
    def of(cls, day: datetime.date) -> Self:
        return cls(day.year, day.month, day.day)

    @property
    def iso(self) -> str:
        parts = (f"{self.year:04}", self.month and f"{self.month:02}", self.day and f"{self.day:02}")
        return "-".join(part for part in parts if part)

    @property
    def is_exact(self) -> bool:
        return self.day is not None

    def __str__(self) -> str:
        return _in_words(self, get_language())


@lru_cache(maxsize=10_000)
def _in_words(date: PartialDate, _language: str | None) -> str:
    """The formats are those of the language; a list shows the same few dates again and again."""
    if date.day:
        return date_format(date.first, "DATE_FORMAT")
    return date_format(date.first, "YEAR_MONTH_FORMAT" if date.month else "Y")
