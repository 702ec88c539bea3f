"""How any list is sent as a file: kept by its ETag, refused in words, and the same bytes for the same edition."""

import errno
import json

import pytest
from django.test import Client

from inspections.views import listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

FORMS = ("csv", "xlsx", "json")


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_open_to_other_sites_and_kept_until_something_changes(client, record, form):
    first = client.get(f"/recommendations.{form}")
    content = first.getvalue()
    assert first.status_code == 200
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "no-cache" in first["Cache-Control"]
    assert not first.cookies
    again = client.get(f"/recommendations.{form}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert client.get(f"/recommendations.{form}").getvalue() == content
    record["theme"].save()
    changed = client.get(f"/recommendations.{form}", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_a_range_is_ignored_and_head_has_the_head_alone(client, form):
    path = f"/recommendations.{form}"
    whole = client.get(path)
    part = client.get(path, headers={"Range": "bytes=0-9", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.getvalue()) == (200, whole.getvalue())
    head = client.head(path)
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert {name: head[name] for name in ("Content-Type", "ETag")} == {
        name: whole[name] for name in ("Content-Type", "ETag")
    }
    assert Client(enforce_csrf_checks=True).post(path).status_code == 405


@pytest.mark.parametrize("query", ["as_at=2999-01-01", "as_at=soon", "as_at=%00", "force=nowhere", "status=y&due=x"])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_understood_is_said_and_no_file_is_given(client, form, query):
    answer = client.get(f"/recommendations.{form}?{query}")
    assert answer.status_code == 400
    assert not answer.has_header("ETag")
    assert answer["Cache-Control"] == "no-store"
    name = query.split("=")[0]
    if form == "json":
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"][0]["parameter"] == name
    else:
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content.decode().startswith(f"{name}: ")


def test_an_unknown_parameter_is_left_out_of_account_and_an_unknown_form_is_nowhere(client):
    assert client.get("/recommendations.csv?colour=blue&page=99").status_code == 200
    assert client.get("/recommendations.pdf").status_code == 404


def test_too_many_rows_for_a_spreadsheet_are_refused_with_the_way_out(client, monkeypatch):
    monkeypatch.setattr(listing, "MOST_IN_A_SPREADSHEET", 2)
    answer = client.get("/recommendations.xlsx")
    assert answer.status_code == 400
    assert "at most 2" in answer.content.decode()
    assert "1048575" in answer.content.decode()
    assert not answer.has_header("ETag")
    assert client.get("/recommendations.csv").status_code == 200


def test_names_of_files_say_what_and_when(client):
    def name(path):
        return client.get(path)["Content-Disposition"].split("filename=")[1].strip('"')

    assert name("/recommendations.csv?force=northshire&as_at=2020-01-31") == "recommendations-northshire-2020-01-31.csv"
    assert name("/recommendations.json?q=a&as_at=2020-01-31") == "recommendations-2020-01-31.json"
    everything = "&".join(
        f"status={status}" for status in ("planned", "under-way", "not-started", "reopened", "closed")
    )
    assert name(f"/recommendations.csv?as_at=2020-01-31&{everything}") == "recommendations-selection-2020-01-31.csv"


def test_a_file_says_where_it_comes_from(client, settings):
    settings.SITE_URL = "https://register.example.org"
    found = json.loads(client.get("/recommendations.json?force=northshire&as_at=2020-01-31").getvalue())
    assert found["address"] == "https://register.example.org/recommendations/?as_at=2020-01-31&force=northshire"
    assert found["selection"].startswith("Force or body: ")
    assert found["count"] == len(found["items"]) > 0
    assert found["generated"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("held_in_memory", [0, listing.HELD_IN_MEMORY])
def test_a_slow_reader_holds_nothing_of_the_database(
    client, form, held_in_memory, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(listing, "HELD_IN_MEMORY", held_in_memory)
    response = client.get(f"/recommendations.{form}")
    with django_assert_num_queries(0):
        content = b"".join(response.streaming_content)
    assert len(content) == int(response["Content-Length"])


def test_a_file_that_breaks_off_in_the_making_is_an_error_and_not_half_a_list(client, monkeypatch):
    def broken(table, rows):
        yield b"recommendation,body\n"
        raise RuntimeError("the database went away")

    monkeypatch.setattr(listing, "as_csv", broken)
    client.raise_request_exception = False
    assert client.get("/recommendations.csv").status_code == 500


@pytest.mark.parametrize("form", FORMS)
def test_where_a_file_cannot_be_written_one_is_asked_to_come_again(client, monkeypatch, form):
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(listing.tempfile, "TemporaryFile", full)
    answer = client.get(f"/recommendations.{form}")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert answer["Content-Type"].startswith("text/plain")
    assert not answer.has_header("ETag")
    assert not answer.has_header("Content-Disposition")
