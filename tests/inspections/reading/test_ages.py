import datetime

import pytest

from inspections.models import Inspection, Recommendation
from inspections.partial_dates import PartialDate
from inspections.reading.ages import ago, deadline_in_words, span
from tests.make import partial

ON = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2026-11-22", "0 days"),
        ("2026-11-21", "1 day"),
        ("2026-10-23", "30 days"),
        ("2026-10-22", "1 month"),
        ("2025-11-23", "11 months"),
        ("2025-11-22", "1 year"),
        ("2017-09-01", "9 years and 2 months"),
        ("2025-10-22", "1 year and 1 month"),
    ],
)
def test_a_span_is_said_as_people_say_it(start, words):
    day = datetime.date.fromisoformat(start)
    assert span(day, ON) == words
    assert span(ON, day) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-11-22", "today"),
        ("2026-11", "21 days ago"),
        ("2017-09", "9 years and 2 months ago"),
        ("2026", "this year"),
        ("2019", "about 7 years ago"),
    ],
)
def test_how_long_ago_is_as_exact_as_the_date(date, words):
    assert ago(PartialDate.parse(date), ON) == words


def recommendation(deadline, due_day=None, published="2020-01-15"):
    inspection = Inspection(published_on=partial(published))
    return Recommendation(inspection=inspection, deadline=deadline, due_day=due_day)


def test_what_was_asked_for_immediately_is_never_so_many_days_late():
    assert deadline_in_words(recommendation("immediately"), ON) == "asked for immediately, 6 years and 10 months ago"
    assert deadline_in_words(recommendation("immediately", published=None), ON) == "asked for immediately"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime.date(2026, 11, 21), "was due by 21 November 2026, 1 day ago"),
        (ON, "due today, 22 November 2026"),
        (datetime.date(2026, 11, 23), "due by 23 November 2026, in 1 day"),
    ],
)
def test_a_deadline_is_late_from_the_day_after(due, words):
    assert deadline_in_words(recommendation("by-date", due), ON) == words


def test_a_closed_item_is_not_called_late():
    due = datetime.date(2024, 12, 31)
    words = deadline_in_words(recommendation("by-date", due), ON, is_open=False)
    assert words == "was asked for by 31 December 2024"


def test_no_time_set_and_not_known_are_told_apart():
    assert deadline_in_words(recommendation("none-given"), ON) == "no time was set"
    assert deadline_in_words(recommendation(""), ON) == ""
