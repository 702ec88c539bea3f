"""The drop-down filters beside lists."""

import pytest

from tests.inspections.staff import browser_of
from tests.make import make_account, make_force, make_inspection, make_item, make_programme

LIST = "/admin/inspections/inspection/"


@pytest.mark.parametrize(("year", "found"), [("2019", {"whole", "month"}), ("2020", {"day"}), ("nonsense", set())])
def test_the_year_finds_dates_of_every_precision(boss, year, found):
    for slug, published in {"whole": "2019", "month": "2019-12", "day": "2020-01-01", "unknown": None}.items():
        make_inspection(slug, published=published)
    rows = {row.slug for row in boss.get(f"{LIST}?year={year}").context["cl"].result_list}
    assert rows == found


def test_a_filter_of_another_list_follows_its_own_path(boss, db):
    programme = make_programme("custody")
    make_inspection("wanted", programme=programme)
    make_inspection("other", programme=make_programme("peel"))
    rows = boss.get(f"{LIST}?programme=custody").context["cl"].result_list
    assert [row.slug for row in rows] == ["wanted"]


def test_only_bodies_that_were_addressed_are_offered(boss, db):
    item = make_item()
    page = boss.get("/admin/inspections/addressee/").content.decode()
    assert f'<option value="{item.body.slug}">' in page
    assert '<option value="hmicfrs">' not in page


def test_the_choice_is_shown_as_chosen(boss, db):
    item = make_item()
    page = boss.get(f"/admin/inspections/addressee/?force={item.body.slug}").content.decode()
    assert f'<option value="{item.body.slug}" selected>' in page


@pytest.mark.parametrize("query", ["year=1066", "programme=nowhere", "publication=soon"])
def test_what_is_no_choice_finds_nothing_and_says_so(boss, query):
    make_inspection(published="2020-01-01")
    answer = boss.get(f"{LIST}?{query}")
    assert list(answer.context["cl"].result_list) == []
    assert "is not a choice of the filter" in answer.content.decode()


def test_a_year_is_looked_at_even_where_there_is_none_to_choose(boss):
    make_inspection(published=None)
    assert list(boss.get(f"{LIST}?year=2020").context["cl"].result_list) == []


def test_a_body_hears_in_a_filter_of_nothing_that_it_cannot_see(db):
    force, other = make_force(), make_force()
    public, draft = make_inspection("out"), make_inspection("kept-back", draft=True)
    make_item(body=force, inspection=public)
    make_item(body=force, inspection=draft)
    make_item(body=other, inspection=draft)
    page = browser_of(make_account("contributor", force)).get("/admin/inspections/addressee/").content.decode()
    assert '<option value="out">' in page
    assert f'<option value="{force.slug}">' in page
    assert "kept-back" not in page
    assert other.slug not in page
