"""A file has the rows of its page, in the order of the page."""

import datetime

import pytest

from inspections.filters import Selection
from inspections.parameters import SORTS
from tests.make import make_force, make_inspection, make_recommendation, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def record():
    forces = [make_force("b", name="Beta"), make_force("a", name="Alpha")]
    days = ["2019-03-01", None, "2021", "2018-05"]
    for number, day in enumerate(days):
        inspection = make_inspection(f"inspection-{number}", day)
        for each in range(2):
            due = {0: "2022-01-01", 1: None}[each]
            asked = make_recommendation(f"ref-{number}-{each}", forces, inspection, due_on=due, number=str(2 - each))
            if number != 2:
                make_update(
                    asked.addressees.order_by("pk")[0],
                    "under-way",
                    on=f"202{number}-0{each + 1}-01" if day else "2026-11-22",
                )


@pytest.mark.parametrize("sort", SORTS)
def test_recommendations_come_in_the_order_of_the_page_and_bodies_by_name(sort):
    selection = Selection({"sort": sort}, on=ON)
    page = [each.ref for each in selection.recommendations()]
    rows = list(selection.items_in_order().values_list("recommendation__ref", "body__slug"))
    assert rows == [(ref, body) for ref in page for body in ("a", "b")]


def test_only_the_items_of_the_selection_are_in_it():
    rows = Selection({"status": "under-way"}, on=ON).items_in_order()
    assert rows.count() == 6
