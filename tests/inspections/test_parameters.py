import datetime

import pytest
from django.http import QueryDict

from inspections.filters import Selection
from inspections.models import Body
from tests.make import make_force, make_inspection, make_theme

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def select(query: str) -> Selection:
    return Selection(QueryDict(query), on=ON)


def test_known_values_are_kept_beside_an_unknown_one():
    make_force("kent", short_name="Kent")
    selection = select("force=nowhere&force=kent&status=planned")
    assert selection.chosen == {"force": {"kent": "Kent"}, "status": {"planned": "Planned"}}
    assert selection.errors == {"force": ["There is no “nowhere” to choose here."]}


@pytest.mark.parametrize("value", ["%00", "%ff", "Kent", "a%20b", "x" * 3000, "%F0%9F%98%80", "'; drop table"])
@pytest.mark.parametrize("name", ["force", "theme", "inspection", "programme", "kind", "status", "due", "sort"])
def test_a_value_that_cannot_be_is_said_and_quoted_in_short(name, value):
    selection = select(f"{name}={value}")
    assert selection.chosen == {}
    assert len(selection.errors[name][0]) < 110
    assert "\0" not in selection.errors[name][0]


@pytest.mark.parametrize("name", ["published_after", "published_before"])
@pytest.mark.parametrize("value", ["2019-02-30", "yesterday", "0000", "%00", "9" * 5000, "2019-9"])
def test_a_day_that_cannot_be_is_said(name, value):
    selection = select(f"{name}={value}")
    assert name not in selection.chosen
    assert selection.errors[name]


def test_an_inspection_that_is_not_public_is_as_unknown_as_one_that_never_was():
    make_inspection("secret", published="2026-11-23")
    make_inspection("draft", draft=True)
    for slug in ("secret", "draft", "never"):
        assert select(f"inspection={slug}").errors == {"inspection": [f"There is no “{slug}” to choose here."]}


def test_of_a_parameter_that_is_given_once_the_last_value_counts():
    assert select("due=overdue&due=immediate").chosen["due"].keys() == {"immediate"}


def test_a_very_long_search_is_cut_with_a_sentence():
    selection = select("q=" + "word " * 100)
    assert selection.errors == {"q": ["Only the first 200 characters were looked for."]}
    assert len(selection.chosen["q"]) == 200


def test_a_search_without_a_word_is_said_and_left_out():
    selection = select("q=%00!!!")
    assert "q" not in selection.chosen
    assert selection.errors == {"q": ["There is no word in “!!!” to look for."]}


def test_only_what_is_given_is_looked_up(django_assert_num_queries):
    make_theme("custody")
    Body.objects.update(short_name="")
    with django_assert_num_queries(1):
        assert select("theme=custody&status=planned&q=children").chosen.keys() == {"q", "theme", "status"}


def test_the_best_match_needs_words():
    assert select("q=missing&sort=best").order == "best"
    for query in ("sort=best", "q=%3F&sort=best"):
        selection = select(query)
        assert selection.order == "newest"
        assert selection.errors["sort"] == ["There are no words to match best. The newest come first."]
