"""The legal and published clocks, as pure functions of dates."""

import calendar
import datetime
from collections.abc import Callable
from typing import NamedTuple

import holidays

from inspections.partial_dates import PartialDate

# Police Act 1996, s.55(5A) and (5B), as inserted by the Policing and Crime Act 2017, s.37: "before the end of the
# period of 56 days beginning with the day" of publication. The day of publication is day one.
POLICE_ACT_DAYS = 56
# The same section 37 came into force on 2 May 2017 (SI 2017/399, reg. 4(a)). Before that, comments had to be published
# but no time was set for it, so no clock runs for an earlier report.
POLICE_ACT_FROM = datetime.date(2017, 5, 2)

ACTION_PLAN_DAYS = 42  # HMICFRS, methodology of its follow-up to child protection inspections: six weeks
FIRE_PLAN_DAYS = 28  # the inspectorate's reports and letters on causes of concern of fire and rescue services
JTAI_WORKING_DAYS = 70  # Children Act 2004 (Joint Area Reviews) Regulations 2015, SI 2015/1792, reg. 4

MONTHS = {"within-3-months": 3, "within-6-months": 6, "within-12-months": 12}
DAYS = {"within-28-days": FIRE_PLAN_DAYS, "within-6-weeks": ACTION_PLAN_DAYS}

# Bank holidays of England, which are those of Wales too, with Good Friday and Christmas Day, the days given instead
# of those that fall on a weekend, and single ones such as a state funeral. The package carries them; it asks nobody.
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


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


def action_plan_last_day(published: datetime.date) -> datetime.date:
    """The last day for a force's action plan after a child protection inspection: six weeks after publication.

    Source: HMICFRS, national child protection inspections, methodology for post-inspection follow-up activity.
    """
    return published + datetime.timedelta(days=ACTION_PLAN_DAYS)


def fire_plan_last_day(published: datetime.date) -> datetime.date:
    """The last day for the action plan of a fire and rescue service on a cause of concern: 28 days after publication.

    Source: the report or letter that says so; no law sets this time. The day of publication is not counted.
    """
    return published + datetime.timedelta(days=FIRE_PLAN_DAYS)


def is_working_day(day: datetime.date) -> bool:
    """Whether it is neither a Saturday, a Sunday nor a bank holiday of England and Wales."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_days(start: datetime.date, end: datetime.date) -> int:
    """How many working days follow `start` up to and including `end`; the day of `start` is not counted."""
    following = (start + datetime.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(is_working_day, following))


def jtai_last_day(received: datetime.date) -> datetime.date:
    """The last day for the written statement on a joint targeted area inspection: the 70th working day after receipt.

    Source: Children Act 2004 (Joint Area Reviews) Regulations 2015, SI 2015/1792, reg. 4: within 70 working days of
    receiving the report. The day of receipt is not counted.
    """
    day, left = received, JTAI_WORKING_DAYS
    while left:
        day += datetime.timedelta(days=1)
        left -= is_working_day(day)
    return day


class Clock(NamedTuple):
    """A clock for answering a report: its length, its last day, and the number of a day counted from its start."""

    length: int
    last_day: Callable[[datetime.date], datetime.date]
    number: Callable[[datetime.date, datetime.date], int]


def _days_between(start: datetime.date, day: datetime.date) -> int:
    return (day - start).days


# By the duty to respond of an inspection (inspections.models.ResponseDuty).
CLOCKS = {
    "police-act-s55": Clock(POLICE_ACT_DAYS, police_act_last_day, lambda start, day: _days_between(start, day) + 1),
    "jtai-statement": Clock(JTAI_WORKING_DAYS, jtai_last_day, working_days),
    "fire-action-plan": Clock(FIRE_PLAN_DAYS, fire_plan_last_day, _days_between),
}


class LastDay(NamedTuple):
    """The last day to answer: from `earliest` to `latest` where the start of the clock is known to a month or year."""

    earliest: datetime.date
    latest: datetime.date

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest


def last_day(duty: str, start: PartialDate | None) -> LastDay | None:
    """The last day to answer under a duty whose clock starts then; None where there is no clock or no known start.

    A report of a month or year that is partly before POLICE_ACT_FROM has no known last day.
    """
    if start is None or duty not in CLOCKS or (duty == "police-act-s55" and start.first < POLICE_ACT_FROM):
        return None
    return LastDay(CLOCKS[duty].last_day(start.first), CLOCKS[duty].last_day(start.last))


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
