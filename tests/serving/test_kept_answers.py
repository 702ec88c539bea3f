"""Kept answers in the real server: never stale, made once, never somebody else's."""

import datetime
import gzip
import http.client
import json
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path

import brotli
import pytest

from tests.browser.test_embargo import make_embargoed
from tests.harness.server import GUNICORN, ROOT, Site, running_site
from tests.serving.rounds import ask, stale_answers

pytestmark = pytest.mark.once

COUNTED = ("-m", "tests.serving.counted")
BODY = "/api/v1/bodies/cleveland/"

# Eight threads, each with a connection of its own, write ten times each.
WRITERS = """
import threading
import django
django.setup()
from inspections.models import Theme
keys = list(Theme.objects.values_list("pk", flat=True)[:8])
failed = []
def write(key):
    try:
        for number in range(10):
            theme = Theme.objects.get(pk=key)
            theme.description = f"Written {number}"
            theme.save()
    except Exception as error:
        failed.append(repr(error))
threads = [threading.Thread(target=write, args=(key,)) for key in keys]
[each.start() for each in threads]
[each.join() for each in threads]
print(len(keys), failed)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serving")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    env = {"COUNT_MADE": str(folder / "made"), "SECONDS_TO_MAKE": "0.05"}
    (folder / "made").touch()
    with running_site(folder, "fixtures/reference", "fixtures/demo", server=COUNTED, **env) as running:
        yield running


def made(folder: Path, path: str) -> int:
    """How often the answer of a path was made."""
    return (folder / "made").read_text().splitlines().count(path)


def all_at_once(site: Site, path: str, visitors: int) -> set[bytes]:
    """What so many visitors are told who ask at the same moment."""
    start = threading.Barrier(visitors)

    def visit(_number: int) -> bytes:
        start.wait()
        status, _headers, body = ask(site.url, path)
        assert status == 200
        return body

    with ThreadPoolExecutor(visitors) as pool:
        return set(pool.map(visit, range(visitors)))


def test_a_hundred_first_visitors_cost_one_answer(site, folder):
    assert len(all_at_once(site, "/api/v1/bodies/", 100)) == 1
    assert made(folder, "/api/v1/bodies/") == 1


def test_under_gunicorn_too(tmp_path):
    (tmp_path / "made").touch()
    env = {"COUNT_MADE": str(tmp_path / "made"), "SECONDS_TO_MAKE": "0.05"}
    server = (*GUNICORN[:-1], "tests.serving.counted")
    with running_site(tmp_path, "fixtures/reference", server=server, **env) as site:
        assert len(all_at_once(site, "/api/v1/bodies/", 50)) == 1
        assert made(tmp_path, "/api/v1/bodies/") == 1


def test_no_worker_gives_a_stale_answer_after_an_update(site):
    read, stale = stale_answers(site.url, site.env, 60, "cleveland")
    assert (read, stale) == (360, 0)


def test_the_end_of_an_embargo_is_another_answer_without_a_restart(site):
    path = "/api/v1/inspections/?limit=1000"
    _key, moment = make_embargoed(site, "kept-zanzibar", 6)
    while (before := datetime.datetime.now(datetime.UTC)) < moment - datetime.timedelta(seconds=0.5):
        _status, headers, body = ask(site.url, path)
        assert before >= moment or b"kept-zanzibar" not in body or datetime.datetime.now(datetime.UTC) >= moment
        tag = headers["etag"]
        time.sleep(0.2)
    time.sleep(max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds()) + 0.01)
    for _each in range(6):
        status, _headers, body = ask(site.url, path, If_None_Match=tag)
        assert status == 200
        assert b"kept-zanzibar" in body


def test_eight_writers_and_eight_readers_lose_nothing(site):
    database = site.env["DATABASE_URL"].removeprefix("sqlite:///")

    def number() -> int:
        with sqlite3.connect(database) as connection:
            return int(connection.execute("SELECT number FROM inspections_edition").fetchone()[0])

    before, statuses, over = number(), [], threading.Event()

    def read() -> None:
        while not over.is_set():
            statuses.append(ask(site.url, BODY)[0])

    readers = [threading.Thread(target=read) for _ in range(8)]
    for each in readers:
        each.start()
    done = subprocess.run(
        [sys.executable, "-c", WRITERS], cwd=ROOT, env=site.env, capture_output=True, text=True, check=True
    )
    over.set()
    for each in readers:
        each.join()
    assert done.stdout.strip() == "8 []"
    assert number() >= before + 80
    assert set(statuses) == {200}


def test_each_encoding_says_the_same_and_has_its_own_tag(site):
    said = {}
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)):
        _status, headers, body = ask(site.url, "/about/", Accept_Encoding=encoding)
        assert headers.get("content-encoding", "identity") == encoding
        assert "Accept-Encoding" in headers["vary"]
        assert int(headers["content-length"]) == len(body)
        said[headers["etag"]] = unpack(body)
    assert len(said) == 3
    assert len(set(said.values())) == 1


def test_304_head_and_the_whole_have_the_same_headers_of_policy(site):
    for path in ("/about/", "/embed/forces/cleveland/", "/forces/cleveland/badge.svg"):
        status, whole, _body = ask(site.url, path)
        assert status == 200
        for _again in range(3):
            assert ask(site.url, path, "HEAD")[1]["etag"] == whole["etag"]
            status, headers, body = ask(site.url, path, If_None_Match=f'"x", W/{whole["etag"]}')
            assert (status, body) == (304, b"")
            for name in ("etag", "vary", "cache-control", "content-security-policy", "x-content-type-options"):
                assert headers[name] == whole[name]
            for name in ("x-frame-options", "access-control-allow-origin", "cross-origin-resource-policy"):
                assert headers.get(name) == whole.get(name)
    assert "frame-ancestors *" in ask(site.url, "/embed/forces/cleveland/")[1]["content-security-policy"]


def test_unknown_parameters_their_order_and_odd_escapes_make_no_other_answer(site, folder):
    before = made(folder, "/api/v1/bodies/")
    tags = {
        ask(site.url, f"/api/v1/bodies/?{query}")[1]["etag"]
        for query in (
            "kind=police-force&limit=3",
            "limit=3&kind=police-force",
            "limit=3&utm_source=%FF%00&kind=police%2Dforce",
            "&&limit=3&kind=%70olice-force&=",
        )
    }
    assert len(tags) == 1
    assert made(folder, "/api/v1/bodies/") == before + 1


def test_other_hosts_ranges_and_errors_are_left_to_django(site):
    assert ask(site.url, "/about/")[0] == 200
    assert ask(site.url, "/about/", Host="evil.example")[0] == 400
    assert ask(site.url, "/about/", Range="bytes=0-9")[0] == 200
    for _again in range(2):
        status, headers, _body = ask(site.url, "/forces/nowhere/")
        assert (status, headers.get("etag")) == (404, None)
    assert ask(site.url, BODY)[0] == 200
    assert ask(site.url, BODY, Accept="text/html")[0] == 406


def signed_in(site: Site) -> str:
    """The cookies of somebody who has signed in."""
    _status, headers, page = ask(site.url, "/admin/login/")
    token = SimpleCookie(headers["set-cookie"])["csrftoken"].value
    hidden = page.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"csrfmiddlewaretoken": hidden, "username": site.username, "password": site.password}
    connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=60)
    connection.request(
        "POST",
        "/admin/login/?next=/admin/",
        urllib.parse.urlencode(form),
        {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"},
    )
    answer = connection.getresponse()
    answer.read()
    found = SimpleCookie()
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            found.load(value)
    connection.close()
    return f"sessionid={found['sessionid'].value}"


def test_staff_pages_are_never_kept_and_public_pages_are_the_same_for_staff(site):
    cookie = signed_in(site)
    for _again in range(4):
        status, headers, _body = ask(site.url, "/admin/", Cookie=cookie)
        assert status == 200
        assert "no-store" in headers["cache-control"]
        assert ask(site.url, "/admin/")[0] == 302
        assert ask(site.url, "/about/", Cookie=cookie)[2] == ask(site.url, "/about/")[2]
    # What staff ask for first is the same page, and sets no cookie either.
    _status, headers, first = ask(site.url, "/privacy/", Cookie=cookie)
    assert "set-cookie" not in headers
    assert ask(site.url, "/privacy/")[2] == first


def test_a_damaged_file_of_the_shared_store_is_not_served(site, folder):
    path = "/api/v1/bodies/durham/"
    whole = ask(site.url, path)[2]
    for each in (folder / "data" / "answers").rglob("*"):
        if each.is_file() and each.name != "answers.lock":
            each.write_bytes(each.read_bytes()[:-1] + b"!")
    for _again in range(8):
        status, _headers, body = ask(site.url, path)
        assert (status, json.loads(body)) == (200, json.loads(whole))
