"""Rows in the order of their days are those of a plain list, whatever was replaced."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspections import dated_rows
from inspections.dated_rows import DatedRows

KIND = [("day", np.int32), ("item", np.uint32), ("word", np.uint8)]
row = st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(0, 3))


def made(rows) -> np.ndarray:
    return np.array(rows, KIND)


@given(
    first=st.lists(row, max_size=30), steps=st.lists(st.tuples(st.sets(st.integers(1, 6)), st.lists(row)), max_size=8)
)
def test_what_is_replaced_is_gone_and_the_rest_stays(first, steps):
    held, plain = DatedRows(KIND), list(first)
    held.replace(made(first), None)
    for items, rows in steps:
        new = [each for each in rows if each[1] in items]
        plain = [each for each in plain if each[1] not in items] + new
        held.replace(made(new), items)
        for low, high in ((1, 12), (3, 7), (5, 5), (9, 2)):
            expected = sorted(each for each in plain if low <= each[0] <= high)
            assert sorted(held.between(low, high).tolist()) == expected


def test_many_that_were_replaced_are_put_in_order_with_the_rest(monkeypatch):
    monkeypatch.setattr(dated_rows, "MOST_APART", 2)
    held = DatedRows(KIND)
    held.replace(made([(5, 1, 1), (3, 2, 1), (4, 3, 1)]), None)
    held.replace(made([(1, 1, 2), (2, 1, 2), (6, 1, 2)]), {1})
    assert held.between(0, 9).tolist() == [(1, 1, 2), (2, 1, 2), (3, 2, 1), (4, 3, 1), (6, 1, 2)]


def test_nothing_is_nothing():
    assert len(DatedRows(KIND).between(1, 9)) == 0
