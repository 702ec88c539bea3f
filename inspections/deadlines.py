"""The legal and published clocks, as pure functions of dates."""

import calendar
import datetime

from inspections.partial_dates import PartialDate

# Police Act 1996, s.55(5A) and (5B), as inserted by the Policing and Crime Act 2017, s.37: "before the end of the
# period of 56 days beginning with the day" of publication. The day of publication is day one.
POLICE_ACT_DAYS = 56

MONTHS = {"within-3-months": 3, "within-6-months": 6, "within-12-months": 12}
DAYS = {"within-28-days": 28, "within-6-weeks": 42}


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many calendar months later, or that month's last day: 30 November + 3 is the last of February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def police_act_last_day(published: datetime.date) -> datetime.date:
    """The last day for a local policing body to publish its comments on a report.

    Source: Police Act 1996, s.55(5A) and (5B). Published on 15 January 2025, the last day is 11 March 2025.
    """
    return published + datetime.timedelta(days=POLICE_ACT_DAYS - 1)


def due_day(deadline: str, due_on: PartialDate | None, published_on: PartialDate | None) -> datetime.date | None:
    """The last day by which a recommendation was asked to be met, or None where there is none or it is not known.

    "Immediately" has no calendar day. A date known to the month or year counts to its last day, so that nobody is
    called late on a day that may have been in time. Source: the report that made the recommendation.
    """
    if deadline == "by-date":
        return due_on.last if due_on else None
    if published_on is None:
        return None
    if deadline in MONTHS:
        return add_months(published_on.last, MONTHS[deadline])
    if deadline in DAYS:
        return published_on.last + datetime.timedelta(days=DAYS[deadline])
    return None
