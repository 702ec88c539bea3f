"""Recommendations, items and updates in the API are the selection of the pages."""

import pytest

from inspections.filters import Selection
from inspections.parameters import SORTS
from tests import make
from tests.inspections.api.record import get

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    ["", "force=northshire", "force=northshire&force=southshire&kind=part", "q=records", "due=overdue",
     "theme=missing-children&status=under-way", "published_before=2018", "inspection=northshire-2018", "stale=1-year"],
)  # fmt: skip
def test_the_selection_is_that_of_the_page(client, rf, query, record):
    selection = Selection(rf.get(f"/?{query}").GET, on=make.TODAY)
    recommendations = get(client, f"recommendations/?{query}&as_at={make.TODAY}")
    assert [each["ref"] for each in recommendations["results"]] == [each.ref for each in selection.recommendations()]
    items = get(client, f"items/?{query}&as_at={make.TODAY}")
    assert items["count"] == selection.items().count()
    updates = get(client, f"updates/?{query}&as_at={make.TODAY}")["results"]
    selected = {(each["recommendation"], each["body"]) for each in items["results"]}
    assert {(each["recommendation"], each["body"]) for each in updates} <= selected


@pytest.mark.parametrize("sort", SORTS)
def test_items_come_in_the_order_of_their_recommendations(client, sort, record):
    make.make_update(make.make_item(due_on="2018-12-01"), "under-way", on="2022-01-01")
    query = f"sort={sort}&q=records" if sort == "best" else f"sort={sort}"  # the best match is one of words
    refs = [each["recommendation"] for each in get(client, f"items/?{query}")["results"]]
    recommendations = get(client, f"recommendations/?{query}")["results"]
    assert list(dict.fromkeys(refs)) == [each["ref"] for each in recommendations]


def test_an_item_tells_how_it_stands_on_the_day(client, record):
    now = get(client, "items/missing/northshire/")
    assert (now["status"], now["status_label"], now["status_since"]) == ("under-way", "Under way", "2018-11-28")
    assert now["status_update"] == 1
    then = get(client, "items/missing/northshire/?as_at=2018-01-01")
    assert (then["status"], then["status_since"], then["status_update"]) == ("no-progress", None, None)


def test_an_update_that_was_put_right_says_so_and_stays(client):
    item = make.make_item("rec", make.make_force("kent"))
    wrong = make.make_update(item, "says-complete")
    make.make_update(item, "under-way", corrects=wrong)
    first, second = [each for each in get(client, "updates/")["results"] if each["recommendation"] == "rec"]
    assert (first["in_force"], first["corrects"]) == (False, None)
    assert (second["in_force"], second["corrects"]) == (True, 1)


def test_a_mistake_is_not_told_of_days_before_it_was_put_right_either(client):
    item = make.make_item("rec", make.make_force("kent"))
    wrong = make.make_update(item, "says-complete", on="2021-01-01")
    make.make_update(item, "under-way", on="2022-01-01", corrects=wrong)
    assert "rec" not in {each["recommendation"] for each in get(client, "updates/?as_at=2021-06-01")["results"]}
    assert get(client, "items/rec/kent/?as_at=2021-06-01")["status"] == "no-progress"


@pytest.mark.parametrize(
    "path",
    ["recommendations/nothing/", "items/missing/nobody/", "items/nothing/northshire/", "updates/missing/northshire/9/",
     "updates/missing/northshire/0/", "items/missing/southshire/"],
)  # fmt: skip
def test_what_is_not_there_is_a_404(client, path, record):
    get(client, path, 404)


def test_an_update_is_not_there_before_the_day_on_which_it_was_said(client, record):
    get(client, "updates/missing/northshire/2/?as_at=2018-12-01", 404)
    assert get(client, "updates/missing/northshire/1/?as_at=2018-12-01")["position"] == "being-progressed"


def test_a_selection_of_nothing_is_an_empty_list(client, record):
    assert get(client, "items/?q=nothing-of-the-kind")["results"] == []
