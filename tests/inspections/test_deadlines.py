import datetime

import pytest

from inspections.deadlines import (
    CLOCKS,
    action_plan_last_day,
    add_months,
    due_day,
    fire_plan_last_day,
    is_working_day,
    jtai_last_day,
    last_day,
    police_act_last_day,
    working_days,
)
from inspections.models import Deadline, ResponseDuty
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


def test_six_weeks_and_28_days_are_counted_from_the_day_after_publication():
    assert action_plan_last_day(day("2025-01-15")) == day("2025-02-26")
    assert fire_plan_last_day(day("2023-09-13")) == day("2023-10-11")


def test_a_report_received_before_christmas_is_answered_after_easter():
    """Received on Wednesday 20 December 2023. The working days are counted out by hand."""
    counted = [
        # 2023: Thursday 21 and Friday 22; 25 and 26 December are holidays; Wednesday 27 to Friday 29
        *["2023-12-21", "2023-12-22", "2023-12-27", "2023-12-28", "2023-12-29"],  # 5
        # 2024: Monday 1 January is a holiday; Tuesday 2 to Friday 5
        *["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"],  # 9
        *["2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12"],  # 14
        *["2024-01-15", "2024-01-16", "2024-01-17", "2024-01-18", "2024-01-19"],  # 19
        *["2024-01-22", "2024-01-23", "2024-01-24", "2024-01-25", "2024-01-26"],  # 24
        *["2024-01-29", "2024-01-30", "2024-01-31", "2024-02-01", "2024-02-02"],  # 29
        *["2024-02-05", "2024-02-06", "2024-02-07", "2024-02-08", "2024-02-09"],  # 34
        *["2024-02-12", "2024-02-13", "2024-02-14", "2024-02-15", "2024-02-16"],  # 39
        *["2024-02-19", "2024-02-20", "2024-02-21", "2024-02-22", "2024-02-23"],  # 44
        *["2024-02-26", "2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"],  # 49
        *["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"],  # 54
        *["2024-03-11", "2024-03-12", "2024-03-13", "2024-03-14", "2024-03-15"],  # 59
        *["2024-03-18", "2024-03-19", "2024-03-20", "2024-03-21", "2024-03-22"],  # 64
        # Good Friday is 29 March; Monday to Thursday of that week
        *["2024-03-25", "2024-03-26", "2024-03-27", "2024-03-28"],  # 68
        # Easter Monday is 1 April; Tuesday 2 and Wednesday 3
        *["2024-04-02", "2024-04-03"],  # 70
    ]
    assert len(counted) == 70
    assert jtai_last_day(day("2023-12-20")) == day(counted[-1]) == day("2024-04-03")
    between = [day("2023-12-21") + datetime.timedelta(days=n) for n in range(105)]
    assert [each for each in between if is_working_day(each)] == [day(each) for each in counted]
    assert working_days(day("2023-12-20"), day("2024-04-03")) == 70


@pytest.mark.parametrize(
    "holiday",
    [
        "2018-03-30",  # Good Friday
        "2018-04-02",  # Easter Monday
        "2020-05-08",  # the early May holiday, moved that year
        "2020-12-28",  # for Boxing Day, which was a Saturday
        "2022-06-03",  # a single jubilee
        "2022-09-19",  # a state funeral
        "2027-12-27",  # for Christmas Day, a Saturday to come
    ],
)
def test_a_bank_holiday_is_not_a_working_day(holiday):
    assert day(holiday).weekday() < 5
    assert not is_working_day(day(holiday))


def test_a_holiday_of_scotland_or_northern_ireland_alone_is_a_working_day():
    assert is_working_day(day("2024-01-02"))
    assert is_working_day(day("2024-03-18"))


def test_every_duty_to_respond_has_its_clock_and_its_own_number_of_days():
    assert set(CLOCKS) == {duty.value for duty in ResponseDuty} - {ResponseDuty.NONE.value}
    started = day("2024-01-10")
    for duty, clock in CLOCKS.items():
        assert clock.number(started, clock.last_day(started)) == clock.length, duty
    assert CLOCKS["police-act-s55"].number(started, started) == 1
    assert CLOCKS["fire-action-plan"].number(started, started) == 0


@pytest.mark.parametrize(
    ("duty", "start", "earliest", "latest"),
    [
        ("police-act-s55", "2025-01-15", "2025-03-11", "2025-03-11"),
        ("police-act-s55", "2019-09", "2019-10-26", "2019-11-24"),
        ("fire-action-plan", "2023-09-13", "2023-10-11", "2023-10-11"),
        ("jtai-statement", "2023-12-20", "2024-04-03", "2024-04-03"),
    ],
)
def test_the_last_day_is_as_exact_as_the_day_that_starts_the_clock(duty, start, earliest, latest):
    assert last_day(duty, partial(start)) == (day(earliest), day(latest))


@pytest.mark.parametrize(
    ("duty", "start"), [("none", "2025-01-15"), ("police-act-s55", None), ("jtai-statement", None)]
)
def test_without_a_clock_or_a_start_there_is_no_last_day(duty, start):
    assert last_day(duty, partial(start)) is None


def test_the_police_act_set_no_time_before_2_may_2017():
    assert last_day("police-act-s55", partial("2017-05-01")) is None
    assert last_day("police-act-s55", partial("2017-05-02")) == (day("2017-06-26"), day("2017-06-26"))
    assert last_day("police-act-s55", partial("2017")) is None
