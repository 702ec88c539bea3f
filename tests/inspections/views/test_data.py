"""The page about data, and the package of everything that is public today."""

import errno
import hashlib
import io
import re
import zipfile

import pytest

from inspections.dataset.kept import StillMaking
from inspections.dataset.schema import FILES
from inspections.days import today
from inspections.views import data
from tests.harness.markup import html_errors
from tests.test_embargo import hush

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(record, settings, tmp_path):
    settings.DATA_DIR = str(tmp_path)


def test_the_page_describes_every_file_and_gives_the_hash_and_the_size(client):
    html = client.get("/data/").content.decode()
    for file in FILES.values():
        assert f'id="{file.name}"' in html
        for column in file.columns:
            assert f">{column.name}</code>" in html
    content = client.get("/data/tracker.zip").getvalue()
    assert hashlib.sha256(content).hexdigest() in html
    for address in ("/recommendations.csv", "/changes.json", "/api/", "/changes.atom", "/recommendations.ics"):
        assert f'href="{address}"' in html


@pytest.mark.once
def test_the_page_is_valid_html_for_today_and_for_a_past_day(client):
    pages = {path: client.get(path).content.decode() for path in ("/data/", "/data/?as_at=2019-06-30")}
    assert html_errors(pages) == {}


def test_a_past_day_leads_to_the_package_of_today(client):
    html = client.get("/data/?as_at=2019-06-30").content.decode()
    assert "tracker.zip.sha256" not in html
    assert re.search(r'data-day="today" href="/data/"', html)
    assert 'href="/recommendations.csv?as_at=2019-06-30"' in html


def test_the_package_is_the_record_of_today(client):
    answer = client.get("/data/tracker.zip")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="tracker-{today().isoformat()}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert archive.testzip() is None
    assert b"northshire-2017" in archive.read("inspections.csv")


def test_the_sum_is_that_of_the_package(client):
    content = client.get("/data/tracker.zip").getvalue()
    said = client.get("/data/tracker.zip.sha256")
    assert said.content.decode() == f"{hashlib.sha256(content).hexdigest()}  tracker.zip\n"
    assert said["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/data/tracker.zip", "/data/tracker.zip.sha256"])
def test_it_is_kept_by_its_etag_and_takes_nothing(client, record, path):
    first = client.get(path)
    assert first.getvalue()
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    record["theme"].save()
    changed = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.getvalue()
    head = client.head(path)
    assert head.status_code == 200
    assert head["Content-Type"] == first["Content-Type"]
    assert not head.getvalue()
    assert client.post(path).status_code == 405
    assert first["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("day", ["2019-06-30", "2999-01-01", "soon"])
def test_another_day_is_refused_with_the_files_that_have_it(client, day):
    for path in ("/data/tracker.zip", "/data/tracker.zip.sha256"):
        answer = client.get(f"{path}?as_at={day}")
        assert answer.status_code == 400
        assert "/recommendations.csv" in answer.content.decode()
        assert not answer.has_header("ETag")


def test_today_may_be_named(client):
    answer = client.get(f"/data/tracker.zip?as_at={today().isoformat()}")
    assert answer.status_code == 200
    assert answer.getvalue()


def test_while_another_process_makes_it_one_is_asked_to_come_again(client, monkeypatch):
    def busy(on, now):
        raise StillMaking

    monkeypatch.setattr(data, "kept", busy)
    answer = client.get("/data/tracker.zip")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert not answer.has_header("ETag")
    assert client.get("/data/").status_code == 200


def test_where_the_package_cannot_be_written_the_page_is_shown_without_it_and_kept_by_nobody(client, monkeypatch):
    def full(**_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("inspections.dataset.kept.tempfile.mkstemp", full)
    for path in ("/data/tracker.zip", "/data/tracker.zip.sha256"):
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "no room" in answer.content.decode()
    page = client.get("/data/")
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert "tracker.zip" in page.content.decode()
    monkeypatch.undo()
    assert client.get("/data/")["Cache-Control"] == "public, no-cache"


def test_nothing_that_is_not_public_is_in_it(client, record):
    before = client.get("/data/tracker.zip").getvalue()
    hush("hush-draft", record, draft=True)
    assert client.get("/data/tracker.zip").getvalue() == before
