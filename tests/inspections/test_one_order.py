"""A search comes in one order in every form, and whole wherever it cannot be said that it was cut."""

import csv
import io
import json

import openpyxl
import pytest

from inspections.bitmaps import found
from inspections.models import Recommendation
from inspections.parameters import SORTS
from tests import make
from tests.answers import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record():
    """What the words name, what has them as a phrase, and what has them apart: none where another order has it."""
    bodies = [make.make_force("b", name="Beta"), make.make_force("a", name="Alpha")]
    for ref, published, text in (
        ("apart", "2022", "Find those who go missing, and tell people."),
        ("missing-people", "2018", "Keep records."),
        ("phrase", "2019", "Look for missing people."),
        ("undated", None, "Missing people are people."),
        ("other", "2023", "Mend the cells."),
        ("newer", "2021", "Say to people who is missing."),
    ):
        asked = make.make_recommendation(ref, bodies, make.make_inspection(published=published), text=text)
        make.make_update(asked.addressees.get(body__slug="a"), "under-way", on=f"2026-0{1 + len(ref) % 5}-01")


def in_files(client, query):
    """The recommendation and the body of each row, by form."""
    rows = csv.DictReader(io.StringIO(client.get(f"/recommendations.csv?{query}").getvalue().decode(), newline=""))
    said = json.loads(client.get(f"/recommendations.json?{query}").getvalue())
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/recommendations.xlsx?{query}").getvalue()))
    listed = client.get(f"/api/v1/items/?{query}").json()
    assert said["count"] == len(said["items"])
    assert listed["count"] == len(listed["results"])
    return {
        "csv": [(row["recommendation"], row["body"]) for row in rows],
        "json": [(row["recommendation"], row["body"]) for row in said["items"]],
        "xlsx": [tuple(row[:2]) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)],
        "api": [(row["recommendation"], row["body"]) for row in listed["results"]],
    }


def on_page(client, query):
    """The references in the order of the page."""
    page = read(client, f"/recommendations/?{query}").replace("<mark>", "").replace("</mark>", "")
    asked = Recommendation.objects.values_list("text", "ref")
    return [ref for _at, ref in sorted((page.index(f">{text}<"), ref) for text, ref in asked if f">{text}<" in page)]


@pytest.mark.parametrize("sort", SORTS)
def test_files_and_the_api_have_the_order_of_the_page(client, sort):
    query = f"q=missing+people&sort={sort}"
    refs = on_page(client, query)
    assert len(refs) == 5
    wanted = [(ref, body) for ref in refs for body in ("a", "b")]
    assert in_files(client, query) == dict.fromkeys(("csv", "json", "xlsx", "api"), wanted)
    listed = client.get(f"/api/v1/recommendations/?{query}").json()
    assert [row["ref"] for row in listed["results"]] == refs


def test_the_best_match_comes_first_and_what_the_words_name_before_it(client):
    found_in = in_files(client, "q=missing+people&sort=best")["csv"]
    assert [ref for ref, body in found_in if body == "a"] == [
        "missing-people", "phrase", "undated", "apart", "newer",
    ]  # fmt: skip


def test_the_items_of_a_filter_alone_are_in_the_order_of_the_search(client):
    found_in = in_files(client, "q=missing+people&sort=best&force=b")["csv"]
    assert found_in == [(ref, "b") for ref in ("missing-people", "phrase", "undated", "apart", "newer")]


@pytest.mark.parametrize("sort", ["newest", "best"])
def test_a_page_that_is_cut_says_so_and_is_the_beginning_of_the_files(client, monkeypatch, sort):
    query = f"q=missing+people&sort={sort}"
    whole = in_files(client, query)
    monkeypatch.setattr(found, "MOST_FOUND", 2)
    page = read(client, f"/recommendations/?{query}")
    assert "More than 2 recommendations match. The first 2 are listed and counted: 4 items." in page
    assert "The files have all of them, in the same order." in page
    assert in_files(client, query) == whole
    assert on_page(client, query) == [ref for ref, body in whole["csv"] if body == "a"][:2]
    assert client.get(f"/api/v1/recommendations/?{query}").json()["count"] == 5


def test_a_page_that_is_cut_in_another_order_says_that_it_has_the_newest(client, monkeypatch):
    monkeypatch.setattr(found, "MOST_FOUND", 2)
    page = read(client, "/recommendations/?q=missing+people&sort=due")
    assert "The newest 2 are listed and counted: 4 items. The files have all of them." in page


def test_the_best_match_without_words_is_refused_by_files_and_api(client):
    for path in ("/recommendations.csv", "/recommendations.json", "/api/v1/items/", "/api/v1/recommendations/"):
        answer = client.get(f"{path}?sort=best")
        assert answer.status_code == 400
        assert "no words to match best" in answer.content.decode()


def test_pages_of_the_api_go_through_the_best_match_once(client):
    query = "q=missing+people&sort=best&limit=3"
    address, seen = f"/api/v1/items/?{query}", []
    while address:
        page = client.get(address).json()
        seen += [(row["recommendation"], row["body"]) for row in page["results"]]
        address = page["next"]
    assert seen == in_files(client, "q=missing+people&sort=best")["api"]
