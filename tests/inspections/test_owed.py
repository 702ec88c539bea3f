"""Which responses are owed: the clock is that of reading.duties; here are the boundaries, and whom each concerns."""

import datetime

import pytest

from inspections.owed import how_long, is_late, responses_owed
from inspections.scope import Scope
from tests.make import (
    make_body,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_programme,
    make_response,
    make_staff,
)

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
PUBLISHED = "2025-01-15"
LAST = day("2025-03-11")  # the 56th day, of which the day of publication is the first


def scope(on, *bodies):
    return Scope(make_staff(), not bodies, bodies, on)


def owed(on, *bodies):
    return [duty.inspection.slug for duty in responses_owed(scope(on, *bodies))]


@pytest.fixture
def force():
    force = make_force("cleveland")
    make_policing_body(force, "cleveland-pcc")
    return force


def report(slug, force, published=PUBLISHED, **fields):
    inspection = make_inspection(slug, published, **fields)
    make_item(body=force, inspection=inspection)
    return inspection


@pytest.mark.parametrize(
    ("days", "expected", "words"),
    [
        (-15, False, ""),
        (-14, True, "14 days left"),
        (-1, True, "1 day left"),
        (0, True, "due today"),
        (1, True, "1 day late"),
        (2, True, "2 days late"),
        (1200, True, "1,200 days late"),
    ],
)
def test_it_is_asked_for_from_14_days_before_the_last_day(force, days, expected, words):
    report("asked", force)
    found = responses_owed(scope(LAST + datetime.timedelta(days)))
    assert [duty.inspection.slug for duty in found] == (["asked"] if expected else [])
    if expected:
        assert (how_long(found[0]), is_late(found[0])) == (words, days > 0)


@pytest.mark.parametrize(
    ("on", "words", "late"),
    [
        ("2025-02-10", None, None),
        ("2025-02-11", "at most 44 days left", False),
        ("2025-03-27", "due by today", False),
        ("2025-03-28", "at least 1 day late", True),
    ],
)
def test_a_last_day_that_is_known_roughly_is_asked_for_early_and_called_late_late(force, on, words, late):
    """Published on some day of January 2025: the last day is from 25 February to 27 March."""
    report("asked", force, "2025-01")
    found = responses_owed(scope(day(on)))
    assert [(how_long(duty), is_late(duty)) for duty in found] == ([(words, late)] if words else [])


def test_the_longest_late_comes_first(force):
    for slug, published in [("second", "2025-01-16"), ("first", "2025-01-15"), ("third", "2025-01-17")]:
        report(slug, force, published)
    assert owed(day("2026-01-01")) == ["first", "second", "third"]


def test_an_answer_ends_it_and_a_search_in_vain_does_not(force):
    pcc = force.overseen_by.get().policing_body
    make_response(report("answered", force), pcc, "2025-06-01")
    make_response(report("looked", force), pcc, None, not_found_as_of=day("2025-06-01"))
    assert owed(day("2026-01-01")) == ["looked"]


def test_what_has_no_clock_or_no_known_last_day_is_not_owed(force):
    report("none", force, response_duty="none")
    report("by-programme", force, programme=make_programme(response_duty="none"))
    report("undated", force, None, entered_on=day("2025-01-15"))
    report("before-the-law", force, "2016-01-15")
    report("draft", force, draft=True)
    report("own-clock", force, programme=make_programme(response_duty="none"), response_duty="police-act-s55")
    assert owed(day("2026-01-01")) == ["own-clock"]


def test_one_whose_responder_is_not_recorded_is_owed_all_the_same(force):
    inspection = make_inspection("joint", PUBLISHED, [force], response_duty="jtai-statement", received_on="2025-01-15")
    inspection.refresh_from_db()
    (duty,) = responses_owed(scope(day("2026-01-01")))
    assert (duty.inspection, duty.responder) == (inspection, None)


def test_it_concerns_who_owes_it_whom_it_is_about_and_who_asked(force):
    report("asked", force)
    on = day("2026-01-01")
    pcc = force.overseen_by.get().policing_body
    for body in (pcc, force, make_inspectorate()):
        assert owed(on, body) == ["asked"], body
    assert owed(on, pcc, force, make_inspectorate()) == ["asked"]
    for body in (make_force(), make_body("cqc", "inspectorate"), make_policing_body(make_force())):
        assert owed(on, body) == [], body
