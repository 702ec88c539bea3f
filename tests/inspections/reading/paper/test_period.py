"""What changed and what was asked in the period: counted by kind, listed, and cut honestly."""

import datetime

import pytest

from inspections.reading.paper import period
from inspections.reading.paper.paper import paper
from tests import make

pytestmark = pytest.mark.django_db

SINCE, UNTIL = datetime.date(2021, 1, 1), datetime.date(2021, 6, 30)


@pytest.fixture
def force():
    return make.make_force("northshire", name="Northshire Police")


def section(body, slug: str):
    return next(each for each in paper(body, SINCE, UNTIL).sections if each.slug == slug)


def rows(found, slug: str) -> list[list[str]]:
    return [[cell.text for cell in row] for table in found.tables if table.slug == slug for row in table.rows]


def test_what_changed_is_counted_by_kind_and_listed(force):
    item = make.make_item("moves", force)
    pcc = make.make_policing_body(force, "northshire-pcc", start="2012-11")
    make.make_update(item, "under-way", "2021-03-01")
    make.make_update(item, "assured", "2021-04-01", by=pcc)
    make.make_update(item, "complete", "2021-07-01")  # after the period
    found = section(force, "changed")
    kinds = dict(rows(found, "kinds"))
    assert kinds == {
        "Headline statuses that changed": "1 change, to 1 of 1 item",
        "Assurances by local policing bodies": "1 assurance, about 1 item",
    }
    assert rows(found, "changes") == [
        ["moves", "1 March 2021", "From “No progress published” to “Under way”"],
        ["moves", "1 April 2021", "Assured"],
    ]
    assert found.said[0].startswith("None of these is recorded: New inspections; New recommendations; Responses")


def test_changes_that_do_not_fit_are_counted(force):
    for number in range(period.MOST_CHANGES["headlines"] + 3):
        make.make_update(make.make_item(f"moves-{number}", force), "under-way", "2021-03-01")
    table = section(force, "changed").tables[-1]
    assert len(table.rows) == period.MOST_CHANGES["headlines"]
    assert table.rest == "3 more, see"
    assert table.url == "/changes/?since=2021-01-01&until=2021-06-30&force=northshire"


def test_no_change_is_said(force):
    make.make_item("still", force)
    found = section(force, "changed")
    assert (found.tables, found.said) == ([], ["Nothing that is on this record changed in the period."])


def test_what_was_asked_in_the_period_has_its_reference_and_its_day(force):
    spring = make.make_inspection("spring", "2021-03-01", [force], title="Spring")
    make.make_item("asked", force, inspection=spring, due_on="2021-09-30", number="4")
    make.make_item("asked-before", force)
    found = section(force, "asked")
    assert found.said == ["1 inspection; 1 recommendation, 1 item."]
    assert rows(found, "new-inspections") == [["Spring", "1 March 2021", "1 item asked for"]]
    assert rows(found, "new-recommendations") == [
        ["asked", "Recommendation 4, Spring", "Due by 30 September 2021, in 3 months"]
    ]
