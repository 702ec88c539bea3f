"""The drop-down filters beside lists."""

import pytest

from tests.make import make_inspection, make_item, make_programme

LIST = "/admin/inspections/inspection/"


@pytest.mark.parametrize(("year", "found"), [("2019", {"whole", "month"}), ("2020", {"day"}), ("nonsense", None)])
def test_the_year_finds_dates_of_every_precision(boss, year, found):
    for slug, published in {"whole": "2019", "month": "2019-12", "day": "2020-01-01", "unknown": None}.items():
        make_inspection(slug, published=published)
    rows = {row.slug for row in boss.get(f"{LIST}?year={year}").context["cl"].result_list}
    assert rows == (found or {"whole", "month", "day", "unknown"})


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
