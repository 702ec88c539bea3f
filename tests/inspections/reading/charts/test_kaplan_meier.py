"""The estimate against published values, examples worked by hand, and a second way of working it out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.reading.charts.kaplan_meier import Followed, at_risk, curve, median, share_by

pytestmark = pytest.mark.once

# Remission of leukaemia under 6-MP, in weeks; + is censored. Freireich and others (1963), an example of many textbooks.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def read(text: str) -> list[Followed]:
    return [Followed(int(word.rstrip("+")), not word.endswith("+")) for word in text.split()]


def test_the_values_of_the_textbooks_for_the_treated():
    steps = curve(read(TREATED))
    assert [(step.days, step.at_risk, step.confirmed) for step in steps] == [
        (6, 21, 3),
        (7, 17, 1),
        (10, 15, 1),
        (13, 12, 1),
        (16, 11, 1),
        (22, 7, 1),
        (23, 6, 1),
    ]
    remaining = [round(1 - step.share, 3) for step in steps]
    assert remaining == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert median(steps) == 23


def test_the_values_of_the_textbooks_for_those_who_got_a_placebo():
    steps = curve(read(PLACEBO))
    assert median(steps) == 8
    assert 1 - share_by(steps, 8) == pytest.approx(8 / 21)
    assert share_by(steps, 23) == pytest.approx(1)


def test_without_open_items_it_is_the_plain_share():
    steps = curve([Followed(10, True, 1), Followed(20, True, 2), Followed(30, True, 1)])
    assert [step.share for step in steps] == pytest.approx([0.25, 0.75, 1])


def test_by_hand_an_item_that_goes_out_of_sight_counts_until_then():
    # 4 followed; 1 of 4 confirmed on day 10; one out of sight on day 15; 1 of 2 confirmed on day 20; the last is open.
    steps = curve([Followed(10, True), Followed(15, False), Followed(20, True), Followed(40, False)])
    assert [step.at_risk for step in steps] == [4, 2]
    assert [step.share for step in steps] == pytest.approx([1 / 4, 5 / 8])
    assert median(steps) == 20


def test_what_goes_out_of_sight_on_a_day_still_counts_on_it():
    steps = curve([Followed(10, True), Followed(10, False)])
    assert steps[0].at_risk == 2
    assert steps[0].share == pytest.approx(1 / 2)


def test_exactly_half_is_half():
    assert median(curve([Followed(10, True), Followed(20, True), Followed(30, False), Followed(30, False)])) == 20


def test_nothing_confirmed_is_no_step_and_no_median():
    assert curve([Followed(100, False, 7)]) == []
    assert median([]) is None
    assert share_by([], 100) == 0


def test_nothing_followed_is_nothing():
    assert curve([]) == []
    assert at_risk([], [0]) == [0]


def test_at_risk_are_those_followed_for_so_long_or_longer():
    followed = [Followed(10, True, 2), Followed(20, False, 3)]
    assert at_risk(followed, [0, 10, 11, 20, 21]) == [5, 5, 3, 3, 0]


def naive(followed: list[Followed], days: int) -> Fraction:
    """The share confirmed by a day, by redistributing to the right: each one lost hands its weight to those after it.

    Source: B. Efron, The two sample problem with censored data (1967); it comes to the same in another way.
    """
    ones = sorted((each.days, not each.confirmed) for each in followed for _copy in range(each.count))
    weights = [Fraction(1, len(ones))] * len(ones)
    share = Fraction(0)
    for index, (when, is_lost) in enumerate(ones):
        if not is_lost:
            share += weights[index] if when <= days else 0
            continue
        later = len(ones) - index - 1
        for other in range(index + 1, len(ones)):
            weights[other] += weights[index] / later
    return share


some = st.builds(Followed, days=st.integers(0, 30), confirmed=st.booleans(), count=st.integers(1, 4))


@given(st.lists(some, min_size=1, max_size=12), st.integers(0, 31))
def test_it_agrees_with_another_way_of_working_it_out(followed, days):
    assert share_by(curve(followed), days) == pytest.approx(float(naive(followed, days)))


@given(st.lists(some, max_size=12))
def test_it_never_falls_and_stays_between_nothing_and_all(followed):
    shares = [step.share for step in curve(followed)]
    assert shares == sorted(shares)
    assert all(0 < share <= 1 for share in shares)
