"""Rows that were chosen travel in one field, and nothing else does."""

import pytest

from inspections.admin.selected import chosen_keys, joined


def test_keys_come_back_as_they_were_sent():
    assert chosen_keys(joined([3, 1, 2])) == [3, 1, 2]
    assert chosen_keys(joined(range(1, 1001))) == list(range(1, 1001))


def test_a_key_counts_once():
    assert chosen_keys("3,1,3") == [3, 1]


@pytest.mark.parametrize("text", ["", ",", "1,", "1,,2", "1 ", "-1", "1.5", "x", "1;2", "²", "٣", "9" * 19, "1,'"])
def test_what_no_page_of_ours_sends_is_no_choice_at_all(text):
    assert chosen_keys(text) == []
