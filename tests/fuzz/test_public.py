"""Every public address with made-up parameters, paths and headers: refused or answered, and never broken."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import strategies as st
from zeal import zeal_ignore

from inspections import urls
from inspections.api.urls import urlpatterns as api
from tests.answers import content_of
from tests.fuzz.count import Count
from tests.fuzz.hostile import MARK, TEXTS, raw_queries, texts
from tests.fuzz.limits import fuzzing
from tests.test_addresses import public_addresses

pytestmark = pytest.mark.django_db

EXAMPLES = 12  # for each address, with parameters, and again with a made-up path
FINE = {200, 301, 302, 304, 308, 400, 404, 405, 406, 410, 414, 429}
KNOWN = {
    "force": ["northshire", "southshire", "hmicfrs"],
    "theme": ["missing-children"],
    "programme": ["child-protection"],
    "inspection": ["northshire-2017"],
    "kind": ["recommendation", "cause-of-concern", "part"],
    "status": ["under-way", "confirmed-complete", "no-progress-published"],
    "due": ["overdue", "next-3-months", "immediate"],
    "voice": ["claimed-not-confirmed", "confirmed-not-claimed"],
    "stale": ["180-days", "1-year"],
    "sort": ["newest", "oldest", "due", "news", "best"],
    "as_at": ["2018-06-30", "2019", "2019-06"],
    "since": ["2017", "2018-01-01"],
    "until": ["2019-06-30", "2026"],
    "published_after": ["2017-09"],
    "published_before": ["2018"],
    "q": ["missing", '"missing children"', "north*", "-", "AND OR NOT", "NEAR("],
    "page": ["1", "2", "0", "99999999999999999999"],
    "part": ["1", "2"],
    "state": ["late", "due"],
    "body": ["northshire"],
    "year": ["2017"],
    "cursor": ["MQ==", "1"],
    "page_size": ["1", "100", "0"],
    "format": ["json", "api"],
    "per_page": ["10"],
}
HEADERS = {
    "Accept": ["text/html", "application/json", "*/*;q=x", ",,,", "text/html;q=0", "x/y;" * 300],
    "Accept-Encoding": ["gzip", "br;q=0, *;q=0.1", "identity;q=0", ";;;", "gzip;q=9"],
    "Accept-Language": ["cy", "en-GB,en;q=0.9", "xx-" * 200, "*"],
    "If-None-Match": ["*", '"x"', 'W/"x", "y"', '"' * 99, "é"],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday"],
    "Range": ["bytes=0-1", "bytes=5-1", "bytes=99999999-", "lines=1"],
    "X-Forwarded-For": ["1.2.3.4", "::1, x", "é"],
    "X-Forwarded-Host": ["example.org"],
    "X-Forwarded-Proto": ["https", "gopher"],
    "X-Request-ID": ["a" * 500, "a\tb", "é"],
    "Cookie": ["sessionid=x", "sessionid=" + "y" * 3000, "a=b; =; ;;", 'csrftoken="\\"'],
    "Referer": ["https://example.org/", "x"],
    "Host": ["testserver", "localhost", "example.org", "testserver:99999", "[::1]", ".."],
}


def queries() -> st.SearchStrategy[str]:
    """Parameters that are read somewhere, with right, wrong and impossible values; and others."""
    pairs = st.sampled_from(sorted(KNOWN)).flatmap(
        lambda name: st.tuples(st.just(name), st.one_of(st.sampled_from(KNOWN[name]), texts()))
    )
    others = st.tuples(texts(), texts())
    few = st.lists(st.one_of(pairs, pairs, others), max_size=6)
    many = st.tuples(pairs, st.sampled_from([30, 150, 1100])).map(lambda found: [found[0]] * found[1])
    return st.one_of(few.map(_encoded), few.map(_encoded), many.map(_encoded), raw_queries())


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="replace")


def headers() -> st.SearchStrategy[dict[str, str]]:
    """Headers as they arrive: bytes, each as one character (PEP 3333); a server lets no line break through."""
    wire = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20)
    one = st.sampled_from(sorted(HEADERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.one_of(st.sampled_from(HEADERS[name]), wire))
    )
    return st.lists(one, max_size=3).map(dict)


def paths(pattern: Any) -> st.SearchStrategy[str]:
    """Addresses of a pattern with something else in the place of its slugs."""
    parts = []
    for piece in str(pattern.pattern).replace("<", "\0<").replace(">", ">\0").split("\0"):
        wild = st.one_of(st.sampled_from([*TEXTS, "northshire", "missing", "records"]), st.text(max_size=12))
        parts.append(wild.map(lambda text: quote(text, safe="", errors="replace")) if "<" in piece else st.just(piece))
    return st.tuples(*parts).map(lambda found: "/" + "".join(found))


def check(client: Client, count: Count, path: str, query: str, sent: dict[str, str]) -> None:
    """Ask, and see that the answer is one of those that a reader may get."""
    count.one()
    with zeal_ignore():  # how many queries a page takes is told elsewhere
        answer = client.get(path, QUERY_STRING=query, headers=sent)
        content = content_of(answer)  # to its end, which closes what it is read from
    assert answer.status_code in FINE, (path, query, sent, answer.status_code)
    assert not answer.cookies, (path, query, sent)
    assert not any("\n" in value or "\r" in value for value in answer.headers.values())
    kind = answer.get("Content-Type", "")
    if "html" in kind or "xml" in kind:
        assert MARK.encode() not in content, (path, query, sent)
    if answer.status_code >= 400 and "html" in kind:
        assert b"<h1" in content, (path, query, sent)


NAMES = sorted({str(pattern.name) for pattern in urls.urlpatterns} | {"components", "comparison", "paper of a time"})


@pytest.mark.parametrize("name", [name for name in NAMES if name != "api-nowhere"])
def test_no_parameters_and_no_headers_break_an_address(client, counting, name, record):
    address = public_addresses()[name].partition("?")[0]
    count = counting("requests to public addresses")

    @fuzzing(EXAMPLES, queries(), headers())
    def ask(query: str, sent: dict[str, str]) -> None:
        check(client, count, address, query, sent)

    ask()
    assert count.sent >= EXAMPLES


WITH_SLUGS = [pattern for pattern in [*urls.urlpatterns, *api] if "<" in str(pattern.pattern)]


@pytest.mark.parametrize("pattern", WITH_SLUGS, ids=[str(pattern.name) for pattern in WITH_SLUGS])
def test_nothing_in_the_place_of_a_slug_breaks_an_address(client, counting, pattern, record):
    count = counting("requests to made-up addresses")

    @fuzzing(EXAMPLES, paths(pattern), queries())
    def ask(path: str, query: str) -> None:
        check(client, count, path, query, {})

    ask()
    assert count.sent >= EXAMPLES


def test_no_text_as_a_path_breaks_the_site(client, counting, record):
    count = counting("requests to made-up addresses")

    @fuzzing(
        EXAMPLES,
        st.one_of(texts(), st.text(max_size=60)).map(lambda text: "/" + quote(text, safe="/", errors="replace")),
    )
    def ask(path: str) -> None:
        check(client, count, path, "", {})

    ask()
    assert count.sent >= EXAMPLES


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_no_other_method_does_anything(counting, method, record):
    strict, count = Client(enforce_csrf_checks=True), counting("requests to public addresses")
    for path in public_addresses().values():
        count.one()
        if method == "options" and path.startswith("/api/"):
            continue  # a browser may ask whether a page elsewhere may read the API
        answer = strict.generic(
            method.upper(), path, data=b"q=%00&x=1", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in ({200, 405} if method == "options" else {405}), (method, path)
