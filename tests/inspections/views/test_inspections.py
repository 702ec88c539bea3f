"""Inspections: found by words, body, programme and year; one inspection tells its story in order."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.views.inspections import AT_ONCE
from tests import make

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def titles(client, query: str = "") -> list[str]:
    return re.findall(r'<h3 class="card__title"><a[^>]*>([^<]*)</a>', text_of(client, f"/inspections/{query}"))


@pytest.fixture
def three():
    north, south = make.make_force("north", name="Northshire Police"), make.make_force("south", name="Southshire")
    peel = make.make_programme("peel", name="Assessments", abbreviation="PEEL")
    custody = make.make_programme("custody", name="Police custody")
    make.make_inspection("b", "2017-09", [north], title="Beta", programme=peel)
    make.make_inspection("a", "2019-05-01", [south], title="Alpha", programme=custody, area="Portville")
    make.make_inspection("u", None, [north], title="Undated", programme=custody)
    make.make_inspection("h", "2018", [north], title="Hushed", programme=peel, draft=True)


def test_the_newest_come_first_and_those_without_a_day_last(client, three):
    assert titles(client) == ["Alpha", "Beta", "Undated"]
    assert titles(client, "?sort=oldest") == ["Beta", "Alpha", "Undated"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?body=north", ["Beta", "Undated"]),
        ("?programme=custody", ["Alpha", "Undated"]),
        ("?year=2017", ["Beta"]),
        ("?year=not-known", ["Undated"]),
        ("?body=north&year=2019", []),
        ("?q=beta", ["Beta"]),
        ("?q=portville", ["Alpha"]),
        ("?q=northshire+peel", ["Beta"]),
        ("?q=custody+southshire", ["Alpha"]),
        ("?body=hmicfrs", ["Alpha", "Beta", "Undated"]),
    ],
)
def test_each_filter_narrows_the_list(client, three, query, found):
    assert titles(client, query) == found


def test_a_body_that_was_asked_for_something_finds_the_inspection_that_asked(client, three):
    make.make_recommendation(to=[make.make_force("east")], inspection=make.make_inspection(title="National"))
    assert titles(client, "?body=east") == ["National"]


def test_what_is_chosen_can_be_taken_away_one_by_one(client, three):
    text = text_of(client, "/inspections/?body=north&year=2017")
    assert 'href="/inspections/?year=2017"' in text
    assert 'href="/inspections/?body=north"' in text


@pytest.mark.parametrize("query", ["?year=2018", "?body=nobody", "?programme=%00", "?sort=sideways"])
def test_an_unknown_value_is_said_and_changes_nothing(client, three, query):
    assert "to choose here." in text_of(client, f"/inspections/{query}")
    assert titles(client, query) == ["Alpha", "Beta", "Undated"]


def test_nothing_found_is_said_with_a_way_out(client, three):
    text = text_of(client, "/inspections/?q=atlantis")
    assert "No inspection matches all of this" in text
    assert 'href="/inspections/">All inspections' in text


def test_pages_keep_the_filters(client):
    programme = make.make_programme("peel")
    for _ in range(AT_ONCE + 1):
        make.make_inspection(programme=programme)
    text = text_of(client, "/inspections/?programme=peel")
    assert f"{AT_ONCE + 1} inspections" in text
    assert "?programme=peel&amp;page=2" in text
    assert len(titles(client, "?programme=peel&page=2")) == 1


def full_inspection(rows: int):
    force = make.make_force()
    earlier = make.make_inspection(bodies=[force], published="2016")
    inspection = make.make_inspection(
        bodies=[force], published="2018-03-01", follows_up=[earlier], summary="It fell short."
    )
    for number in range(rows):
        make.make_update(make.make_item(inspection=earlier), "being-progressed", on="2018-03", made_in=inspection)
        asked = make.make_recommendation(
            to=[make.make_force() for _ in range(3 if number % 2 else 1)], inspection=inspection
        )
        make.make_part(asked)
        make.make_observation(inspection)
        make.make_response(inspection, make.make_policing_body(asked.bodies.all()[0]), "2018-04-01")
        inspection.sources.add(make.make_source())
        make.make_inspection(published="2019", follows_up=[inspection])
    return inspection


def test_the_page_tells_the_story_in_order(client):
    text = text_of(client, full_inspection(2).get_absolute_url())
    headings = ["Before and after", "What was found", "What was asked", "What it said about earlier items"]
    headings += ["Who had to answer, and what became of it", "What is not known", "Sources"]
    places = [text.index(f"{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    assert "It fell short." in text
    assert "on day 32 of 56" in text


def test_queries_do_not_grow_with_the_record(client):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    small = full_inspection(2)
    few, listed = queries(small.get_absolute_url()), queries("/inspections/")
    large = full_inspection(10)
    assert queries(large.get_absolute_url()) <= few
    assert queries("/inspections/") == listed
