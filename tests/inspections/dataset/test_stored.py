import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.dataset import stored as module
from inspections.dataset.schema import FILES
from inspections.dataset.selection import EVERYTHING
from inspections.dataset.stored import first_keys, stored, text_of
from inspections.partial_dates import PartialDate
from tests.make import make_force, make_item, make_recommendation, make_theme, make_update

pytestmark = pytest.mark.django_db


def rows(name, selection=EVERYTHING):
    file = FILES[name]
    return [cells for _pk, cells in stored(file, first_keys(file, selection), selection)]


def test_values_become_cells():
    assert [text_of(value) for value in (None, PartialDate(2019, 9), datetime.date(2019, 9, 1), 3, " a\r\n")] == [
        "",
        "2019-09",
        "2019-09-01",
        "3",
        "a",
    ]


def test_rows_are_in_the_order_of_their_keys_and_not_of_their_entry():
    for slug in ("zebra", "alpha", "m-1", "m"):
        make_theme(slug)
    assert [row["slug"] for row in rows("themes")] == ["alpha", "m", "m-1", "zebra"]


def test_rows_are_the_same_however_many_are_asked_for_together(monkeypatch):
    for slug in ("c", "a", "b"):
        make_item(f"ref-{slug}", make_force(f"force-{slug}"))
    before = rows("addressees")
    monkeypatch.setattr(module, "AT_ONCE", 1)
    assert rows("addressees") == before
    assert [row["recommendation"] for row in before] == ["ref-a", "ref-b", "ref-c"]


def test_ten_updates_come_before_the_eleventh():
    item = make_item("ref")
    for _number in range(11):
        make_update(item, "under-way")
    assert [row["sequence"] for row in rows("status_updates")] == [str(number) for number in range(1, 12)]


def test_several_values_stand_in_one_cell_in_order():
    make_recommendation("ref", themes=[make_theme("b"), make_theme("a")])
    assert rows("recommendations")[0]["themes"] == "a; b"


def test_only_the_keys_asked_for_are_fetched():
    make_theme("a")
    make_theme("b")
    assert [cells["slug"] for _pk, cells in stored(FILES["themes"], ["b", "never"])] == ["b"]


def test_the_number_of_queries_does_not_grow_with_the_rows():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert rows("recommendations")
        return len(captured)

    make_recommendation("one", themes=[make_theme()])
    few = queries()
    for number in range(20):
        make_recommendation(f"more-{number}", themes=[make_theme()])
    assert queries() == few
