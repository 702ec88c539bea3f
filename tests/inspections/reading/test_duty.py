"""What became of one answer, for every way in which days are known; nobody is called late who may have been in time."""

import datetime

import pytest

from inspections.deadlines import last_day
from inspections.models import Body, Inspection, Programme, Response
from inspections.reading.duty import AnswerState, Duty
from tests.make import partial

pytestmark = pytest.mark.once

day = datetime.date.fromisoformat
FORCE, POLICING_BODY, SUCCESSOR = Body(pk=1, slug="f"), Body(pk=2, slug="p"), Body(pk=3, slug="s")


def duty(
    report: str | None = "2025-01-15",
    answer: str | None = None,
    on: str = "2026-01-01",
    looked: str | None = None,
    kind: str = "police-act-s55",
    **fields,
) -> Duty:
    """A duty whose last day, unless another report is named, was 11 March 2025."""
    inspection = Inspection(pk=1, programme=Programme(response_duty=kind), published_on=partial(report))
    response = None
    if answer is not None or looked:
        response = Response(inspection=inspection, responder_id=fields.pop("by", POLICING_BODY.pk))
        setattr(response, "published_on" if kind == "police-act-s55" else "submitted_on", partial(answer))
        response.not_found_as_of = day(looked) if looked else None
    given = {"responder": POLICING_BODY, "start": partial(report), "last": last_day(kind, partial(report))}
    return Duty(inspection, day(on), response=response, **{**given, **fields})


@pytest.mark.parametrize(
    ("report", "answer", "state"),
    [
        ("2025-01-15", "2025-01-15", "in-time"),
        ("2025-01-15", "2025-03-11", "in-time"),
        ("2025-01-15", "2025-03-12", "late"),
        ("2025-01-15", "2025-02", "in-time"),
        ("2025-01-15", "2025-03", "answered"),  # it may have been before the 12th
        ("2025-01-15", "2025-04", "late"),
        ("2025-01-15", "2025", "answered"),
        ("2025-01-15", "2026", "late"),
        ("2025-01-15", "", "answered"),
        ("2025-01", "2025-02-25", "in-time"),  # the 56th day if it came out on the 1st
        ("2025-01", "2025-02-26", "answered"),
        ("2025-01", "2025-03-27", "answered"),  # the 56th day if it came out on the 31st
        ("2025-01", "2025-03-28", "late"),
        ("2025", "2026-01", "answered"),
        ("2025", "2026-03", "late"),
        (None, "2026-03", "answered"),
        ("2017", "2019-03", "answered"),  # the clock may not have run yet
    ],
)
def test_an_answer_is_late_only_if_it_cannot_have_been_in_time(report, answer, state):
    assert duty(report, answer, on="2027-01-01").state == state


@pytest.mark.parametrize(
    ("on", "looked", "state"),
    [
        ("2025-01-15", None, "due"),
        ("2025-03-11", None, "due"),
        ("2025-03-12", None, "not-looked-for"),
        ("2025-03-11", "2025-03-01", "due"),
        ("2025-03-12", "2025-03-11", "not-looked-for"),  # the search was too early to say anything
        ("2025-03-12", "2025-03-12", "not-found"),
    ],
)
def test_no_answer_is_due_or_not_found_or_not_looked_for(on, looked, state):
    assert duty(on=on, looked=looked).state == state


def test_without_a_known_last_day_nothing_is_due():
    assert duty(None).state == AnswerState.NOT_LOOKED_FOR
    assert duty(None, looked="2025-05-01").state == AnswerState.NOT_FOUND
    assert duty("2025-03", on="2025-05-25").state == AnswerState.DUE  # the last day if it came out on the 31st
    assert duty("2025-03", on="2025-05-26").state == AnswerState.NOT_LOOKED_FOR


def test_nobody_is_said_to_have_failed_where_it_is_not_known_who_it_was():
    assert duty(responder=None).state == AnswerState.NOT_NAMED


def test_an_answer_that_nobody_had_to_give_is_never_late():
    free = duty(answer="2026-12-31", required=False, last=None)
    assert free.state == AnswerState.NO_CLOCK
    assert duty(looked="2026-12-31", required=False, last=None).state == AnswerState.NO_CLOCK


def test_a_plan_is_in_time_by_the_day_on_which_it_was_sent():
    fire = duty("2023-09-13", "2023-10-11", kind="fire-action-plan")
    assert (fire.state, fire.day_number) == ("in-time", 28)
    assert duty("2023-09-13", "2023-10-12", kind="fire-action-plan").days_late == 1
    published_only = duty("2023-09-13", "", kind="fire-action-plan")
    published_only.response.published_on = partial("2023-11-09")
    assert published_only.state == AnswerState.ANSWERED


def test_days_are_numbered_only_where_both_are_exact():
    assert duty(answer="2025-03-12").day_number == 57
    assert duty(answer="2025-04").day_number is None
    assert duty(answer="2025-04").days_late == 21  # the 1st of the month, and no more than that is known
    assert duty("2025-01", "2025-03-28").day_number is None


def test_days_left_are_counted_to_the_last_day():
    assert duty(on="2025-03-09").days_left == 2
    assert duty("2025-01", on="2025-03-09").days_left is None


def test_a_successor_is_another_body_than_the_one_that_had_to_answer():
    assert duty(answer="2025-03-01").successor is None
    answered = duty(answer="2025-03-01", by=SUCCESSOR.pk)
    answered.response.responder = SUCCESSOR
    assert answered.successor == SUCCESSOR


def test_it_concerns_its_parties_and_an_answer_without_a_duty_the_inspected_body_too():
    owed = duty(forces=(FORCE,), inspected=frozenset({9}))
    assert owed.concerns(FORCE)
    assert owed.concerns(POLICING_BODY)
    assert not owed.concerns(Body(pk=9))
    assert duty(answer="2025-03-01", required=False, inspected=frozenset({9})).concerns(Body(pk=9))
    assert duty(responder=None, candidates=(SUCCESSOR,)).concerns(SUCCESSOR)


def test_every_state_has_a_meaning():
    assert all(state.meaning for state in AnswerState)
    assert [state for state in AnswerState if state.is_answered] == ["in-time", "late", "answered"]
