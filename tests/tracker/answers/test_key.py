"""What names a kept answer: address, encoding and tag."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from tracker.answers import key
from tracker.answers.key import State, address, chosen, etag, is_among, known

pytestmark = pytest.mark.once


def where(path: str, *names: str, origin: str = "https://") -> str:
    request = RequestFactory().get(path)
    request.GET = known(request.GET, names)  # type: ignore[assignment]
    return address(request, origin)


def test_parameters_come_in_the_order_of_their_names_and_unknown_and_empty_ones_go():
    assert where("/list/?b=2&utm=x&a=1&b=1&c=", "a", "b", "c") == "https:///list/?a=1&b=2&b=1"
    assert where("/list/?utm=x", "a") == where("/list/", "a") == "https:///list/"


def test_values_of_one_parameter_keep_their_order():
    assert where("/?a=2&a=1", "a") != where("/?a=1&a=2", "a")


def test_odd_escapes_of_one_text_are_one_address_and_no_text_passes_for_another():
    assert where("/?q=a%20b", "q") == where("/?q=a+b", "q") == where("/?%71=%61+b", "q")
    assert where("/?q=%26a%3D1", "q", "a") != where("/?q=&a=1", "q", "a")
    assert where("/a%3Fq=1", "q") != where("/a?q=1", "q")
    assert where("/?q=%FF%00%0A", "q") == "https:///?q=%EF%BF%BD%00%0A"


def test_what_a_view_is_shown_cannot_be_told_from_what_was_asked_for_in_that_order():
    assert known(QueryDict("b=1&a=2&b=&x=3"), ("a", "b", "missing")).urlencode() == "a=2&b=1"


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("identity, br;q=0.5", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("zstd", "identity"),
        ("br;q=2, gzip;q=x", "identity"),
        ("br," * 5000, "br"),
        (";;,=,\x00", "identity"),
    ],
)
def test_the_encoding_is_the_one_preferred(header, encoding):
    assert chosen(header) == encoding


def test_tags_differ_by_state_address_and_encoding():
    tags = {
        etag(stem, at, encoding)
        for stem in ("1", "2")
        for at in ("/a", "/b")
        for encoding in (key.IDENTITY, key.GZIP, key.BROTLI)
    }
    assert len(tags) == 12


def test_another_release_is_another_stem(monkeypatch):
    before = key.stem(State("7"))
    monkeypatch.setattr(key, "release", lambda: "another")
    assert key.stem(State("7")) != before


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ('"b" ,W/"a"', True),
        ("*", True),
        (" * ", True),
        ('"b"', False),
        ("a", False),
        ('"aa"', False),
        ("", False),
        ('"b", *', False),
        ('"a"' + " " * 3000, False),
    ],
)
def test_if_none_match_is_compared_weakly(header, found):
    assert is_among('"a"', header) is found
