"""Every answer carries the headers of safety, whatever it is and whoever made it; only a card can be framed."""

import re

import pytest
from csp.constants import HEADER as POLICY
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from inspections.api.problems import TryLater
from tests.answers import content_of
from tests.make import make_staff
from tests.test_addresses import CARDS, public_addresses
from tests.tracker.views import test_errors
from tracker import limits, urls
from tracker.budget import Budget

pytestmark = pytest.mark.django_db

OFF = re.compile(r"[a-z-]+=\(\)(, [a-z-]+=\(\))*")
SAID = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def later(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=TryLater.status_code)


urlpatterns = [path("later/", later), *test_errors.urlpatterns[:-1], path("", include("tracker.urls"))]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def visitor(settings):
    """A browser that comes over https to a site as in production."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD = 31_536_000, True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_SSL_REDIRECT = True
    return Client(raise_request_exception=False)


def is_safe(answer, framed=False, secure=True):
    """Demand every header."""
    assert {name: answer[name] for name in SAID} == SAID
    policy = answer[POLICY]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in policy.replace("data:", "")
    assert not re.search(r"\*(?!;|$)", policy)
    assert ("frame-ancestors *" if framed else "frame-ancestors 'none'") in policy
    assert answer.headers.get("X-Frame-Options") == (None if framed else "DENY")
    assert OFF.fullmatch(answer["Permissions-Policy"])
    for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{feature}=()" in answer["Permissions-Policy"]
    if secure:
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_every_public_address_has_them_whole_and_as_304_and_sets_no_cookie(visitor, record):
    checked = 0
    for name, address in public_addresses().items():
        whole = visitor.get(address, secure=True)
        assert whole.status_code == 200, address
        content_of(whole)  # reads files to their end, so that they are closed
        is_safe(whole, framed=name in CARDS)
        assert not whole.cookies, address
        assert "Cookie" not in whole.get("Vary", ""), address
        if whole.has_header("ETag"):
            again = visitor.get(address, secure=True, headers={"if-none-match": whole["ETag"]})
            assert again.status_code == 304, address
            is_safe(again, framed=name in CARDS)
            checked += 1
    assert checked > 60


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/suspect/", 400),
        ("/recommendations.csv?as_at=soon", 400),
        ("/api/v1/bodies/?limit=x", 400),
        ("/embed/forces/northshire/?as_at=soon", 400),
        ("/forbid/", 403),
        ("/nowhere/", 404),
        ("/static/nothing.css", 404),
        ("/api/v1/nowhere/", 404),
        ("/embed/forces/nobody/", 404),
        ("/forces/nobody.atom", 404),
        ("/fail/", 500),
        ("/later/", 503),
        ("/about", 301),
        ("/admin/", 302),
        ("/admin/login/", 200),
        ("/admin/password-reset/", 200),
    ],
)
def test_so_have_refusals_redirects_and_the_way_in(visitor, settings, address, status, record):
    settings.ROOT_URLCONF = __name__
    answer = visitor.get(address, secure=True)
    assert answer.status_code == status
    # What refuses a card is a page, and can be framed by nobody.
    is_safe(answer)


def test_so_have_a_method_that_is_not_allowed_and_a_form_without_its_token():
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/about/")
    assert refused.status_code == 405
    is_safe(refused, secure=False)
    void = strict.post("/admin/login/", {"username": "x"})
    assert void.status_code == 403
    is_safe(void, secure=False)


def test_so_have_the_way_to_https_and_a_host_that_is_not_ours(visitor):
    answer = visitor.get("/about/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/about/")
    is_safe(answer, secure=False)
    stranger = visitor.get("/about/", headers={"host": "elsewhere.example"})
    assert stranger.status_code == 400
    is_safe(stranger, secure=False)
    over_https = visitor.get("/about/", headers={"host": "elsewhere.example"}, secure=True)
    assert over_https.status_code == 400
    is_safe(over_https)


def test_so_has_the_admin_and_no_script_there_reads_its_cookies(visitor, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]
    visitor.force_login(make_staff("keeper", superuser=True))
    for address in ("/admin/", "/admin/inspections/recommendation/", "/admin/jsi18n/", "/admin/nothing/"):
        answer = visitor.get(address, secure=True)
        assert answer.status_code == (404 if "nothing" in address else 200)
        is_safe(answer)
    page = Client().get("/admin/login/", secure=True)
    assert page.cookies
    assert all(morsel["httponly"] and morsel["samesite"] == "Lax" for morsel in page.cookies.values())


def test_so_has_what_is_too_much(visitor, monkeypatch):
    budget = Budget(25)
    monkeypatch.setattr(limits, "BUDGET", budget)
    budget.spend("127.0.0.1", 1_000.0)
    for address, status in (
        ("/about/", 429),
        ("/recommendations.csv", 429),
        ("/api/v1/bodies/", 429),
        ("/about/?" + "x" * (limits.LONGEST_QUERY + 1), 414),
        ("/about/?" + "&" * limits.MOST_VALUES, 400),
    ):
        answer = visitor.get(address, secure=True)
        assert answer.status_code == status
        is_safe(answer)
    answer = visitor.generic("POST", "/about/", b"x" * (limits.LARGEST_BODY + 1), secure=True)
    assert answer.status_code == 413
    is_safe(answer)


@pytest.mark.parametrize("debug", [False, True])
def test_the_pages_for_programmers_may_have_styles_of_their_own(settings, debug):
    settings.DEBUG = debug
    assert Client().get("/nowhere/").has_header(POLICY) is not debug
