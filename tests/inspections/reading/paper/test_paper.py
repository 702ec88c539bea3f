"""The whole paper: whose items it holds, which day it stands on, and what it says where there is nothing."""

import datetime

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.models import Oversight
from inspections.reading.paper.paper import answers_for, paper
from inspections.reading.profile import of
from tests import make

pytestmark = pytest.mark.django_db

SINCE, UNTIL = datetime.date(2021, 1, 1), datetime.date(2021, 6, 30)
SECTIONS = ["standing", "changed", "late", "claimed", "responses", "asked"]


@pytest.fixture
def force():
    force = make.make_force("northshire", name="Northshire Police")
    late = make.make_item("late", force, due_on="2020-06")
    make.make_item("later-asked", force, inspection=make.make_inspection("spring", "2021-03-01", [force]))
    make.make_update(late, "says-complete", "2021-02-01")
    return force


def cells(made, slug: str) -> list[list[str]]:
    tables = [table for section in made.sections for table in section.tables if table.slug == slug]
    return [[cell.text for cell in row] for table in tables for row in table.rows]


def test_it_has_all_that_a_committee_needs_in_order(force):
    made = paper(force, SINCE, UNTIL)
    assert [section.slug for section in made.sections] == SECTIONS
    assert made.title == "Inspection recommendations: Northshire Police"
    assert made.period == "1 January 2021 to 30 June 2021"
    assert made.items == 2
    assert len(made.words) == 3
    assert not made.empty


def test_its_figures_are_those_of_the_page_of_the_force(force):
    page = of(force, UNTIL, Shelf.public(UNTIL, None))["standing"]
    made = paper(force, SINCE, UNTIL)
    assert made.items == page["total"]
    assert [row[1:] for row in cells(made, "figures")] == [[each["figure"], each["note"]] for each in page["figures"]]
    assert [row[1:] for row in cells(made, "statuses")] == [
        [f"{segment.count}", segment.percent] for segment in page["bar"]["segments"]
    ]
    links = [row[0].url for table in made.sections[0].tables if table.slug == "figures" for row in table.rows]
    assert links == [each["url"] for each in page["figures"]]


def test_it_stands_on_its_last_day(force):
    before = paper(force, SINCE, datetime.date(2021, 1, 31))
    assert before.items == 1
    assert cells(before, "claimed-items") == []
    late = make.make_item("came-later", force, inspection=make.make_inspection("summer", "2021-07-01", [force]))
    make.make_update(late, "says-complete", "2021-07-02")
    assert paper(force, SINCE, datetime.date(2021, 1, 31)) == before


def test_that_of_a_local_policing_body_holds_the_items_of_the_forces_it_answers_for_on_that_day(force):
    other, former = make.make_force("southshire"), make.make_force("oldshire")
    body = make.make_policing_body(force, "shires-pcc", start="2012-11")
    Oversight.objects.create(force=other, policing_body=body, start=make.partial("2021-06-30"))
    Oversight.objects.create(force=former, policing_body=body, end=make.partial("2021-06-29"))
    for each in (other, former):
        make.make_item(f"of-{each.slug}", each)
    assert answers_for(body, UNTIL) == [force, other]
    made = paper(body, SINCE, UNTIL)
    assert made.items == 3
    assert "Northshire Police, Southshire" in made.scope
    assert answers_for(force, UNTIL) == []
    assert answers_for(body, datetime.date(2021, 6, 29)) == [force, former]


def test_one_with_a_single_force_counts_what_the_page_of_the_force_counts(force):
    body = make.make_policing_body(force, start="2012-11")
    assert cells(paper(body, SINCE, UNTIL), "figures") == cells(paper(force, SINCE, UNTIL), "figures")
    figures = [table for table in paper(body, SINCE, UNTIL).sections[0].tables if table.slug == "figures"]
    assert "force=northshire&" in f"{figures[0].rows[0][0].url}&"


def test_where_nothing_is_on_record_it_says_so_and_no_more():
    made = paper(make.make_force("quiet", name="Quiet Police"), SINCE, UNTIL)
    assert made.sections == []
    assert "asked of Quiet Police" in made.empty
    assert "as at 30 June 2021" in made.empty


def test_nothing_that_is_not_public_is_in_it(force):
    before = paper(force, SINCE, UNTIL)
    hushed = make.make_inspection("hushed", "2021-03-02", [force], draft=True)
    item = make.make_item("hushed-item", force, inspection=hushed, due_on="2021-04")
    make.make_update(item, "says-complete", "2021-05-01")
    make.make_response(hushed, force, "2021-05-01")
    assert paper(force, SINCE, UNTIL) == before
