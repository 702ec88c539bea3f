import datetime
from itertools import pairwise

import pytest

from inspections.reading import chains as module
from inspections.reading.chains import chain, chains
from tests.make import make_force, make_inspection, make_recommendation, make_succession

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def asked(ref: str, published: str | None, **fields):
    return make_recommendation(ref, inspection=make_inspection(title=ref.title(), published=published), **fields)


def test_a_chain_is_found_from_any_of_its_links_in_the_order_of_time():
    last, first, middle = asked("last", "2025"), asked("first", "2016"), asked("middle", "2019-09")
    make_succession(first, middle, "re-issued-as")
    make_succession(middle, last, "repeated-in")
    for each in (first, middle, last):
        found = chain(each, ON)
        assert found is not None
        assert [link["year"] for link in found.links()] == ["2016", "2019", "2025"]
        assert found.title == "Raised 3 times since 2016"
    links = found.links(middle)
    assert [link["current"] for link in links] == [False, True, False]
    assert [link["note"] for link in links] == ["re-issued as 2019", "repeated in 2025", ""]
    assert links[0]["label"] == "First (recommendation)"


def test_what_stands_alone_has_no_chain():
    assert chain(asked("alone", "2019"), ON) is None


def test_a_link_that_is_not_public_yet_is_not_shown():
    now, later = asked("now", "2019"), asked("later", "2026-12-01")
    make_succession(now, later)
    assert chain(now, ON) is None
    assert chains(ON) == []
    found = chain(now, datetime.date(2026, 12, 1))
    assert found is not None
    assert found.title == "Raised twice since 2019"


def test_a_chain_that_branches_and_meets_again_is_one():
    first, left, right, last = (
        asked(ref, year) for ref, year in zip("abcd", ("2016", "2017", "2018", "2019"), strict=True)
    )
    for earlier, later in ((first, left), (first, right), (left, last), (right, last)):
        make_succession(earlier, later)
    assert [len(each.recommendations) for each in chains(ON)] == [4]


def linked(length: int, stem: str = "link") -> list:
    links = [asked(f"{stem}-{number}", f"{1990 + number}") for number in range(length)]
    for earlier, later in pairwise(links):
        make_succession(earlier, later)
    return links


def test_a_long_chain_is_followed_both_ways_from_its_middle():
    links = linked(9)
    for start in (links[0], links[4], links[8]):
        found = chain(start, ON)
        assert found is not None
        assert (found.recommendations, found.goes_on) == (links, False)


def test_a_chain_that_is_longer_than_a_page_fetches_says_that_it_goes_on(monkeypatch):
    monkeypatch.setattr(module, "MOST_LINKS", 3)
    links = linked(9)
    found = chain(links[8], ON)
    assert found is not None
    assert (found.recommendations, found.goes_on) == (links[5:], True)
    assert found.title == "Raised more than 4 times"
    assert len(found.links(links[8])) == 4
    whole = chain(linked(4, "short")[0], ON)
    assert whole is not None
    assert (len(whole.recommendations), whole.goes_on) == (4, False)


def test_a_chain_of_too_many_branches_is_cut_too(monkeypatch):
    monkeypatch.setattr(module, "MOST_TOGETHER", 3)
    first = asked("first", "2016")
    for number in range(5):
        make_succession(first, asked(f"branch-{number}", "2019"))
    found = chain(first, ON)
    assert found is not None
    assert (len(found.recommendations), found.goes_on) == (3, True)


def test_a_page_loads_its_own_chain_by_queries_that_only_its_length_adds_to(django_assert_num_queries):
    first, last = linked(2)
    with django_assert_num_queries(3):
        chain(first, ON)
    for number in range(20):
        linked(3, f"other-{number}")
        make_succession(last, asked(f"branch-{number}", "2020"))
    with django_assert_num_queries(4):
        found = chain(first, ON)
    assert found is not None
    assert len(found.recommendations) == 22


def test_a_circle_ends():
    links = linked(4)
    make_succession(links[3], links[0])
    found = chain(links[1], ON)
    assert found is not None
    assert (len(found.recommendations), found.goes_on) == (4, False)


def test_an_undated_report_comes_last_and_has_no_year():
    first, undated = asked("first", None), asked("dated", "2019")
    make_succession(first, undated)
    found = chain(first, ON)
    assert found is not None
    assert [link["year"] for link in found.links()] == ["2019", "Undated"]


def test_all_chains_come_longest_first_by_the_same_number_of_queries(django_assert_num_queries):
    kent = make_force("kent", short_name="Kent")
    for name, length in (("a", 2), ("b", 3), ("c", 2)):
        links = [asked(f"{name}-{number}", f"201{number}", to=[kent]) for number in range(length)]
        for earlier, later in pairwise(links):
            make_succession(earlier, later)
    chains(ON)
    with django_assert_num_queries(3):  # one of them for the edition
        found = chains(ON)
        assert [len(each.recommendations) for each in found] == [3, 2, 2]
        assert found[0].whom == "Kent"
