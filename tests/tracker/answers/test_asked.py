"""Which addresses lead to a kept answer."""

from typing import Any

import pytest

from tracker.answers.asked import Addresses, asked_for

pytestmark = pytest.mark.once


def environ(**more: Any) -> dict[str, Any]:
    return {"wsgi.url_scheme": "http", "HTTP_HOST": "example.org", "PATH_INFO": "/", "QUERY_STRING": "", **more}


def test_scheme_host_path_and_query_tell_requests_apart():
    asked = {
        asked_for(environ(**{name: value}))
        for name, value in [
            ("PATH_INFO", "/a"),
            ("QUERY_STRING", "a"),
            ("HTTP_HOST", "a"),
            ("wsgi.url_scheme", "https"),
            ("HTTP_X_FORWARDED_PROTO", "https"),
            ("SCRIPT_NAME", "/a"),
        ]
    }
    assert len(asked | {asked_for(environ())}) == 7


def test_what_names_no_host_or_is_very_long_is_left_to_django():
    assert asked_for(environ(HTTP_HOST="")) is None
    assert asked_for(environ(QUERY_STRING="q=" + "x" * 3000)) is None


def test_an_answer_that_varies_by_accept_is_known_for_that_accept_alone():
    addresses, asked = Addresses(), asked_for(environ())
    assert asked
    addresses.put(asked, "/canonical", "application/json")
    assert addresses.get(asked, "application/json") == "/canonical"
    assert addresses.get(asked, "text/html") is None
    addresses.put(asked, "/canonical", "x" * 3000)
    assert len(addresses) == 1


def test_only_the_last_are_remembered():
    addresses = Addresses(most=2)
    for name in ("a", "b"):
        addresses.put((name,), f"/{name}")
    addresses.get(("a",), "")
    addresses.put(("c",), "/c")
    assert [addresses.get((name,), "") for name in "abc"] == ["/a", None, "/c"]
