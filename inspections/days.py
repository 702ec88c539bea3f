"""Today, by the clock of the place that the record is about, and the day that a reader asks for."""

import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from inspections.partial_dates import PartialDate

EARLIEST = datetime.date(1900, 1, 1)  # before any record; arithmetic on days stays within the calendar


def today() -> datetime.date:
    """The date in London. `now().date()` would be UTC's, which is yesterday between midnight and one in summer."""
    return timezone.localdate()


def day_in_london(moment: str) -> datetime.date:
    """The date in London at a moment given as ISO 8601."""
    return timezone.localdate(datetime.datetime.fromisoformat(moment))


def in_words(day: datetime.date) -> str:
    """A day for readers, such as "2 May 2019"."""
    return _in_words(day, get_language())


@lru_cache(maxsize=20_000)
def _in_words(day: datetime.date, _language: str | None) -> str:
    """The format is that of the language; a page shows the same days again and again."""
    return date_format(day, "DATE_FORMAT")


def shown_day(text: str, now: datetime.date) -> datetime.date:
    """Read the day for which a reader wants the record. Raises ValueError, in words for the reader, for nonsense."""
    try:
        asked = PartialDate.parse(text)
        if not asked.is_exact:
            raise ValueError
    except ValueError:
        raise ValueError(_("“%s” is not a day. Write it like 2019-06-30.") % text[:40].replace("\0", "")) from None
    day = asked.first
    if day > now:
        raise ValueError(_("%s has not come yet. Choose today or an earlier day.") % in_words(day))
    if day < EARLIEST:
        raise ValueError(_("%s is before anything on record. Choose a later day.") % in_words(day))
    return day
