"""Answers in words: how each stands against its clock, and what it says about each recommendation."""

import datetime

import pytest

from inspections.models import Inspection, Response, ResponseItem
from inspections.reading import answers
from inspections.reading.duties import duties
from inspections.reading.duty import Duty
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY
day = datetime.date.fromisoformat


def owed(report="2023-12-08", published="2024-02-01", duty="police-act-s55", on=DAY, **fields) -> Duty:
    """What became of the one answer that a report with a recommendation asked for; `published` None: none recorded."""
    force = make.make_force(short_name="Northshire")
    pcc = make.make_policing_body(force)
    inspection = make.make_inspection(published=report, bodies=[force], response_duty=duty)
    make.make_recommendation(to=[force], inspection=inspection)
    if published or fields:
        make.make_response(inspection, pcc, published, **fields)
    [found] = duties(Inspection.objects.filter(pk=inspection.pk), on)
    return found


def given(duty: Duty) -> Response:
    assert duty.response is not None
    return duty.response


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2023-12-08", "on day 1 of 56"),
        ("2024-02-01", "on day 56 of 56"),
        ("2024-02-02", "on day 57 of 56, 1 day late"),
        ("2024-02-11", "on day 66 of 56, 10 days late"),
        ("2024-03", "at least 29 days late"),
        ("2024-01", ""),  # in time, on a day that is not known
        ("2024-02", ""),
    ],
)
def test_an_answer_is_told_against_its_clock(published, words):
    assert answers.clock_in_words(owed(published=published)) == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2024-01-30", "due in 2 days"),
        ("2024-01-31", "due in 1 day"),
        ("2024-02-01", "due today"),
        ("2024-02-02", "the last day was 1 day ago"),
        ("2025-02-05", "the last day was 1 year ago"),
    ],
)
def test_what_is_not_given_is_told_by_the_days_to_its_last_day(on, words):
    assert answers.clock_in_words(owed(published=None, on=day(on))) == words


def test_a_search_in_vain_says_when_and_what_it_is_worth():
    after = owed(published=None, not_found_as_of=day("2024-03-01"))
    assert answers.clock_in_words(after) == "looked on 1 March 2024"
    early = owed(published=None, not_found_as_of=day("2024-01-15"), on=day("2024-01-31"))
    assert answers.clock_in_words(early) == "due in 1 day, none found on 15 January 2024, before the last day"
    stale = owed(published=None, not_found_as_of=day("2024-01-15"), on=day("2024-02-03"))
    assert answers.clock_in_words(stale).endswith("ago, none found on 15 January 2024, before the last day")


def test_a_last_day_is_told_as_exactly_as_it_is_known():
    assert answers.last_day_in_words(owed()) == "1 February 2024"
    assert answers.last_day_in_words(owed("2019-09")) == "Between 26 October 2019 and 24 November 2019"
    assert answers.last_day_in_words(owed(None)) == "Not known: the day of publication is not recorded"
    assert answers.last_day_in_words(owed("2017", "2019-01")) == "Not known: the law set no time before 2 May 2017"
    joint = owed("2024-01-10", None, "jtai-statement")
    assert answers.last_day_in_words(joint) == "Not known: the day of receipt is not recorded"


def test_an_answer_without_a_clock_says_why_it_has_none():
    force, inspection = make.make_force(), make.make_inspection(published="2024-01-10")
    pcc = make.make_policing_body(force)
    inspection.bodies.add(force)

    def why(inspection: Inspection) -> list[str]:
        found = duties(Inspection.objects.filter(pk=inspection.pk), DAY)
        return [answers.last_day_in_words(duty) for duty in found]

    make.make_response(inspection, force)
    assert why(inspection) == ["None: the law sets no time for it"]
    asked_nothing = make.make_inspection(published="2024-01-10")
    make.make_response(asked_nothing, pcc)
    assert why(asked_nothing) == ["None: no recommendation that it answers for is recorded"]
    early = make.make_inspection(published="2016-01-10")
    make.make_response(early, pcc)
    assert why(early) == ["None: the law set no time before 2 May 2017"]
    letter = make.make_inspection(published="2024-01-10", response_duty="none")
    make.make_response(letter, pcc)
    assert why(letter) == ["None: this report set no time"]


def test_a_row_names_who_answered_for_whom_and_the_successor():
    duty = owed(published="2024-02-02")
    mayor = make.make_body("the-mayor", "local-policing-body")
    Response.objects.update(responder=mayor)
    duty.responder.succeeded_by = mayor
    duty.responder.save()
    [row] = answers.rows(duties(Inspection.objects.all(), DAY))
    assert (row["responder"], row["successor"], row["whom"]) == (duty.responder, mayor, "Northshire")
    assert (row["last_day"], row["state"], row["when"]) == ("1 February 2024", "late", "2 February 2024")


def test_without_a_clock_a_row_says_only_whether_there_is_an_answer():
    force = make.make_force()
    inspection = make.make_inspection(bodies=[force])
    make.make_response(inspection, force)
    make.make_response(inspection, make.make_force(), None, not_found_as_of=day("2024-05-03"))
    rows = answers.rows(duties(Inspection.objects.all(), DAY))
    assert [(row["label"], row["clock"]) for row in rows] == [
        ("Answered", ""),
        ("None found by us", "looked on 3 May 2024"),
    ]


def test_what_is_known_of_a_day_is_said_as_exactly_as_it_is_known():
    assert answers.in_words(given(owed(published="2024-02"))) == "February 2024"
    sent = given(owed(published=None, submitted_on=make.partial("2024-01-05")))
    assert answers.in_words(sent) == "Sent to the inspectorate on 5 January 2024"
    both = given(owed(published="2024-02-01", submitted_on=make.partial("2024-01-05")))
    assert answers.in_words(both) == "Sent to the inspectorate on 5 January 2024, published 1 February 2024"
    undated = given(owed(published=None, url="https://example.org/answer"))
    assert answers.in_words(undated) == "Found; the day is not known"
    vain = given(owed(published=None, not_found_as_of=day("2026-05-03")))
    assert answers.in_words(vain) == "None found by us; looked on 3 May 2026"


def test_the_newest_report_comes_first_and_who_had_to_answer_before_who_need_not():
    first, second, undated = owed("2023-12-08"), owed("2024-12-08", "2025-01-01"), owed(None)
    make.make_response(first.inspection, first.forces[0], "2023-12-09")
    ordered = answers.in_order(duties(Inspection.objects.all(), DAY))
    assert [duty.inspection for duty in ordered] == [
        second.inspection,
        first.inspection,
        first.inspection,
        undated.inspection,
    ]
    assert [duty.required for duty in ordered[1:3]] == [True, False]


def told(duty: Duty) -> list[dict]:
    return answers.what_each_says(duty.inspection, duties(Inspection.objects.filter(pk=duty.inspection.pk), DAY))


def test_each_recommendation_that_an_answer_speaks_of_is_listed_and_the_others_are_counted():
    duty = owed()
    force = duty.forces[0]
    more = [make.make_recommendation(to=[force], inspection=duty.inspection) for _ in range(3)]
    make.make_recommendation(to=[force], inspection=duty.inspection, kind="area-for-improvement")
    for recommendation, decision in zip(more, ("accepted", "not-addressed"), strict=False):
        item = recommendation.addressees.get()
        ResponseItem.objects.create(response=given(duty), addressee=item, decision=decision, action="Training.")
    [answer] = told(duty)
    assert [said["decision"] for said in answer["answers"]] == ["Accepted", "Not addressed"]
    assert [said["recommendation"] for said in answer["answers"]] == more[:2]
    assert (answer["asked"], answer["silent"]) == (4, 2)


def test_what_no_row_tells_is_not_called_unanswered():
    [answer] = told(owed())
    assert (answer["answers"], answer["asked"], answer["silent"]) == ([], 1, 1)


def test_only_answers_that_were_found_say_anything():
    assert told(owed(published=None, not_found_as_of=day("2024-05-01"))) == []
    assert told(owed(published=None)) == []


def test_the_body_is_named_only_where_an_answer_speaks_for_several():
    duty = owed()
    other = make.make_force()
    national = make.make_recommendation(to=[duty.forces[0], other], inspection=duty.inspection)
    for item in national.addressees.all():
        ResponseItem.objects.create(response=given(duty), addressee=item, decision="accepted")
    [answer] = told(duty)
    assert {said["body"] for said in answer["answers"]} == {duty.forces[0], other}
