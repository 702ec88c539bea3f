"""What an address asks of a simple list: kept where it is understood, and said where it is not."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from inspections.views.asked import LONGEST_SEARCH, Asked

pytestmark = pytest.mark.once

SORTS = {"name": "name", "late": "latest"}


def asked(query: str) -> Asked:
    return Asked(RequestFactory().get(f"/forces/?{query}"))


def test_a_value_of_the_list_is_kept_and_another_is_said():
    good, bad = asked("sort=late"), asked("sort=<b>nonsense")
    assert good.one_of("sort", SORTS, "name") == "late"
    assert (good.chosen, good.errors) == ({"sort": "late"}, [])
    assert bad.one_of("sort", SORTS, "name") == "name"
    assert bad.chosen == {}
    assert bad.errors == [{"message": "There is no “<b>nonsense” to choose here.", "href": "", "name": "sort"}]


def test_a_parameter_may_repeat_and_what_is_unknown_of_it_is_said_and_left_out():
    several = asked("state=late&state=nonsense&state=due&state=late")
    assert several.some_of("state", {"late": "Late", "due": "Due"}) == ["late", "due"]
    assert [error["name"] for error in several.errors] == ["state"]
    assert several.url(sort="late") == "/forces/?state=late&state=due&sort=late"
    assert several.url(state=["due"]) == "/forces/?state=due"
    assert several.hidden() == [{"name": "state", "value": "late"}, {"name": "state", "value": "due"}]
    assert asked("state=nonsense").some_of("state", {"late": "Late"}) == []


def test_the_usual_value_is_no_choice():
    usual = asked("sort=name")
    assert usual.one_of("sort", SORTS, "name") == "name"
    assert usual.chosen == {}


def test_words_lose_what_cannot_be_printed_and_what_is_too_long_is_cut_and_said():
    assert asked("q=%00cleve%09land%00").words() == "cleve land"
    long = asked("q=" + "x" * (LONGEST_SEARCH + 1))
    assert len(long.words()) == LONGEST_SEARCH
    assert long.errors


@pytest.mark.parametrize("page", ["0", "4", "-1", "x", "1e9"])
def test_a_page_that_is_not_there_is_not_found(page):
    with pytest.raises(Http404):
        asked(f"page={page}").page(list(range(7)), 3)


def test_pages_are_counted_from_one():
    assert list(asked("").page(list(range(7)), 3)) == [0, 1, 2]
    assert list(asked("page=3").page(list(range(7)), 3)) == [6]


def test_links_keep_what_else_is_chosen_and_mark_the_current_one():
    both = asked("q=north&sort=late&page=3")
    both.words()
    both.one_of("sort", SORTS, "name")
    assert both.links("sort", SORTS, "name") == [
        {"label": "name", "url": "/forces/?q=north", "current": False},
        {"label": "latest", "url": "/forces/?q=north&sort=late", "current": True},
    ]
    assert both.hidden("q") == [{"name": "sort", "value": "late"}]
