import datetime

import pytest

from inspections.deadlines import add_months, due_day, police_act_last_day
from inspections.models import Deadline
from tests.make import partial

day = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2019-11-30", 3, "2020-02-29"),
        ("2018-11-30", 3, "2019-02-28"),
        ("2019-12-31", 6, "2020-06-30"),
        ("2019-08-15", 12, "2020-08-15"),
        ("2019-10-01", 3, "2020-01-01"),
    ],
)
def test_months_are_calendar_months(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_the_day_of_publication_is_day_one_of_the_56():
    assert police_act_last_day(day("2025-01-15")) == day("2025-03-11")


def test_the_response_of_2_february_2024_to_a_report_of_8_december_2023_was_a_day_late():
    assert police_act_last_day(day("2023-12-08")) == day("2024-02-01")


@pytest.mark.parametrize(
    ("deadline", "due_on", "published", "expected"),
    [
        ("within-3-months", None, "2025-01-15", "2025-04-15"),
        ("within-6-months", None, "2025-01-15", "2025-07-15"),
        ("within-12-months", None, "2025-01-15", "2026-01-15"),
        ("within-28-days", None, "2025-01-15", "2025-02-12"),
        ("within-6-weeks", None, "2025-01-15", "2025-02-26"),
        ("within-3-months", None, "2017-09", "2017-12-30"),
        ("by-date", "2018-09", "2017-09", "2018-09-30"),
        ("by-date", "2018-09-05", None, "2018-09-05"),
        ("within-3-months", None, None, None),
        ("immediately", None, "2025-01-15", None),
        ("none-given", None, "2025-01-15", None),
        ("", None, "2025-01-15", None),
    ],
)
def test_the_last_day_asked_for(deadline, due_on, published, expected):
    assert due_day(deadline, partial(due_on), partial(published)) == (day(expected) if expected else None)


def test_every_deadline_of_the_format_is_known_to_the_clock():
    """None of them raises, and only these have no day."""
    without = {d for d in Deadline if due_day(d, partial("2026-01-01"), partial("2025-01-15")) is None}
    assert without == {Deadline.IMMEDIATELY, Deadline.NONE_GIVEN}
