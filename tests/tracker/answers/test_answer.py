"""A kept answer has the headers that Django gave, and those of its own bytes."""

from typing import Any

import pytest

from tracker.answers.answer import Kept, Original

pytestmark = pytest.mark.once

HEADERS = [
    ("Content-Type", "text/html"),
    ("Content-Length", "999"),
    ("ETag", '"django"'),
    ("Cache-Control", "public, no-cache"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("Vary", "Accept"),
]


def kept(encoding: str = "identity", body: bytes = b"a page " * 99) -> Kept:
    return Kept(Original.of(HEADERS, body), "7", "/list/", encoding)


def sent(answer: Kept, method: str = "GET", **environ: str) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    body = b"".join(answer.send({"REQUEST_METHOD": method, **environ}, lambda *each: said.extend(each)))
    assert len({name.lower() for name, _value in said[1]}) == len(said[1])
    return said[0], dict(said[1]), body


def test_the_whole_answer_describes_its_own_bytes_and_keeps_every_other_header():
    status, headers, body = sent(kept())
    assert (status, body) == ("200 OK", b"a page " * 99)
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["Vary"] == "Accept-Encoding, Accept"
    assert "Content-Encoding" not in headers
    assert headers["ETag"] != '"django"'


def test_each_encoding_has_its_own_tag():
    tags = {sent(kept(encoding))[1]["ETag"] for encoding in ("identity", "gzip", "br")}
    assert len(tags) == 3
    assert sent(kept("br"))[1]["Content-Encoding"] == "br"


def test_head_has_the_headers_alone():
    assert sent(kept(), "HEAD")[1:] == (sent(kept())[1], b"")


def test_a_304_has_what_it_must_have_and_nothing_about_a_body():
    answer = kept("br")
    status, headers, body = sent(answer, HTTP_IF_NONE_MATCH=f'"other", W/{answer.etag}')
    assert (status, body) == ("304 Not Modified", b"")
    assert set(headers) == {"Cache-Control", "Content-Security-Policy", "Vary", "ETag"}
    assert sent(answer, HTTP_IF_NONE_MATCH=kept("gzip").etag)[0] == "200 OK"


def test_a_server_may_change_the_list_of_headers_that_it_is_given():
    answer = kept()
    answer.send({"REQUEST_METHOD": "GET"}, lambda _status, headers: headers.clear())
    assert sent(answer)[1]["Content-Type"] == "text/html"


def test_its_size_counts_all_of_its_bytes():
    big = kept(body=b"\x00" * 100_000)
    assert big.size > 100_000
