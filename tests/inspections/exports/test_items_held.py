"""The table of items out of memory is the one that the database gives, cell by cell and in the same order."""

import datetime

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from inspections.bitmaps import names
from inspections.bitmaps.kept import KEPT
from inspections.bitmaps.picked import Picked
from inspections.days import today
from inspections.exports import items_held
from inspections.exports.items import items
from inspections.filters import Selection
from inspections.models.edition import edition
from tests import make
from tests.changing import Clock, Record, queries

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)
DAYS_AGO = [0, 0, 1, 22, 200, 325, 326, 370, 700, 1000]


def select(query="", on=ON):
    return Selection(QueryDict(query), on=on)


def held(selection):
    return list(items_held.rows(Picked(selection, edition(), whole=True)))


def asked(selection):
    return list(items(selection.on).rows(selection.items_in_order()))


@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_both_agree_on_any_record_after_anything_that_happens(db, monkeypatch, data):
    with transaction.atomic():
        KEPT.forget()
        names.forget()
        record = Record(Clock(monkeypatch), data.draw)
        for _ in range(data.draw(st.integers(1, 3))):
            record.report()
        for _ in range(data.draw(st.integers(2, 8))):
            record.asked()
        for _ in range(data.draw(st.integers(1, 12))):
            note(record.happens())
            on = today() - datetime.timedelta(days=data.draw(st.sampled_from(DAYS_AGO)))
            agree(data.draw(queries()), on)
            agree({}, on)
        transaction.set_rollback(True)
    KEPT.forget()


def agree(query, on):
    # What a search names outright comes first in memory; the database leaves that to the search.
    given = QueryDict(mutable=True)
    for name, values in query.items():
        given.setlist(name, values)
    selection = Selection(given, on=on)
    if "q" in selection.chosen:
        assert sorted(held(selection)) == sorted(asked(selection))
    else:
        assert held(selection) == asked(selection)


@pytest.mark.parametrize(
    "said",
    [
        ["2025-01-01", "2025-01"],
        ["2025-01", "2025-01-01"],
        ["2025", "2025-01-01", "2025-01"],
        ["2025-01", "2025"],
        ["2025-03-01", "2025-03"],
        ["2025-03-02", "2025-03"],
        ["2024-12-31", "2025"],
        ["2025"],
        ["0999-01-01"],
    ],
)
@pytest.mark.parametrize("on", [datetime.date(2025, 1, 1), ON])
def test_last_news_is_as_exact_as_what_was_recorded_last_of_that_day(said, on):
    item = make.make_item(inspection=make.make_inspection(published="0998"))
    for date in said:
        make.make_update(item, "under-way", on=date)
    assert held(select(on=on)) == asked(select(on=on))


def test_bodies_of_one_recommendation_come_by_name_and_not_by_slug():
    bodies = [make.make_force(slug, name=name) for slug, name in (("a", "Zeal"), ("b", "Émile"), ("c", "alpha"))]
    make.make_recommendation("ref", bodies)
    assert held(select()) == asked(select())
    assert len(held(select())) == 3


def test_a_portion_goes_through_the_middle_of_a_recommendation(monkeypatch):
    monkeypatch.setattr(items_held, "AT_ONCE", 2)
    for number in range(3):
        make.make_recommendation(f"ref-{number}", [make.make_force() for _ in range(3)])
    assert held(select()) == asked(select())
    assert len(held(select())) == 9


def test_what_was_deleted_since_it_was_picked_is_left_out():
    gone, alone = make.make_recommendation("two", [make.make_force("a"), make.make_force("b")]), make.make_item("one")
    picked = Picked(select(), edition())
    assert picked.count() == 3
    gone.addressees.get(body__slug="a").delete()
    alone.delete()
    alone.recommendation.delete()
    assert [cells[:2] for cells in items_held.rows(picked)] == [["two", "b"]]


def test_the_number_of_questions_does_not_grow_with_the_rows():
    def questions():
        picked = Picked(select(), edition())
        picked.items()
        assert picked.names
        with CaptureQueriesContext(connection) as captured:
            list(items_held.rows(picked))
        return len(captured)

    make.make_update(make.make_item(), "under-way", on="2025-01-01")
    few = questions()
    for _number in range(20):
        make.make_update(make.make_item(), "under-way", on="2025-01-01")
    assert questions() == few == 5
