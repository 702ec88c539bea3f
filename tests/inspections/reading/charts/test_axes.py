import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.reading.charts.axes import Edge, band, percent, scale, thinned, ticks, years_along
from inspections.reading.moves import month_ends

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (303, [0, 100, 200, 300, 400]),
        (400, [0, 100, 200, 300, 400]),
        (401, [0, 200, 400, 600]),
        (12_345, [0, 5000, 10_000, 15_000]),
    ],
)
def test_marks_are_round_numbers_from_nothing_to_the_top(most, marks):
    assert ticks(most) == marks


@given(st.integers(1, 10**7))
def test_marks_reach_the_top_and_no_further_than_they_must(most):
    marks = ticks(most)
    assert marks[-2] < most <= marks[-1]
    assert len(marks) <= 6


def test_marks_stand_from_the_foot_up():
    assert scale([0, 500, 1000], 200) == [
        {"label": "0", "y": 200},
        {"label": "500", "y": 100},
        {"label": "1,000", "y": 0},
    ]


def test_a_place_is_a_text_without_a_comma():
    assert percent(0.125) == "12.5%"
    assert percent(1) == "100%"


def test_a_year_stands_where_its_january_begins():
    days = month_ends(datetime.date(2019, 11, 5), datetime.date(2021, 2, 10))
    assert [(year["x"], year["label"]) for year in years_along(days)] == [("12.5%", "2020"), ("87.5%", "2021")]


@pytest.mark.parametrize("number", [1, 7, 12, 40])
@pytest.mark.parametrize("characters", [1, 4, 6])
def test_labels_leave_room_for_each_other_on_paper_and_on_a_phone(number, characters):
    labels = thinned([(place / number, "9" * characters) for place in range(number)], characters, 470)
    for width, shown in ((470, labels), (240, [label for label in labels if not label["wide"]])):
        assert not shown[0]["wide"]
        places = [label["share"] * width for label in shown]
        assert all(b - a >= characters * 8 + 12 for a, b in itertools.pairwise(places))


def test_a_year_that_would_run_over_the_edge_is_left_out():
    days = month_ends(datetime.date(2010, 1, 1), datetime.date(2021, 1, 31))
    assert years_along(days)[0]["label"] == "2010"
    assert "2021" not in [year["label"] for year in years_along(days)]


def test_an_edge_goes_up_and_down_in_steps_and_is_short_where_nothing_moves():
    assert Edge([0.5, 0.5, 1, 0.25]).outline == "M0 500H500V0H750V750H1000"


def test_a_band_is_closed_and_follows_both_its_edges():
    assert band(Edge([1, 0.5]), Edge([0.25, 0])) == "M0 0H500V500H1000V1000H500V750H0z"
