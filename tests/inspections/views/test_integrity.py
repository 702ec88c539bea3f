"""The head of the seals: a page, a file, and a feed of each day that others can keep."""

import json
from typing import Any

import pytest

from inspections.models import Seal
from tests import make
from tests.answers import read
from tests.harness.server import ROOT
from tests.inspections.reading.test_integrity import days, seal
from tests.inspections.views.test_feeds import read as read_feed

__all__ = ["days"]

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_head_its_time_and_count_and_what_waits(client, django_assert_max_num_queries):
    make.make_update(make.make_item(), "planned")
    head = Seal.objects.get()
    client.get("/integrity/")
    with django_assert_max_num_queries(6):
        page = read(client, "/integrity/")
    assert head.sha256 in page
    assert f'<time datetime="{head.sealed_at}">' in page
    assert 'Waiting for a seal</dt><dd class="app-summary__value">0' in page
    assert '<a class="govuk-link" href="/integrity/">Integrity</a>' in read(client, "/about/")
    assert "#seals" in page
    assert 'id="seals"' in read(client, "/data/")


def test_the_page_of_a_past_day_has_the_head_of_that_day(client, days):
    page = read(client, "/integrity/?as_at=2026-07-02")
    assert f"{3:064}" in page
    assert f"{4:064}" not in page
    assert "Waiting for a seal" not in page
    assert "Nothing was sealed by this day" in read(client, "/integrity/?as_at=2026-06-29")


def test_the_file_says_the_same(client):
    empty = client.get("/integrity.json").json()
    assert (empty["position"], empty["sha256"], empty["sealed_at"]) == (0, "0" * 64, None)
    make.make_update(make.make_item(), "planned")
    head = Seal.objects.get()
    answer = client.get("/integrity.json")
    told = json.loads(answer.content)
    assert (told["position"], told["sha256"], told["sealed_at"]) == (1, head.sha256, head.sealed_at)
    assert (told["waiting"], told["package"]) == (0, "http://localhost:8000/data/tracker.zip")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["ETag"]


def test_the_feed_has_an_entry_a_day_which_stays_once_the_day_is_over(client, days):
    found = read_feed(client, "/integrity.atom")
    assert [entry.title.rpartition("2026")[0] for entry in found.entries] == ["3 July ", "1 July ", "30 June "]
    assert [entry.id.rpartition(":")[2] for entry in found.entries] == [
        f"seals/{day}" for day in ("2026-07-03", "2026-07-01", "2026-06-30")
    ]
    assert f"Position 2, SHA-256 {2:064}" in found.entries[2].content[0].value
    before = entries(client)
    seal(5, "2026-11-27T10:00:00Z")
    assert entries(client)[1:] == before


def entries(client: Any) -> list[str]:
    """The entries of the feed, as they are written."""
    return [
        part.partition("</entry>")[0] for part in client.get("/integrity.atom").content.decode().split("<entry>")[1:]
    ]


def test_a_long_feed_comes_in_pages(client, monkeypatch, days):
    monkeypatch.setattr("inspections.views.integrity.ON_A_PAGE", 2)
    assert len(read_feed(client, "/integrity.atom").entries) == 2
    assert len(read_feed(client, "/integrity.atom?page=2").entries) == 1
    assert client.get("/integrity.atom?page=3").status_code == 404


def test_the_program_that_checks_can_be_had(client):
    answer = client.get("/integrity/verify_ledger.py")
    assert answer["Content-Type"] == "text/x-python; charset=utf-8"
    assert answer.content == (ROOT / "docs" / "verify_ledger.py").read_bytes()
