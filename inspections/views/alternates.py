"""The other forms of a page for programs: its feed and its calendar, for the head of the page.

They are of today, whatever day the page shows: who subscribes wants what comes next.
"""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.views.canonical import canonical_path

ATOM, ICALENDAR = "application/atom+xml", "text/calendar"
WITH_A_CALENDAR = ("force", "inspection", "recommendation-list")

Alternate = tuple[str, str, str]  # type, title, address


def alternates(noun: str, *slugs: str, **parameters: Any) -> list[Alternate]:
    """The forms of the page of a noun, as "force" with its slug, or of a list with its parameters."""
    return [*_form("feed", ATOM, _("What was recorded"), noun, slugs, parameters), *_calendar(noun, slugs, parameters)]


def _calendar(noun: str, slugs: tuple[str, ...], parameters: Mapping[str, Any]) -> list[Alternate]:
    if noun not in WITH_A_CALENDAR:
        return []
    return _form("calendar", ICALENDAR, _("Coming deadlines"), noun, slugs, parameters)


def _form(
    form: str, kind: str, title: str, noun: str, slugs: tuple[str, ...], parameters: Mapping[str, Any]
) -> list[Alternate]:
    kept = {name: value for name, value in parameters.items() if name != "sort"}
    return [(kind, title, canonical_path(reverse(f"{noun}-{form}", args=slugs), kept))]
