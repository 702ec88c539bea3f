"""The page of corrections."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Addressee
from inspections.views import corrections
from tests import make
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db


def correct(item: Addressee | None = None, **fields: Any) -> None:
    item = item or make.make_item()
    wrong = make.make_update(item, "complete", on="2024-01-01", recorded_on=datetime.date(2024, 2, 2))
    fields.setdefault("recorded_on", datetime.date(2025, 5, 5))
    fields.setdefault("reason", "The letter was misread.")
    make.make_update(item, "being-progressed", on="2021-06", corrects=wrong, **fields)


def text_of(client, path: str = "/corrections/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_tells_what_was_said_what_is_said_now_when_and_why(client):
    item = make.make_item("missing")
    correct(item)
    text = text_of(client)
    assert "1 correction</h2>" in text
    assert "Put right on 5 May 2025, as stated by HMICFRS" in text
    assert "The letter was misread." in text
    for entry in (1, 2):
        link = f"{item.get_absolute_url()}#entry-{entry}"
        assert f'href="{link}"' in text
        assert f'id="entry-{entry}"' in text_of(client, item.get_absolute_url())


def test_a_correction_of_a_correction_reads_well(client):
    item = make.make_item()
    correct(item)
    make.make_update(item, "being-progressed", on="2021-07", corrects=item.updates.get(sequence=2))
    text = text_of(client)
    assert "What is corrected here was itself a correction, of" in text
    assert "This correction was itself corrected later, by" in text
    assert text.index("itself a correction") < text.index("itself corrected later")
    assert "What this correction said" in text


def test_an_empty_record_says_so(client):
    make.make_item()
    assert "Nothing has been corrected so far" in text_of(client)


def test_the_footer_and_the_methodology_lead_here(client):
    assert '<a class="govuk-link" href="/corrections/">Corrections</a>' in text_of(client, "/")
    assert '<a class="govuk-link" href="/corrections/">All corrections</a>' in text_of(client, "/methodology/")


def test_it_goes_by_the_day(client):
    correct()
    assert "Nothing has been corrected so far" in text_of(client, "/corrections/?as_at=2025-05-04")
    assert "1 correction</h2>" in text_of(client, "/corrections/?as_at=2025-05-05")


def test_it_has_pages_of_fifty(client, monkeypatch):
    assert corrections.AT_ONCE == 50
    monkeypatch.setattr(corrections, "AT_ONCE", 2)
    for _ in range(3):
        correct()
    assert "Page 2 of 2" in text_of(client)
    assert client.get("/corrections/?page=3").status_code == 404
    assert client.get("/corrections/?page=x").status_code == 404


def test_the_budget_of_queries_does_not_grow_with_the_rows(client):
    counts = []
    for count in (5, 45):
        for _ in range(count):
            correct()
        with CaptureQueriesContext(connection) as captured:
            text_of(client)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9


@pytest.mark.once
def test_it_is_valid_html(client):
    item = make.make_item()
    correct(item)
    make.make_update(item, "being-progressed", on="2021-07", corrects=item.updates.get(sequence=2))
    pages = {path: client.get(path).content.decode() for path in ("/corrections/", item.get_absolute_url())}
    assert html_errors(pages) == {}
