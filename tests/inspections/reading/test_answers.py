"""A response against the clock that its report starts."""

import datetime

import pytest

from inspections.models import Response
from inspections.reading import answers
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY


@pytest.fixture
def force():
    return make.make_force("northshire")


def response(force, report="2023-12-08", published="2024-02-01", duty="police-act-s55", by=None, **fields) -> Response:
    inspection = make.make_inspection(published=report, bodies=[force], response_duty=duty)
    return make.make_response(inspection, by or make.make_policing_body(force), published, **fields)


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2023-12-08", "on day 1 of 56"),
        ("2024-02-01", "on day 56 of 56"),
        ("2024-02-02", "on day 57 of 56, 1 day late"),
        ("2024-02-11", "on day 66 of 56, 10 days late"),
        ("2024-02", "the last day was 1 February 2024"),
    ],
)
def test_a_policing_body_answers_on_a_day_of_56(force, published, words):
    assert answers.against_the_clock(response(force, published=published)) == words


def test_no_clock_runs_for_a_force_another_duty_or_a_report_whose_day_is_not_known(force):
    assert answers.against_the_clock(response(force, by=force)) == ""
    assert answers.against_the_clock(response(make.make_force(), duty="none")) == ""
    assert answers.against_the_clock(response(make.make_force(), report="2023-12")) == ""
    assert answers.against_the_clock(response(make.make_force(), report=None)) == ""


def test_what_is_known_of_a_response_is_said_as_exactly_as_it_is_known(force):
    looked = datetime.date(2026, 5, 3)
    assert answers.in_words(response(force, published=None, not_found_as_of=looked)) == (
        "None found by us; looked on 3 May 2026"
    )
    assert answers.in_words(response(make.make_force(), published="2024-02")) == "February 2024"
    sent = response(make.make_force(), published=None, submitted_on=make.partial("2024-01-05"))
    assert answers.in_words(sent) == "Sent to the inspectorate on 5 January 2024"
    assert answers.in_words(response(make.make_force(), published=None, url="https://example.org/answer")) == (
        "Found; the day is not known"
    )


def test_responses_are_public_with_their_inspection_and_from_their_own_day(force):
    told = response(force)
    response(make.make_force(), published="2026-11-23")
    response(make.make_force(), published=None, not_found_as_of=DAY + datetime.timedelta(days=1))
    hushed = make.make_inspection(draft=True)
    make.make_response(hushed, force)
    assert list(Response.objects.public(DAY)) == [told]


def test_a_body_page_shows_what_it_answered_and_what_others_answered_about_it(force):
    own = response(force)
    national = make.make_inspection(published="2024-05-01")
    elsewhere = make.make_response(national, force, "2024-06-01")
    response(make.make_force())
    assert list(answers.about(force, DAY)) == [elsewhere, own]
    rows = answers.rows(answers.about(force, DAY))
    assert [row["clock"] for row in rows] == ["", "on day 56 of 56"]
