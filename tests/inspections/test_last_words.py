"""Claim against decision, and silence: a table of cases, and made-up histories; SQL and Python must agree on each."""

import datetime
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.actions import rebuild_periods
from inspections.last_words import (
    claimed_not_confirmed,
    confirmed_not_claimed,
    days_claimed,
    days_silent,
    last_word,
    latest_news,
)
from inspections.models import Addressee, Evidence, Position, StatusUpdate, Voice
from tests.make import (
    TODAY,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_recommendation,
    make_source,
    make_succession,
    make_update,
    partial,
)

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
ON = day("2022-01-01")
CLAIMED, CONFIRMED = "claimed-not-confirmed", "confirmed-not-claimed"

# What was said of an item, in the order recorded: (position, day) or (position, day, sequence corrected).
CASES = [
    ([], ""),
    ([("planned", "2021")], ""),
    ([("says-complete", "2021")], CLAIMED),
    ([("says-complete", "2021"), ("assured", "2021-05-01")], CLAIMED),
    ([("says-complete", "2021"), ("awaiting-review", "2021-05-01")], CLAIMED),
    ([("says-complete", "2021"), ("being-progressed", "2021-05-01")], CLAIMED),
    ([("says-complete", "2021"), ("under-way", "2021-05-01")], ""),
    ([("says-complete", "2021-05-01"), ("under-way", "2021-05-01")], ""),
    ([("under-way", "2021-05-01"), ("says-complete", "2021-05-01")], CLAIMED),
    ([("under-way", "2021-05-02"), ("says-complete", "2021-05")], ""),
    ([("says-complete", "2021"), ("complete", "2021-05-01")], ""),
    ([("complete", "2021"), ("says-complete", "2021-05-01")], ""),
    ([("complete", "2021")], CONFIRMED),
    ([("under-way", "2021"), ("complete", "2021-05-01")], CONFIRMED),
    ([("says-complete", "2021"), ("complete", "2021-05-01"), ("under-way", "2021-06-01")], CONFIRMED),
    ([("says-complete", "2021"), ("no-further-action", "2021-05-01")], CLAIMED),
    ([("no-further-action", "2021")], ""),
    ([("says-complete", "2021"), ("superseded", "2021-05-01")], CLAIMED),
    ([("says-complete", "2021"), ("complete", "2021-05-01"), ("reopened", "2021-06-01")], CLAIMED),
    ([("complete", "2021"), ("reopened", "2021-06-01")], ""),
    ([("says-complete", "2021"), ("planned", "2021", 1)], ""),
    ([("planned", "2021"), ("says-complete", "2021", 1)], CLAIMED),
    ([("complete", "2021"), ("being-progressed", "2021", 1)], ""),
    ([("says-complete", "2021"), ("under-way", "2021-05-01"), ("under-way", "2023-01-01", 2)], CLAIMED),
    ([("says-complete", "2021"), ("complete", "2022-01-02")], CLAIMED),
    ([("says-complete", "2022-01-02")], ""),
    ([("complete", "2021"), ("says-complete", "2022-01-02")], CONFIRMED),
]


def told(statements) -> Addressee:
    item = make_item()
    if any(position == "superseded" for position, *_rest in statements):
        make_succession(item.recommendation, make_recommendation(), "superseded-by")
    for position, on, *corrects in statements:
        corrected = item.updates.get(sequence=corrects[0]) if corrects else None
        make_update(item, position, on, corrects=corrected)
    return item


def agree(item: Addressee, on: datetime.date) -> tuple[bool, bool]:
    """Both words of one item, by the functions, after the database said the same."""
    updates = list(item.updates.all())
    found = claimed_not_confirmed(updates, on), confirmed_not_claimed(updates, on)
    only = Addressee.objects.filter(pk=item.pk)
    assert (only.claimed_not_confirmed(on).exists(), only.confirmed_not_claimed(on).exists()) == found
    return found


@pytest.mark.parametrize(("statements", "expected"), CASES)
def test_each_case_of_the_table(statements, expected):
    assert agree(told(statements), ON) == (expected == CLAIMED, expected == CONFIRMED)


def test_what_is_said_later_changes_nothing_before():
    item = told([("says-complete", "2021-01-01"), ("complete", "2021-06-01")])
    days = ("2020-12-31", "2021-01-01", "2021-05-31", "2021-06-01")
    assert [agree(item, day(on)) for on in days] == [(False, False), (True, False), (True, False), (False, False)]


def test_each_voice_has_its_last_word():
    item = told([("planned", "2021"), ("not-examined", "2021-03-01"), ("under-way", "2020-05-01")])
    updates = list(item.updates.all())
    assert [getattr(last_word(updates, voice, ON), "position", None) for voice in Voice] == [
        "planned",
        None,
        "not-examined",
    ]


@pytest.mark.parametrize(
    ("published", "statements", "expected"),
    [
        ("2021-12-22", [], 10),
        ("2021-12", [], 1),
        ("2021", [], 1),
        (None, [], None),
        ("2020-01-01", [("planned", "2021-12-31")], 1),
        ("2020-01-01", [("planned", "2021")], 1),
        ("2020-01-01", [("planned", "2021"), ("not-examined", "2021-12-01")], 1),
        ("2020-01-01", [("planned", "2022-01-02")], 731),
        ("2020-01-01", [("planned", "2022")], 0),
        ("2020-01-01", [("planned", "2021-12-01"), ("planned", "2021-01-01", 1)], 365),
        (None, [("planned", "2021-12-01")], 31),
    ],
)
def test_silence_is_counted_from_the_last_day_on_which_something_may_have_been_said(published, statements, expected):
    item = make_item(inspection=make_inspection(published=published))
    for position, on, *corrects in statements:
        make_update(item, position, on, corrects=item.updates.get(sequence=corrects[0]) if corrects else None)
    updates = list(item.updates.all())
    assert days_silent(updates, partial(published), ON) == expected
    assert (latest_news(updates, partial(published), ON) is None) is (expected is None)
    assert stale_for(item, ON) == (expected or 0)


def most_days(holds) -> int:
    """The most days for which something holds; 0 if it never does."""
    days = 0
    for step in (1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1):
        days += step if holds(days + step) else 0
    return days


def stale_for(item: Addressee, on: datetime.date) -> int:
    """The most days for which the database calls an open item stale."""
    only = Addressee.objects.filter(pk=item.pk)
    return most_days(lambda days: only.stale(on, days).exists())


def claimed_for(item: Addressee, on: datetime.date) -> int:
    """The most days for which the database calls an item claimed and not confirmed."""
    only = Addressee.objects.filter(pk=item.pk)
    return most_days(lambda days: only.claimed_for(on, days).exists())


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([("says-complete", "2021-12-22")], 10),
        ([("says-complete", "2021-12")], 1),
        ([("says-complete", "2021")], 1),
        ([("says-complete", "2022-01-01")], 0),
        ([("says-complete", "2022-01-02")], None),
        ([("under-way", "2021-12-22")], None),
        ([("says-complete", "2021-12-02"), ("says-complete", "2021-12-22")], 30),
        ([("says-complete", "2021-12-02"), ("assured", "2021-12-10"), ("not-examined", "2021-12-20")], 30),
        ([("says-complete", "2021-11-02"), ("under-way", "2021-12-01"), ("says-complete", "2021-12-22")], 10),
        ([("says-complete", "2021-12-02"), ("under-way", "2021-12-02"), ("says-complete", "2021-12-22")], 10),
        ([("says-complete", "2021-11-02"), ("under-way", "2021-12-01"), ("says-complete", "2021-11-02", 2)], 60),
        ([("says-complete", "2021"), ("says-complete", "2021-12-02")], 30),
        ([("says-complete", "2021-12-02"), ("being-progressed", "2021-12-10")], 30),
    ],
)
def test_a_claim_is_counted_from_the_first_that_was_not_taken_back(statements, expected):
    item = told(statements)
    assert days_claimed(item.updates.all(), ON) == expected
    assert claimed_for(item, ON) == (expected or 0)


def test_what_is_confirmed_is_claimed_for_no_time():
    assert claimed_for(told([("says-complete", "2021-01-01"), ("complete", "2021-06-01")]), ON) == 0


def test_what_is_closed_is_never_stale():
    item = told([("complete", "2021")])
    assert not Addressee.objects.stale(ON, 1).exists()
    assert Addressee.objects.filter(pk=item.pk).stale(day("2020-12-31"), 180).exists()


dates = st.dates(day("2020-12-01"), day("2021-03-01")).flatmap(
    lambda on: st.sampled_from([on.isoformat(), on.isoformat()[:7], on.isoformat()[:4]])
)
positions = st.sampled_from([position for position in Position.values if position != "superseded"])


@st.composite
def histories(draw):
    """Positions in a row, on any days, that may correct one before them."""
    return [
        (draw(positions), draw(dates), draw(st.none() | st.integers(1, earlier)) if earlier else None)
        for earlier in range(draw(st.integers(0, 6)))
    ]


_sequences = itertools.count()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=histories(), on=st.dates(day("2020-11-30"), day("2022-01-02")))
def test_the_database_agrees_on_any_history(db, rows, on):
    item = make_item(inspection=make_inspection(published="2020"))
    speakers = {
        Voice.ADDRESSED_BODY: item.body,
        Voice.INSPECTORATE: make_inspectorate(),
        Voice.POLICING_BODY: make_policing_body(item.body, f"pcc-{next(_sequences)}"),
    }
    source, made = make_source(), []
    for sequence, (position, said, corrects) in enumerate(rows, 1):
        made.append(
            StatusUpdate.objects.create(
                addressee=item,
                sequence=sequence,
                position=position,
                effective_on=partial(said),
                stated_by=speakers[Position(position).voice],
                reason="It was said.",
                evidence=Evidence.DOCUMENT,
                source=source,
                recorded_on=TODAY,
                corrects=made[corrects - 1] if corrects else None,
            )
        )
    rebuild_periods([item.pk])
    agree(item, on)
    silent = days_silent(made, partial("2020"), on)
    is_open = Addressee.objects.filter(pk=item.pk).open(on).exists()
    assert stale_for(item, on) == (silent if is_open else 0)
    waiting = days_claimed(made, on) if claimed_not_confirmed(made, on) else 0
    assert claimed_for(item, on) == (waiting or 0)
