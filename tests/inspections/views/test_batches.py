"""The page of a batch."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import StatusUpdate
from inspections.views import batches
from tests import make
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db


def record(count: int, position: str = "complete", **fields: Any) -> list[StatusUpdate]:
    recommendation = make.make_recommendation(to=[make.make_force() for _ in range(count)])
    fields = dict[str, Any](batch="letter", reason="The letter closes them.", source=make.make_source()) | fields
    return [make.make_update(item, position, on="2021-02-26", **fields) for item in recommendation.addressees.all()]


def text_of(client, path: str = "/batches/letter/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_tells_reason_source_and_each_item_before_and_after(client):
    first, *_rest = record(37)
    text = text_of(client)
    assert "37 items, recorded together</h1>" in text
    assert "The letter closes them." in text
    assert first.source.title in text
    assert text.count(f"{first.addressee.get_absolute_url()}#entry-1") == 1
    assert text.count("Confirmed complete") == 38  # in the summary and once an item


def test_the_page_of_an_item_links_to_it(client):
    first, *_rest = record(37)
    text = text_of(client, first.addressee.get_absolute_url())
    assert 'href="/batches/letter/">Closed together with 36 others on this day, for this reason.</a>' in text


def test_what_was_said_lately_links_to_it(client):
    record(2)
    assert '<a class="govuk-link" href="/batches/letter/">2 items together</a>' in text_of(client, "/")


def test_an_unknown_batch_and_one_without_a_public_item_are_not_there(client):
    hushed = make.make_item(inspection=make.make_inspection(draft=True))
    make.make_update(hushed, "planned", batch="hushed")
    record(2)
    for path in ("/batches/nothing/", "/batches/hushed/", "/batches/letter/?page=2", "/batches/letter/?page=x"):
        assert client.get(path).status_code == 404
    assert client.get("/batches/letter/?as_at=2021-02-25").status_code == 404
    assert client.get("/batches/letter/?as_at=2021-02-26").status_code == 200


def test_items_that_are_not_public_are_neither_shown_nor_counted(client):
    record(2)
    hushed = make.make_item("hushed", inspection=make.make_inspection(draft=True))
    make.make_update(hushed, "complete", batch="letter")
    text = text_of(client)
    assert "2 items, recorded together" in text
    assert "hushed" not in text


def test_a_row_that_was_corrected_since_says_so(client):
    first, *_rest = record(2)
    make.make_update(first.addressee, "being-progressed", on="2021-02-27", corrects=first)
    text = text_of(client)
    assert "None: corrected since" in text
    assert "The headline status stayed as it was." in text


def test_many_reasons_stand_with_their_items(client):
    for number in range(4):
        make.make_update(make.make_item(), "planned", batch="letter", reason=f"Reason {number}.")
    text = text_of(client)
    assert "They differ, and stand with each item below." in text
    assert all(f"Reason {number}." in text for number in range(4))


def test_long_batches_have_pages(client, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    record(3)
    assert "Page 2 of 2" in text_of(client)
    assert text_of(client, "/batches/letter/?page=2").count("#entry-1") == 1


def test_the_budget_of_queries_does_not_grow_with_the_rows(client):
    counts = []
    for count in (5, 45):
        record(count)
        with CaptureQueriesContext(connection) as captured:
            text_of(client)
        counts.append(len(captured))
    # One less where all are of one recommendation; here the second page has two.
    assert counts[1] <= counts[0] <= 14


@pytest.mark.once
def test_it_is_valid_html(client):
    record(3)
    assert html_errors({"batch": client.get("/batches/letter/").content.decode()}) == {}
