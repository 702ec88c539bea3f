"""The rule of the headline status, row by row of its table, and on made-up histories."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.headline import MEANINGS, MOVES, Headline, HeadlineStatus, headline, in_force, walk
from inspections.models import Position, StatusUpdate
from inspections.models.addressee import Addressee
from inspections.models.period import BEGINNING, END, periods_of
from tests.make import partial

LATE = datetime.date(2030, 1, 1)
S = HeadlineStatus


def said(*statements):
    """Updates from (day, position) or (day, position, sequence corrected), not in any database."""
    updates = []
    for sequence, (on, position, *corrects) in enumerate(statements, 1):
        corrected = corrects[0] if corrects else None
        updates.append(
            StatusUpdate(
                pk=sequence, sequence=sequence, position=position, effective_on=partial(on), corrects_id=corrected
            )
        )
    return updates


def status(*positions):
    return headline(said(*((f"2020-01-{day:02}", position) for day, position in enumerate(positions, 1))), LATE).status


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([], S.NO_PROGRESS),
        (["awaiting-review"], S.NO_PROGRESS),
        (["not-started"], S.NOT_STARTED),
        (["planned"], S.PLANNED),
        (["under-way"], S.UNDER_WAY),
        (["being-progressed"], S.UNDER_WAY),
        (["says-complete"], S.REPORTED_COMPLETE),
        (["not-accepted"], S.NOT_ACCEPTED),
        (["complete"], S.CONFIRMED_COMPLETE),
        (["no-further-action"], S.CLOSED),
        (["superseded"], S.SUPERSEDED),
        (["complete", "reopened"], S.REOPENED),
    ],
)
def test_each_row_of_the_table(positions, expected):
    assert status(*positions) == expected


@pytest.mark.parametrize("position", ["assured", "partly-assured", "not-assured", "not-examined"])
def test_assurance_and_not_examined_never_move_it(position):
    assert status(position) == S.NO_PROGRESS
    assert status("says-complete", position) == S.REPORTED_COMPLETE
    assert status("complete", position) == S.CONFIRMED_COMPLETE


def test_what_a_force_calls_complete_is_not_confirmed_until_the_inspectorate_says_so():
    assert status("says-complete") == S.REPORTED_COMPLETE
    assert status("says-complete", "complete") == S.CONFIRMED_COMPLETE


def test_inspectors_who_still_find_work_going_on_bring_it_back_to_under_way():
    assert status("says-complete", "being-progressed") == S.UNDER_WAY


def test_awaiting_review_moves_it_only_from_nothing_or_after_a_closure():
    assert status("under-way", "awaiting-review") == S.UNDER_WAY
    assert status("complete", "awaiting-review") == S.REOPENED


@pytest.mark.parametrize("closing", ["complete", "no-further-action", "superseded"])
@pytest.mark.parametrize("claim", ["not-started", "planned", "under-way", "says-complete", "not-accepted"])
def test_after_a_closure_the_addressed_body_cannot_move_it(closing, claim):
    assert status(closing, claim) == status(closing)


@pytest.mark.parametrize("closing", ["complete", "no-further-action", "superseded"])
@pytest.mark.parametrize("again", ["awaiting-review", "being-progressed", "reopened"])
def test_after_a_closure_any_word_that_work_goes_on_is_reopened(closing, again):
    assert status(closing, again) == S.REOPENED


def test_one_closure_can_follow_another():
    assert status("complete", "superseded") == S.SUPERSEDED


def test_an_item_that_was_ever_reopened_keeps_that_mark():
    standing = headline(said(("2020", "complete"), ("2021", "reopened"), ("2022", "complete")), LATE)
    assert (standing.status, standing.reopened) == (S.CONFIRMED_COMPLETE, True)
    assert not headline(
        said(
            ("2020", "complete"),
        ),
        LATE,
    ).reopened


def test_its_date_is_that_of_the_update_that_moved_it_and_not_of_one_that_says_the_same_again():
    standing = headline(said(("2018-11-28", "under-way"), ("2021-02-19", "being-progressed")), LATE)
    assert standing.update is not None
    assert standing.update.sequence == 1


def test_what_is_said_after_the_day_does_not_count():
    updates = said(("2019-06-30", "planned"), ("2019-07-01", "says-complete"))
    assert headline(updates, datetime.date(2019, 6, 29)) == Headline()
    assert headline(updates, datetime.date(2019, 6, 30)).status == S.PLANNED
    assert headline(updates, datetime.date(2019, 7, 1)).status == S.REPORTED_COMPLETE


def test_on_one_day_the_later_recorded_wins():
    assert headline(said(("2020-01-01", "complete"), ("2020-01-01", "reopened")), LATE).status == S.REOPENED


def test_a_partial_date_counts_as_the_first_day_of_its_period():
    updates = said(("2020-01-15", "planned"), ("2020-01", "says-complete"))
    assert headline(updates, LATE).status == S.PLANNED
    assert headline(updates, datetime.date(2020, 1, 1)).status == S.REPORTED_COMPLETE


def test_a_fact_recorded_late_takes_its_place_in_time():
    assert headline(said(("2021", "complete"), ("2020", "says-complete")), LATE).status == S.CONFIRMED_COMPLETE


def test_a_corrected_row_never_counts_not_even_before_the_correction():
    updates = said(("2020", "complete"), ("2022", "being-progressed", 1))
    assert headline(updates, datetime.date(2021, 1, 1)).status == S.NO_PROGRESS
    assert headline(updates, LATE).status == S.UNDER_WAY


def test_a_correction_can_itself_be_corrected_and_does_not_bring_back_what_it_corrected():
    updates = said(("2020", "complete"), ("2020", "planned", 1), ("2020", "under-way", 2))
    assert [update.sequence for update in in_force(updates)] == [3]


def test_every_status_has_a_meaning_and_every_move_a_status():
    assert set(MEANINGS) == set(HeadlineStatus)
    assert set(MOVES.values()) | {S.NO_PROGRESS} == set(HeadlineStatus)


days = st.dates(datetime.date(2019, 12, 1), datetime.date(2020, 3, 1))
dates = days.flatmap(lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]))


@st.composite
def histories(draw):
    """Ties, corrections, partial dates, reopenings and early facts recorded late."""
    statements = []
    for earlier in range(draw(st.integers(0, 8))):
        corrects = draw(st.none() | st.integers(1, earlier)) if earlier else None
        statement = (draw(dates), draw(st.sampled_from(Position.values)))
        statements.append((*statement, corrects) if corrects else statement)
    return said(*statements)


@st.composite
def reopenings(draw):
    """Closed and taken up again several times, and then facts from before all that, recorded last."""
    closing = st.sampled_from([position for position in Position if position.closes])
    again = st.sampled_from(["awaiting-review", "being-progressed", "reopened"])
    claims = st.sampled_from(["planned", "under-way", "says-complete", "not-examined", "assured"])
    statements = []
    for _round in range(draw(st.integers(1, 4))):
        statements += [(draw(dates), draw(closing)), (draw(dates), draw(again))]
    early = st.dates(datetime.date(2018, 1, 1), datetime.date(2019, 12, 31))
    statements += [(draw(early).isoformat(), draw(st.one_of(claims, closing))) for _ in range(draw(st.integers(0, 4)))]
    return said(*statements)


any_history = histories() | reopenings()


@given(reopenings())
def test_the_mark_of_a_reopening_never_goes_again(updates):
    marks = [period.reopened for period in periods_of(Addressee(pk=1), updates)]
    assert marks == sorted(marks)
    assert all(period.reopened for period in periods_of(Addressee(pk=1), updates) if period.status == S.REOPENED)


@given(histories())
def test_a_corrected_row_might_as_well_not_be_there(updates):
    whole = list(walk(updates))
    corrected = {update.corrects_id for update in updates}
    standing = [update for update in updates if update.pk not in corrected]
    for update in standing:
        update.corrects_id = None
    assert list(walk(standing)) == whole


@given(any_history)
def test_periods_tile_time_without_gap_or_overlap(updates):
    periods = periods_of(Addressee(pk=1), updates)
    assert periods[0].start == BEGINNING
    assert periods[-1].end == END
    assert all(before.end == after.start for before, after in itertools.pairwise(periods))
    assert all(period.start < period.end for period in periods)


@given(any_history, days)
def test_periods_agree_with_the_function_on_every_day(updates, on):
    period = next(p for p in periods_of(Addressee(pk=1), updates) if p.start <= on < p.end)
    assert period.headline == headline(updates, on)


@given(any_history, days)
def test_the_order_in_which_the_rows_come_does_not_matter(updates, on):
    assert headline(reversed(updates), on) == headline(updates, on)
