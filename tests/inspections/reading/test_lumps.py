"""Statements that are alike are one line of what changed."""

import datetime

import pytest

from inspections.models import StatusUpdate
from inspections.reading.lumps import ROW, STATEMENT, lumped, told
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
