"""The methodology is told by the rules: every word of every enum is explained, and effects are those of the rule."""

import pytest

from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.models import Deadline, Evidence, Position, RecommendationKind, Voice
from inspections.reading import methodology

pytestmark = pytest.mark.once


def test_every_word_has_its_sentence():
    assert set(methodology.VOICES) == set(Voice)
    assert set(methodology.KINDS) == set(RecommendationKind)
    assert set(methodology.EVIDENCE) == set(Evidence)
    assert [row["label"] for row in methodology.deadlines()] == [str(label) for label in Deadline.labels]


def test_each_position_is_shown_once_under_its_voice():
    shown = [(row["voice"], effect.position) for row in methodology.voices() for effect in row["effects"]]
    assert sorted(position for _voice, position in shown) == sorted(Position)
    assert all(Position(position).voice == voice for voice, position in shown)


@pytest.mark.parametrize(
    ("position", "to_open", "to_closed"),
    [
        (Position.NOT_STARTED, HeadlineStatus.NOT_STARTED, None),
        (Position.SAYS_COMPLETE, HeadlineStatus.REPORTED_COMPLETE, None),
        (Position.ASSURED, None, None),
        (Position.AWAITING_REVIEW, None, HeadlineStatus.REOPENED),
        (Position.BEING_PROGRESSED, HeadlineStatus.UNDER_WAY, HeadlineStatus.REOPENED),
        (Position.COMPLETE, HeadlineStatus.CONFIRMED_COMPLETE, HeadlineStatus.CONFIRMED_COMPLETE),
        (Position.NO_FURTHER_ACTION, HeadlineStatus.CLOSED, HeadlineStatus.CLOSED),
        (Position.NOT_EXAMINED, None, None),
    ],
)
def test_the_effect_of_a_position_is_that_of_the_rule(position, to_open, to_closed):
    effect = methodology.effect(position)
    assert (effect.to_open, effect.to_closed) == (to_open, to_closed)


def test_only_the_inspectorate_is_shown_to_close_anything():
    for row in methodology.voices():
        closes = any(effect.to_open in CLOSED_STATUSES for effect in row["effects"])
        assert closes == (row["voice"] == Voice.INSPECTORATE)


def test_deadlines_are_counted_by_the_function_that_counts_them():
    examples = {row["label"]: row["example"] for row in methodology.deadlines()}
    assert examples["Within three months"] == "15 April 2025"
    assert examples["Within 28 days"] == "12 February 2025"
    assert examples["Immediately"] == "no day"


def test_the_clock_of_the_police_act_names_its_last_day():
    clock = methodology.clocks()[0]
    assert "56 days" in clock["rule"]
    assert clock["example"] == "Published on 15 January 2025: the last day is 11 March 2025."


def test_dates_known_in_part_show_both_their_ends():
    month = methodology.partial_dates()[1]
    assert month == {"label": "September 2019", "first": "1 September 2019", "last": "30 September 2019"}
