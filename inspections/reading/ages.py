"""How long ago and how late, in words."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Deadline, Recommendation
from inspections.partial_dates import PartialDate

OPEN_YEARS = 2  # open for more than so many years after its report is worth a word of its own


def span(start: datetime.date, end: datetime.date) -> str:
    """The time between two days, in either order, as people say it: "9 years and 2 months", "12 days"."""
    start, end = sorted((start, end))
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if not months:
        days = (end - start).days
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    years, months = divmod(months, 12)
    in_years = ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    in_months = ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    if years and months:
        return _("%(years)s and %(months)s") % {"years": in_years, "months": in_months}
    return in_years if years else in_months


def ago(date: PartialDate, on: datetime.date) -> str:
    """How long ago a date was: "9 years and 2 months ago", "today"; less exact where the date is, and never ahead."""
    if date.is_exact and date.first == on:
        return _("today")
    if date.month is None:
        years = on.year - date.year
        return (
            ngettext("about %(count)d year ago", "about %(count)d years ago", years) % {"count": years}
            if years
            else _("this year")
        )
    return _("%(span)s ago") % {"span": span(min(date.first, on), on)}


def deadline_in_words(recommendation: Recommendation, on: datetime.date, *, is_open: bool = True) -> str:
    """By when it was asked for, seen from a day, as a phrase; empty where nothing is known.

    "Immediately" has no calendar date, so it is never so many days late. Only an open item is late.
    """
    published = recommendation.inspection.published_on
    if recommendation.deadline == Deadline.IMMEDIATELY:
        if published is None:
            return _("asked for immediately")
        return _("asked for immediately, %(ago)s") % {"ago": ago(published, on)}
    if recommendation.deadline == Deadline.NONE_GIVEN:
        return _("no time was set")
    due = recommendation.due_day
    if due is None:
        return ""
    words = {"day": str(PartialDate.of(due)), "span": span(due, on)}
    if due == on:
        return _("due today, %(day)s") % words
    if due > on:
        return _("due by %(day)s, in %(span)s") % words
    if is_open:
        return _("was due by %(day)s, %(span)s ago") % words
    return _("was asked for by %(day)s") % words
