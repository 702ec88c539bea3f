import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.exports.inspections import inspections
from inspections.models import Inspection
from tests.make import make_force, make_inspection, make_recommendation, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def rows(on=ON):
    table = inspections(on)
    found = table.rows(Inspection.objects.order_by("slug"))
    return [dict(zip([column.name for column in table.columns], cells, strict=True)) for cells in found]


def test_a_row_has_the_cells_of_the_package_and_how_its_items_stand():
    inspection = make_inspection("north-2020", "2020-01", [make_force("north")], summary="It fell short.")
    asked = make_recommendation("ref", [make_force("a"), make_force("b"), make_force("c")], inspection, due_on="2021")
    first, second, _third = asked.addressees.order_by("body__slug")
    make_update(first, "complete", on="2022-03-04")
    make_update(second, "under-way", on="2022-03-04")
    [row] = rows()
    assert (row["slug"], row["published_on"], row["bodies"], row["inspectorates"]) == (
        "north-2020",
        "2020-01",
        "north",
        "hmicfrs",
    )
    assert (row["items"], row["items_open"], row["items_confirmed_complete"], row["items_overdue"]) == (
        "3",
        "2",
        "1",
        "2",
    )
    assert rows(datetime.date(2020, 6, 1))[0]["items_open"] == "3"


def test_one_that_asked_for_nothing_has_noughts():
    make_inspection("quiet")
    assert [rows()[0][name] for name in ("items", "items_open", "items_overdue")] == ["0", "0", "0"]


def test_names_of_columns_do_not_change_with_what_was_withdrawn_elsewhere():
    before = [column.name for column in inspections(ON).columns]
    make_inspection("gone", withdrawn_on=datetime.date(2021, 1, 1), withdrawal_note="An error.")
    assert [column.name for column in inspections(ON).columns] == before
    assert "withdrawn_on" not in before


def test_the_number_of_queries_does_not_grow_with_the_rows():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            rows()
        return len(captured)

    make_recommendation("first")
    few = queries()
    for _number in range(10):
        make_recommendation()
    assert queries() == few
