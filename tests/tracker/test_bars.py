"""A stacked bar adds up, shows its smallest part, and says its shares as people do."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.headline import HeadlineStatus
from tracker.bars import LEAST, share_in_words, stacked_bar, widths

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (0, 0, ""),
        (0, 10, "0%"),
        (1, 101, "less than 1%"),
        (1, 100, "1%"),
        (1, 8, "13%"),
        (99, 100, "99%"),
        (100, 101, "more than 99%"),
        (7, 7, "100%"),
    ],
)
def test_shares_are_never_rounded_to_nothing_or_to_all(count, total, words):
    assert share_in_words(count, total) == words


@given(st.lists(st.integers(min_value=0, max_value=100_000), max_size=12))
def test_widths_fill_the_bar_and_none_that_counts_is_too_thin(counts):
    found = widths(counts)
    assert len(found) == len(counts)
    assert sum(found) == pytest.approx(100 if any(counts) else 0)
    for count, width in zip(counts, found, strict=True):
        assert width == 0 if count == 0 else width >= LEAST - 1e-9


@given(st.lists(st.integers(min_value=0, max_value=100_000), max_size=12))
def test_more_is_never_narrower(counts):
    in_order = sorted(zip(counts, widths(counts), strict=True))
    assert all(a[1] <= b[1] + 1e-9 for a, b in itertools.pairwise(in_order))


def test_equal_parts_are_equally_wide():
    assert widths([5, 5, 0, 5, 5]) == pytest.approx([25, 25, 0, 25, 25])


def test_a_bar_leaves_out_what_counts_nothing_and_keeps_the_order():
    bar = stacked_bar(
        "all",
        "4 items",
        [
            (HeadlineStatus.SUPERSEDED, 1, "/a"),
            (HeadlineStatus.PLANNED, 0, "/b"),
            (HeadlineStatus.UNDER_WAY, 3, "/c"),
        ],
    )
    first, second = bar["segments"]
    assert bar["total"] == 4
    assert (first.status, first.count, first.x, first.width, first.middle, first.percent, first.url) == (
        HeadlineStatus.SUPERSEDED,
        1,
        "0.00%",
        "25.00%",
        "12.50%",
        "25%",
        "/a",
    )
    assert (second.x, second.width, second.roomy) == ("25.00%", "75.00%", True)


def test_a_thin_part_has_no_room_for_a_shape():
    bar = stacked_bar("all", "100 items", [(HeadlineStatus.PLANNED, 99, "/"), (HeadlineStatus.CLOSED, 1, "/")])
    assert [segment.roomy for segment in bar["segments"]] == [True, False]


def test_a_bar_of_nothing_is_empty():
    assert stacked_bar("all", "0 items", [(HeadlineStatus.PLANNED, 0, "/")])["segments"] == []
