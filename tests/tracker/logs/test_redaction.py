"""Nothing that tells who asked, or what they looked for, stays in a text."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from tracker.logs.redaction import Sent, redacted

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sent to Jo.Bloggs+x@police.example.org.", "Sent to …."),
        ("refused: {'jo@example.org': (550, b'no')}", "refused: {'…': (550, b'no')}"),
        ("from 192.0.2.17:443", "from …:443"),
        ("from 2001:db8::ff00:42:8329 today", "from … today"),
        ("from ::1", "from …"),
        ("GET /recommendations/?q=my+brother&page=2 HTTP/1.1", "GET /recommendations/?… HTTP/1.1"),
        ("postgres://keeper:secret@db/register", "postgres://…@db/register"),
        ("Not Found: /admin/reset/Mg/c8x3zq-0123456789abcdef0123456789abcdef/", "Not Found: /admin/reset/Mg/…/"),
        ("duplicate key\nDETAIL:  Key (username)=(jo) already exists.", "duplicate key\nDETAIL: …"),
        ("syntax error\nLINE 1: SELECT * FROM t WHERE name = 'jo'", "syntax error\nLINE 1: …"),
    ],
)
def test_what_is_known_by_its_form_is_taken_out(text, left):
    assert redacted(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "at 12:30:45 on 2026-11-28",
        "granian::workers",
        "Django 5.2.19",
        "Is it so? Yes.",
        "tracker.logs: 3 of 4",
        "std::cout",
    ],
)
def test_what_only_looks_like_it_stays(text):
    assert redacted(text) == text


def test_whatever_came_with_the_request_is_taken_out_wherever_an_error_repeats_it():
    environ = {
        "REMOTE_ADDR": "unix-peer",
        "HTTP_X_FORWARDED_FOR": "reader-one, proxy-two",
        "HTTP_USER_AGENT": "Browser of Jo",
        "HTTP_REFERER": "https://elsewhere.example/of-jo",
        "HTTP_COOKIE": "sessionid=abcdef0123; csrftoken=zzz999",
        "QUERY_STRING": "q=domestic+abuse%20hull&odd%3Dname=1&sort=no",
    }
    sent = Sent(environ)
    for each in (
        "domestic abuse hull",
        "hull",
        "domestic",
        "odd=name",
        "abcdef0123",
        "zzz999",
        "reader-one",
        "unix-peer",
        "Browser of Jo",
        "https://elsewhere.example/of-jo",
    ):
        assert redacted(f"wrong: {each!r} !", sent) == "wrong: '…' !", each
    assert redacted("hullabaloo", sent) == "hullabaloo"
    assert redacted("no", sent) == "no"


def test_a_form_and_the_account_are_taken_out_as_far_as_they_have_been_read():
    request = SimpleNamespace(
        _post=QueryDict("reason=The+chief+said+so&username=jo.bloggs"),
        _cached_user=SimpleNamespace(username="keeper7", email="k@example.org", first_name="Josephine", last_name=""),
    )
    sent = Sent({}, request)
    assert redacted("keeper7 Josephine jo.bloggs: The chief said so", sent) == "… … …: …"


def test_nothing_is_read_that_has_not_been_read():
    class Request:
        @property
        def POST(self) -> None:  # noqa: N802
            raise AssertionError("read")

        @property
        def user(self) -> None:
            raise AssertionError("read")

    assert redacted("well", Sent({}, Request())) == "well"


def test_a_text_without_end_is_cut():
    assert len(redacted("x" * 1_000_000)) == 20_000
