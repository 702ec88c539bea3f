"""Badges as picture, text and JSON: three forms of the same."""

import json
from xml.etree import ElementTree

import pytest

from tests import make

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def record():
    force = make.make_force("kent", name="Kent & <Medway> Police", short_name="Kent & <Medway>")
    inspection = make.make_inspection("kent-2020", "2020-01-15", [force])
    for number, position in enumerate(("complete", "under-way", "says-complete")):
        item = make.make_item(f"ref-{number}", force, inspection=inspection)
        make.make_update(item, position, on="2021-03-01")
    return force


@pytest.mark.parametrize("path", ["/forces/kent/", "/inspections/kent-2020/"])
def test_picture_text_and_json_say_the_same(client, path):
    picture = client.get(f"{path}badge.svg")
    assert picture["Content-Type"].startswith("image/svg+xml")
    tree = ElementTree.fromstring(picture.content)  # noqa: S314  (our own)
    words = [element.text for element in tree.iter(f"{SVG}text")]
    told = json.loads(client.get(f"{path}badge.json").content)
    text = client.get(f"{path}badge.txt").content.decode()
    assert told["message"] == words[1] == text.splitlines()[0]
    assert told["message"].startswith("1 of 3 confirmed complete · ")
    assert tree.find(f"{SVG}title").text == f"{words[0]}: {words[1]}"
    assert tree.find(f"{SVG}desc").text == told["text"] == text.splitlines()[1]
    assert tree.get("role") == "img"
    assert (told["items"], told["confirmed_complete"], told["open"]) == (3, 1, 2)
    assert told["by_status"] == {"confirmed-complete": 1, "reported-complete": 1, "under-way": 1}
    assert told["url"] == f"http://localhost:8000{path}"


def test_a_recommendation_has_one_too(client):
    assert b"Under way" in client.get("/recommendations/ref-1/badge.svg").content


def test_it_can_be_of_an_earlier_day(client):
    told = json.loads(client.get("/forces/kent/badge.json?as_at=2020-06-30").content)
    assert told["message"] == "0 of 3 confirmed complete · 30 June 2020"
    assert told["day"] == "2020-06-30"
    assert told["url"].endswith("/forces/kent/?as_at=2020-06-30")


def test_the_picture_has_no_style_no_script_and_nothing_from_elsewhere(client):
    text = client.get("/forces/kent/badge.svg").content.decode()
    assert "style" not in text
    assert "script" not in text
    assert "href" not in text
    assert text.count("http") == 1  # the name of the form itself
