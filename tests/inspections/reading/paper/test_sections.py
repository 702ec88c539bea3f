"""Each section: what it lists, in which order, how it is cut, and what it says where it has nothing."""

import datetime

import pytest

from inspections.reading.paper import sections
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


def test_what_is_late_comes_with_the_longest_first_and_is_cut_honestly(force):
    for month in range(12, 12 - sections.MOST_LATE - 2, -1):
        make.make_item(f"due-{month:02}", force, due_on=f"2020-{month:02}")
    make.make_item("not-due", force, due_on="2021-07")
    closed = make.make_item("closed", force, due_on="2020-01")
    make.make_update(closed, "complete", "2020-02-01")
    found = section(force, "late")
    (table,) = found.tables
    assert [row[0] for row in rows(found, "late-items")] == [f"due-{month:02}" for month in range(4, 11)]
    assert found.said[0] == "9 past their date, of 10 open items that have one."
    assert (table.total, table.rest, table.where) == (9, "2 more, see", "all that are past their date")
    assert table.url == "/recommendations/?force=northshire&due=overdue"
    first = table.rows[0]
    assert first[0].url == "/recommendations/due-04/northshire/"
    assert first[0].note == "Do what due-04 asks for. (Recommendation)"
    assert first[1].text == "Was due by 30 April 2020, 1 year and 2 months ago"
    assert first[2].text == "No progress published"


def test_nothing_late_is_a_sentence_without_a_table(force):
    make.make_item("undated", force)
    found = section(force, "late")
    assert found.tables == []
    assert found.said[0].startswith("0 past their date, of 0 open items")


def test_what_is_claimed_comes_with_the_oldest_claim_first(force):
    recent, old, confirmed, back = (make.make_item(ref, force) for ref in ("recent", "old", "confirmed", "taken-back"))
    make.make_update(recent, "says-complete", "2021-05-30")
    make.make_update(old, "says-complete", "2020-06-30")
    make.make_update(old, "being-progressed", "2021-01-01")
    for item in (confirmed, back):
        make.make_update(item, "says-complete", "2020-03-01")
    make.make_update(confirmed, "complete", "2020-04-01")
    make.make_update(back, "under-way", "2020-04-01")
    found = section(force, "claimed")
    assert rows(found, "claimed-items") == [
        ["old", "1 year", "Under way"],
        ["recent", "1 month", "Reported complete, not confirmed"],
    ]
    assert found.said == ["2 called complete, not confirmed, of 3 items that the body calls complete."]


def test_responses_without_an_answer_come_first(force):
    pcc = make.make_policing_body(force, "northshire-pcc", start="2012-11")
    for slug, published in (("answered", "2021-02-01"), ("silent", "2020-02-03")):
        inspection = make.make_inspection(slug, published, [force], title=slug.title())
        make.make_item(f"asked-{slug}", force, inspection=inspection)
        if slug == "answered":
            make.make_response(inspection, pcc, "2021-03-01")
    for body in (force, pcc):
        found = section(body, "responses")
        assert [row[0] for row in rows(found, "answers")] == ["Silent", "Answered"]
        assert [row[3] for row in rows(found, "answers")] == ["None recorded, no search recorded", "Answered in time"]
        assert ["Answered in time", "1", "of 2 that had to be given, without those not due yet"] in rows(
            found, "states"
        )


def test_a_paper_about_several_bodies_says_whose_each_item_is(force):
    other = make.make_force("southshire", name="Southshire Police", short_name="Southshire")
    pcc = make.make_policing_body(force, start="2012-11")
    pcc.oversees.create(force=other)
    make.make_item("theirs", other, due_on="2020-01")
    make.make_item("ours", force, due_on="2020-02")
    notes = [row[0].note for row in section(pcc, "late").tables[0].rows]
    assert notes[0].endswith("(Recommendation, Southshire)")
    assert notes[1].endswith("(Recommendation, Northshire Police)")
