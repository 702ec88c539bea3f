"""The headers of safety as they leave the real server: kept answers, 304, static files, downloads, the admin."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.harness.server import Site
from tests.serving.headers import PAGE, in_production, over_https, tables, written

pytestmark = pytest.mark.once

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with in_production(tmp_path_factory.mktemp("production"), "fixtures/reference", "fixtures/demo") as running:
        yield running


def demand(headers, framed=False):
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert ("frame-ancestors *" if framed else "frame-ancestors 'none'") in headers["content-security-policy"]
    assert headers.get("x-frame-options") == (None if framed else "DENY")
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/recommendations/", 200),
        ("/recommendations.csv", 200),
        ("/recommendations.xlsx", 200),
        ("/recommendations.json", 200),
        ("/recommendations.atom", 200),
        ("/recommendations.ics", 200),
        ("/data/tracker.zip", 200),
        ("/forces/cleveland/badge.svg", 200),
        ("/forces/cleveland/paper.docx", 200),
        ("/api/v1/bodies/", 200),
        ("/api/v1/openapi.json", 200),
        ("/healthz", 200),
        ("/robots.txt", 200),
        ("/sitemap.xml", 200),
        ("/static/tracker/site.css", 200),
        ("/static/admin/css/base.css", 200),
        ("/admin/login/", 200),
        ("/recommendations.csv?as_at=soon", 400),
        ("/api/v1/bodies/?limit=x", 400),
        ("/nowhere/", 404),
        ("/static/nowhere.css", 404),
        ("/about", 301),
        ("/admin/", 302),
    ],
)
def test_every_kind_of_answer_has_them_made_and_kept_and_as_304(site, path, status):
    for _again in range(3):
        found, headers, _body = over_https(site, path)
        assert found == status
        demand(headers)
        assert ("set-cookie" in headers) is path.startswith("/admin/login")
    if "etag" in headers:
        found, headers, body = over_https(site, path, If_None_Match=headers["etag"])
        assert (found, body) == (304, b"")
        # WhiteNoise answers 304 with what concerns the file alone; the browser keeps the headers that it has.
        demand(headers)


def test_a_card_and_its_304_can_be_framed(site):
    for _again in range(3):
        _status, headers, _body = over_https(site, "/embed/forces/cleveland/")
        demand(headers, framed=True)
    status, headers, _body = over_https(site, "/embed/forces/cleveland/", If_None_Match=headers["etag"])
    assert status == 304
    demand(headers, framed=True)


def test_a_post_a_stranger_s_host_and_what_is_too_long_are_refused_with_them(site):
    for status, asked in (
        (405, over_https(site, "/about/", "POST")),
        (400, over_https(site, "/about/", Host="elsewhere.example")),
        (404, over_https(site, "/%00/")),
        (413, over_https(site, "/about/", "POST", Content_Length="10001")),
        (414, over_https(site, "/about/?" + "x" * 8001)),
        (400, over_https(site, "/about/?" + "&" * 300)),
    ):
        assert asked[0] == status
        demand(asked[1])


def test_the_cookie_of_the_way_in_is_for_this_host_and_https_alone(site):
    cookie = over_https(site, "/admin/login/")[1]["set-cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-csrf=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_so_is_the_cookie_of_a_session(site):
    _status, headers, page = over_https(site, "/admin/login/")
    hidden = page.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    host = site.url.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request(
        "POST",
        "/admin/login/",
        urlencode({"csrfmiddlewaretoken": hidden, "username": site.username, "password": site.password}),
        {
            "Cookie": headers["set-cookie"].partition(";")[0],
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"https://{host}",
            "X-Forwarded-Proto": "https",
        },
    )
    answer = connection.getresponse()
    set_cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    connection.close()
    assert answer.status == 302
    assert sorted(each.partition("=")[0] for each in set_cookies) == ["__Host-csrf", "__Host-session"]
    for each in set_cookies:
        assert sorted(each.split("; ")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_the_tables_for_operators_show_what_is_sent(site):
    page = PAGE.read_text()
    assert page == written(page, tables(site)), "Write them afresh: .venv/bin/python -m tests.serving.headers"
