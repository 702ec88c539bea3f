"""How items stand, for one thing and for each thing of a list."""

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.models import Addressee
from inspections.reading.standing import Standing, newest, overview, standing_by
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY


@pytest.fixture
def force():
    force = make.make_force("northshire")
    themes = [make.make_theme("one"), make.make_theme("two")]
    make.make_update(make.make_item("done", force, due_on="2021", themes=themes), "complete")
    make.make_update(make.make_item("late", force, due_on="2021", themes=themes[:1]), "under-way")
    make.make_item("at-once", force, deadline="immediately")
    make.make_item("future", force, due_on="2027-01")
    make.make_item("elsewhere")
    make.make_item("hushed", force, inspection=make.make_inspection(draft=True))
    return force


def public():
    return Addressee.objects.public(DAY)


def test_each_body_of_a_list_has_its_counts(force):
    standings = standing_by(public(), DAY, "body")
    assert len(standings) == 2
    ours = standings[force.pk]
    assert ours.counts == {"confirmed-complete": 1, "under-way": 1, "no-progress": 2}
    assert (ours.total, ours.open, ours.late) == (4, 3, 1)


def test_an_item_counts_in_each_of_its_themes_and_one_without_in_none(force):
    standings = standing_by(public(), DAY, "recommendation__themes")
    assert sorted(standing.total for standing in standings.values()) == [1, 2]


def test_the_queries_do_not_grow_with_the_list(force, django_assert_num_queries):
    for _ in range(20):
        make.make_item()
    with django_assert_num_queries(2):
        standing_by(public(), DAY, "body")


def test_a_row_leads_to_what_it_counts(force):
    shown = standing_by(public(), DAY, "body")[force.pk].shown("bar", force="northshire")
    assert shown["items_url"] == "/recommendations/?force=northshire"
    assert shown["late_url"] == "/recommendations/?force=northshire&due=overdue"
    assert shown["bar_text"].startswith("1 of 4 confirmed complete")


def test_a_row_without_items_has_no_bar():
    shown = Standing().shown("bar", force="northshire")
    assert (shown["bar"], shown["bar_text"], shown["items"]) == (None, "", 0)


def test_the_figures_of_a_page_are_those_of_its_selection(force, client):
    items = public().standing(DAY).filter(body=force)
    seen = overview(items, DAY, force="northshire")
    assert seen["words"] == "4 items"
    figures = {figure["label"]: figure["figure"] for figure in seen["figures"]}
    assert figures["still open"] == "3"
    assert figures["past their date"] == "1"
    assert figures["asked for immediately, still open"] == "1"
    for figure in seen["figures"]:
        page = client.get(f"{figure['url']}&as_at={DAY}").content.decode()
        number = int(figure["figure"])
        assert (f": {number} item" if number else "Nothing matches") in page, figure["url"]


def test_the_newest_come_first_and_parts_stay_with_what_they_belong_to(force):
    old = make.make_recommendation("old", [force], make.make_inspection(published="2010"))
    make.make_part(old, ref="old-a")
    make.make_recommendation("undated", [force], make.make_inspection(published=None))
    items = Shelf.public(DAY, None).of("force", force.pk)
    refs = [card["ref"] for card in newest(items, 20)]
    assert refs[-2:] == ["old", "undated"]
    assert "old-a" not in refs
    assert len(newest(items, 2)) == 2
