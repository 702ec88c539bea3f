"""Statements that are alike are one line of what changed."""

import dataclasses
import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.models import StatusUpdate
from inspections.reading.lumps import ROW, STATEMENT, Lump, Lumps, lumped, told
from tests import make

pytestmark = pytest.mark.django_db


def lumps():
    rows = StatusUpdate.objects.values_list("pk", *ROW, *STATEMENT, "effective_on", "position")
    return lumped((*row[:8], row[8].first, row[9]) for row in rows)


def test_a_batch_is_one_line_and_the_latest_comes_first():
    by = make.make_inspectorate()
    for number in range(3):
        item = make.make_item(f"one-{number}")
        make.make_update(item, "being-progressed", by=by, on="2024-05-03", batch="together", reason="The same.")
    make.make_update(make.make_item("alone"), "being-progressed", by=by, on="2024-06-01")
    alone, together = lumps()
    assert (len(alone.items), alone.day) == (1, datetime.date(2024, 6, 1))
    assert (len(together.items), len(together.recommendations), len(together.bodies)) == (3, 3, 3)
    assert [(said.ref, lump.same_reason) for lump, said in told([alone, together])] == [
        ("alone", True),
        ("one-2", True),
    ]


def test_without_a_batch_what_is_alike_about_one_recommendation_is_one_line():
    recommendation = make.make_recommendation("national", [make.make_force(), make.make_force()])
    by = make.make_inspectorate()
    for number, item in enumerate(recommendation.addressees.all()):
        make.make_update(item, "being-progressed", by=by, on="2024-05-03", reason=f"Reason {number}.")
    make.make_update(make.make_item("other"), "being-progressed", by=by, on="2024-05-03")
    assert sorted(len(lump.items) for lump in lumps()) == [1, 2]
    assert {len(lump.items): lump.same_reason for lump, _said in told(lumps())} == {1: True, 2: False}


# Item, recommendation, body, said on, by whom, batch, day, and what makes rows alike.
told_row = st.tuples(*[st.integers(1, 4) for _number in range(3)], *[st.integers(0, 2) for _number in range(5)])


@given(st.lists(told_row, max_size=25))
def test_columns_are_put_together_as_rows_are(drawn):
    rows = [
        (pk, item, asked, body, 100 + pk, f"2020-0{said_on + 1}", by, batch, datetime.date(2020, 1, 1 + day), word)
        for pk, (item, asked, body, said_on, by, batch, day, word) in enumerate(drawn, start=1)
    ]
    columns = [np.array([row[place] for row in rows], np.int64) for place in (0, 1, 2, 3, 4, 6, 7, 9)]
    pk, item, asked, body, update, by, batch, word = columns
    said_on = np.array([int(row[5][-1]) for row in rows], np.int64)
    days = np.array([row[8].toordinal() for row in rows], np.int64)
    found = Lumps(
        days,
        pk,
        update,
        item,
        asked,
        body,
        together=np.where(batch > 0, -batch, asked),
        alike=[said_on, by, word],
        common=lambda row: (int(word[row]),),
    )
    expected = lumped((*row[:7], f"batch-{row[7]}" if row[7] else "", *row[8:]) for row in rows)
    assert [shown(lump) for lump in found] == [shown(lump) for lump in expected]
    assert (found.rows, found.items, len(found)) == (len(rows), len({row[1] for row in rows}), len(expected))
    assert [shown(lump) for lump in found[1:3]] == [shown(lump) for lump in expected[1:3]]


def shown(lump: Lump) -> tuple:
    """All of it, in no order of its statements."""
    return (*dataclasses.astuple(lump)[:4], sorted(lump.updates), lump.items, lump.recommendations, lump.bodies)
