"""What was recorded together, in a sentence and in figures."""

import datetime

import pytest

from inspections.models import StatusUpdate
from inspections.reading.batches import moved, note, recorded_together, statements_of, told
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def batch(position: str, count: int = 3, name: str = "spring", **fields) -> list[StatusUpdate]:
    recommendation = make.make_recommendation(to=[make.make_force() for _ in range(count)])
    fields.setdefault("reason", "They were all found so.")
    return [
        make.make_update(item, position, on="2021-03-01", batch=name, **fields)
        for item in recommendation.addressees.all()
    ]


def words(update: StatusUpdate, on: datetime.date = ON) -> str:
    return note(update, recorded_together([update.batch], on))


def test_a_statement_says_with_how_many_others_on_this_day_and_for_this_reason():
    first, *_rest = batch("being-progressed")
    assert words(first) == "Recorded together with 2 others on this day, for this reason."


def test_closings_say_so():
    first, *_rest = batch("no-further-action", 2)
    assert words(first) == "Closed together with 1 other on this day, for this reason."


def test_where_days_or_reasons_differ_nothing_is_said_of_them():
    first, *_rest = batch("complete", 2)
    make.make_update(make.make_item(), "complete", on="2021-03-02", batch="spring", reason="They were all found so.")
    assert words(first) == "Closed together with 2 others."
    make.make_update(make.make_item(), "being-progressed", on="2021-03-01", batch="spring")
    assert words(first) == "Recorded together with 3 others."


def test_one_alone_says_nothing_and_neither_does_one_whose_others_are_not_public():
    (alone,) = batch("complete", 1)
    hushed = make.make_item(inspection=make.make_inspection(draft=True))
    make.make_update(hushed, "complete", batch="spring")
    assert words(alone) == ""
    assert words(make.make_update(make.make_item(), "planned")) == ""


def test_no_query_without_a_batch(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert recorded_together(["", ""], ON) == {}


def test_what_it_moved_is_counted_by_before_and_after():
    updates = batch("being-progressed", 3)
    item = make.make_item()
    make.make_update(item, "complete", on="2020-02-01")
    make.make_update(item, "not-examined", on="2021-03-01", batch="spring")
    rows = moved(statements_of("spring", ON))
    assert [(row.before and row.before.value, row.after and row.after.value, row.items) for row in rows] == [
        ("no-progress", "under-way", "3 items"),
        (None, None, "1 item"),
    ]
    assert len(updates) == 3


def test_many_reasons_are_left_to_the_items():
    for number in range(4):
        make.make_update(make.make_item(), "planned", batch="spring", reason=f"Reason {number}.")
    found = told(statements_of("spring", ON))
    assert found["reasons"] == []
    assert (found["items"], found["recommendations"], found["bodies"]) == (4, 4, 4)
