"""The stream of changes: a client that keeps its cursor misses nothing and sees nothing twice."""

import datetime

import pytest
from django.db import OperationalError

from inspections.days import today
from inspections.models.change import number_changes
from tests import make
from tests.inspections.api.record import every_page, get

pytestmark = pytest.mark.django_db


def test_it_is_told_in_order_by_pages(client, record):
    whole = get(client, "changes/")["results"]
    assert [entry["id"] for entry in whole] == [str(number) for number in range(1, len(whole) + 1)]
    assert every_page(client, "changes/?limit=2") == whole
    assert every_page(client, "changes/?limit=1&after=3") == whole[3:]


def test_the_cursor_of_the_end_is_good_until_something_comes(client, record):
    end = get(client, "changes/")["cursor"]
    assert get(client, f"changes/?after={end}") == {
        "as_at": today().isoformat(),
        "cursor": end,
        "next": None,
        "results": [],
    }
    make.make_update(record["concern"].addressees.get(), "under-way")
    (entry,) = get(client, f"changes/?after={end}")["results"]
    assert entry["kind"] == "update-recorded"
    assert entry["id"] == str(int(end) + 1)
    assert (entry["recommendation"], entry["body"], entry["sequence"]) == ("missing", "northshire", 3)
    assert entry["url"].endswith("/recommendations/missing/northshire/")
    assert get(client, entry["api_url"])["position"] == "under-way"


def test_every_entry_leads_to_what_it_is_about(client, record):
    for entry in get(client, "changes/")["results"]:
        assert client.get(entry["url"]).status_code == 200
        assert client.get(entry["api_url"]).status_code == 200


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "99999", "9" * 400, "%00", "²"])
def test_a_cursor_that_was_never_given_is_refused_and_named(client, after):
    problem = get(client, f"changes/?after={after}", 400)
    assert [error["parameter"] for error in problem["errors"]] == ["after"]


def test_for_an_earlier_day_it_ends_there(client, record):
    eve = today() - datetime.timedelta(days=1)
    assert get(client, f"changes/?as_at={eve}")["results"] == []


def test_a_record_that_cannot_be_written_just_now_is_a_503_with_a_time(client, monkeypatch):
    def busy(_on: datetime.date) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr("inspections.api.stream.number_changes", busy)
    answer = client.get("/api/v1/changes/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert answer["Content-Type"] == "application/problem+json"
    assert "ETag" not in answer


def test_what_is_new_is_told_to_who_asks_with_the_etag_of_before(client, record):
    first = client.get("/api/v1/changes/")
    again = client.get("/api/v1/changes/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    make.make_update(record["concern"].addressees.get(), "under-way")
    then = client.get("/api/v1/changes/", headers={"if-none-match": first["ETag"]})
    assert then.status_code == 200
    assert len(then.json()["results"]) == len(first.json()["results"]) + 1


def test_what_comes_while_an_answer_is_made_is_not_hidden_behind_its_etag(client, monkeypatch, record):
    """An answer may be newer than its ETag says, never older: the next 304 would keep the news from the client."""

    def numbered_and_then_more(on: datetime.date) -> int:
        numbered = number_changes(on)
        make.make_update(record["concern"].addressees.get(), "under-way")
        return numbered

    with monkeypatch.context() as patched:
        patched.setattr("inspections.api.stream.number_changes", numbered_and_then_more)
        first = client.get("/api/v1/changes/")
    then = client.get("/api/v1/changes/", headers={"if-none-match": first["ETag"]})
    assert then.status_code == 200
    assert len(then.json()["results"]) == len(first.json()["results"]) + 1
