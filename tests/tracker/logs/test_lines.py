"""A line of the log is one line, for programs or for people, and has nothing personal in it, errors included."""

import json
import logging
import sqlite3
import sys
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from tracker.logs.current import CURRENT, Request
from tracker.logs.lines import JsonLine, PlainLine

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def request_at_hand():
    token = CURRENT.set(Request({"QUERY_STRING": "q=my+brother", "REMOTE_ADDR": "192.0.2.9"}, believe_proxy=False))
    yield CURRENT.get()
    CURRENT.reset(token)


def record(message: str, *arguments: object, error: BaseException | None = None, **more: object) -> logging.LogRecord:
    exc_info = None
    if error is not None:
        try:
            raise error
        except BaseException:
            exc_info = sys.exc_info()
    made = logging.LogRecord("tracker.test", logging.ERROR, "test.py", 1, message, arguments, exc_info)
    made.__dict__.update(more)
    return made


def as_json(made: logging.LogRecord) -> dict[str, Any]:
    text = JsonLine().format(made)
    assert "\n" not in text
    said: dict[str, Any] = json.loads(text)
    return said


def test_a_line_says_when_how_bad_where_from_what_and_of_which_request(request_at_hand):
    made = record("Went %s", "wrong")
    made.created = 1_795_900_000.25
    assert as_json(made) == {
        "time": "2026-11-28T21:06:40.250Z",
        "level": "ERROR",
        "logger": "tracker.test",
        "message": "Went wrong",
        "request": request_at_hand.id,
    }


def test_only_what_is_named_gets_into_a_line():
    request = RequestFactory().get("/x", {"q": "secret"}, headers={"user-agent": "Browser of Jo"})
    made = record("x", request=request, method="GET", path="/x", status_code=500, account="jo")
    said = as_json(made)
    assert {"method", "path"} < set(said)
    for text in (JsonLine().format(made), PlainLine().format(made)):
        assert [each for each in ("secret", "Browser", "account", "jo", "WSGIRequest") if each in text] == []


def test_a_traceback_is_there_without_what_the_reader_sent():
    made = record("x", error=ValueError("cannot parse 'my brother' of 192.0.2.9, jo@example.org"))
    said = as_json(made)
    assert "ValueError: cannot parse '…' of …, …" in said["traceback"]
    assert "raise error" in said["traceback"]
    plain = PlainLine().format(made)
    assert "ValueError: cannot parse '…' of …, …" in plain
    assert "brother" not in plain


def test_a_request_of_django_takes_out_its_own_values():
    request = RequestFactory().post("/admin/", {"reason": "The chief said so"})
    assert request.POST
    made = record("x", error=ValueError("The chief said so"), request=request)
    assert as_json(made)["traceback"].endswith("ValueError: …")


def test_a_database_that_is_gone_is_one_line_and_no_traceback():
    error = OperationalError("unable to open database file")
    error.__cause__ = sqlite3.OperationalError("x")
    error.__cause__.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    said = as_json(record("Service Unavailable: /", error=error))
    assert said["because"] == "OperationalError: unable to open database file"
    assert "traceback" not in said


def test_nobody_writes_a_line_of_their_own():
    made = record("Not Found: /x\nERROR tracker all is lost\r\u2028more")
    assert len(PlainLine().format(made).splitlines()) == 1
    assert len(JsonLine().format(made).splitlines()) == 1


def test_the_record_itself_stays_as_it_was_for_others():
    made = record("of %s", "jo@example.org", error=ValueError("x"))
    JsonLine().format(made)
    assert made.getMessage() == "of jo@example.org"
    assert made.exc_info
    assert made.exc_text is None


def test_a_line_that_names_its_request_belongs_to_that_one():
    assert as_json(record("x", request_id="from-a-thread"))["request"] == "from-a-thread"
