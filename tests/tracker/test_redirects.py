"""No address of ours leads to another site because somebody wrote so into a link."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client

from tests.make import make_staff
from tests.tracker.conftest import PASSWORD

pytestmark = pytest.mark.django_db

HOSTILE = [
    "https://evil.example/",
    "http://evil.example/admin/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/admin/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/%09/evil.example/",
    " https://evil.example/",
    "\x01https://evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/admin/@evil.example:x//evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/admin/",
    "http://[::1/",
    "/admin/\r\nLocation: https://evil.example/",
    "//evil.example/admin/login/",
    ".evil.example",
    "@evil.example",
]


def leads_away(location):
    """Whether a browser that follows this leaves the site; it reads a backslash as a stroke and drops tabs."""
    read = "".join(letter for letter in location if letter not in "\t\r\n").strip().replace("\\", "/")
    parts = urlsplit(urljoin("https://testserver/admin/", read))
    return parts.scheme not in ("http", "https") or parts.netloc != "testserver"


def demand_here(answer):
    assert answer.status_code < 500
    if answer.has_header("Location"):
        assert not leads_away(answer["Location"]), answer["Location"]
        assert "\n" not in answer["Location"]


@pytest.fixture
def keeper(settings):
    settings.ZEAL_ALLOWLIST = [
        {"model": "sessions.Session", "field": "get()"},
        {"model": "tracker.User", "field": "get()"},
    ]
    return make_staff("keeper", superuser=True)


def test_the_table_knows_what_leads_away():
    assert leads_away("https://evil.example/")
    assert leads_away("/\\evil.example/")
    assert leads_away("/\t/evil.example/")
    assert not leads_away("/admin/?next=https://evil.example/")
    assert not leads_away("?x=1")


@pytest.mark.parametrize("wanted", HOSTILE)
def test_after_signing_in_and_out_one_is_still_here(keeper, wanted):
    sent = {"username": "keeper", "password": PASSWORD}
    client = Client()
    for path, fields in ((f"/admin/login/?next={quote(wanted)}", {}), ("/admin/login/", {"next": wanted})):
        answer = client.post(path, sent | fields)
        assert answer.status_code == 302
        demand_here(answer)
        demand_here(client.get(f"/admin/login/?next={quote(wanted)}"))  # signed in already
        demand_here(client.post(f"/admin/logout/?next={quote(wanted)}", {"next": wanted}))


@pytest.mark.parametrize("wanted", HOSTILE)
def test_the_second_factor_leads_into_the_admin_alone(keeper, settings, with_app, code_of, wanted):
    settings.REQUIRE_SECOND_FACTOR = True
    account = with_app("other")
    client = Client()
    client.post("/admin/login/", {"username": "other", "password": PASSWORD})
    for name in ("code", "recovery-code", "set-up"):
        demand_here(client.get(f"/admin/second-factor/{name}/?next={quote(wanted)}"))
    answer = client.post(f"/admin/second-factor/code/?next={quote(wanted)}", {"code": code_of(account), "next": wanted})
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path.startswith("/admin/")
    demand_here(answer)
    demand_here(client.get(f"/admin/second-factor/code/?next={quote(wanted)}"))


@pytest.mark.parametrize("wanted", HOSTILE)
def test_filters_that_the_admin_carries_along_lead_nowhere_else(keeper, wanted):
    client = Client()
    client.force_login(keeper)
    query = f"_changelist_filters={quote(wanted)}&next={quote(wanted)}&_popup=1&_to_field=slug"
    demand_here(client.post(f"/admin/inspections/theme/add/?{query}", {"slug": "custody", "name": "Custody"}))
    for path in (
        "/admin/inspections/theme/",
        "/admin/send-again/",
        "/admin/password_change/",
        "/admin/password-reset/",
    ):
        demand_here(client.get(f"{path}?{query}"))


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/about",
        "//evil.example/%2e%2e",
        "/\\evil.example/about",
        "/%5cevil.example/about",
        "/api/v1//evil.example",
        "/admin//evil.example/about",
        "//evil.example/admin/login",
        "/about?next=//evil.example/",
    ],
)
def test_what_is_put_right_in_an_address_stays_on_this_site(path):
    answer = Client().generic("GET", "/", PATH_INFO=path.partition("?")[0], QUERY_STRING=path.partition("?")[2])
    demand_here(answer)


def test_neither_does_a_host_that_is_not_ours_get_into_an_address(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client(headers={"host": "evil.example"}).get("/about/")
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
