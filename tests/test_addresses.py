"""Every public address: it answers well, takes nothing, keeps nothing, and tells nothing that is not public yet."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspections import urls
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db

# What a browser would run or apply in place; a block of data for machines is neither.
RUNS = re.compile(r"\sstyle=|<style|<script(?! type=\"application/ld\+json\">)|\son\w+=")
CARDS = {"force-card", "inspection-card"}  # pages without a header, framed by other sites
NO_ADDRESS = {"api-nowhere"}  # what is under none of the API's addresses
# What stands in the addresses of a noun, by the first word of their names.
OF_NOUN: dict[str, dict[str, Any]] = {
    "recommendation": {"slug": "missing"},
    "item": {"slug": "records", "body": "northshire"},
    "update": {"slug": "missing", "body": "northshire", "sequence": 1},
    "force": {"slug": "northshire"},
    "body": {"slug": "northshire"},
    "inspection": {"slug": "northshire-2017"},
    "programme": {"slug": "child-protection"},
    "theme": {"slug": "missing-children"},
    "batch": {"slug": "review-2018"},
    "response": {"slug": "northshire-2018", "body": "northshire-pcc"},
    "source": {"slug": "told"},
}


def public_addresses() -> dict[str, str]:
    """One address for each name of the public site and more where pages differ; a new name fails until it is here."""
    found = {}
    for pattern in urls.urlpatterns:
        name = str(pattern.name)
        if name not in NO_ADDRESS:
            known = OF_NOUN.get(name.removeprefix("api-").split("-")[0], {})
            wanted = pattern.pattern.converters
            found[name] = reverse(name, kwargs={key: known[key] for key in wanted})
    return found | {
        "components": reverse("components"),
        "comparison": "/compare/?force=northshire&force=southshire",
        "national": "/recommendations/records/",
        "single item": "/recommendations/missing/northshire/",
        "policing body": "/forces/northshire-pcc/",
        "inspectorate": "/forces/hmicfrs/",
        "other force": "/forces/southshire/",
        "follow-up": "/inspections/northshire-2018/",
        "selection": "/recommendations/?force=northshire&theme=missing-children&q=do",
        "empty selection": "/recommendations/?q=nothing-of-the-kind",
        "search of bodies": "/forces/?q=north&kind=police-force&sort=late",
        "responses of a force": "/responses/?force=northshire&state=not-found&state=late&sort=lateness",
        "responses that are none": "/responses/?programme=child-protection&state=due",
        "everything that changed": "/changes/?since=1900",
        "what changed for a force": "/changes/?since=2017-01&until=2026&force=northshire&force=northshire-pcc",
        "paper of a time": "/forces/northshire/paper/?since=2017&until=2019-06-30",
        "paper of a policing body": "/forces/northshire-pcc/paper/?since=2017",
        "search of inspections": "/inspections/?q=north&body=northshire&year=2017&sort=oldest",
    }


class Headings(HTMLParser):
    """Counts the first headings and keeps the title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.first, self.title, self._in_title = 0, "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.first += tag == "h1"
        self._in_title = tag == "title" and not self.title

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title, self._in_title = data.strip(), False


def pages() -> dict[str, str]:
    """Those that people read in a browser; files, feeds and the API are for their programs."""
    machines = ("/api/v1/", "/healthz", "/readyz", "/data/tracker.zip")
    return {
        name: path
        for name, path in public_addresses().items()
        if "." not in path.rpartition("/")[2] and not path.startswith(machines) and name not in CARDS
    }


def test_every_page_has_one_heading_a_title_and_the_policy_and_sets_no_cookie(client, record):
    titles = {}
    for name, path in pages().items():
        response = client.get(path)
        assert response.status_code == 200, path
        read = Headings(response.content.decode())
        assert read.first == 1, path
        assert read.title, path
        titles[name] = read.title
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not RUNS.search(response.content.decode()), path
    assert len({titles[name] for name in ("home", "force-list", "inspection-list", "theme-list", "about")}) == 5


@pytest.mark.once
def test_every_page_is_valid_html(client, record):
    checked = {path: client.get(path).content.decode() for path in pages().values()}
    checked["a missing page"] = client.get("/nowhere/").content.decode()
    assert html_errors(checked) == {}


def test_nothing_public_takes_a_post_even_from_a_browser_without_a_token(record):
    client = Client(enforce_csrf_checks=True)
    for path in public_addresses().values():
        assert client.post(path, {"q": "x"}).status_code == 405, path
        assert client.head(path).status_code == 200, path


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/forces/%00/",
        "/forces/%FF%FE/",
        "/forces/a%00b/",
        "/inspections/" + "x" * 900 + "/",
        "/recommendations/../../etc/passwd",
        "/recommendations/missing/nobody/",
        "/recommendations/nothing/northshire/",
        "/themes/Ünïcode/",
        "/inspections/?page=99",
        "/inspections/?page=x",
        "/recommendations/?page=99",
        "/sitemap.xml?part=2",
        "/sitemap.xml?part=x",
    ],
)
def test_what_is_not_there_is_a_helpful_page_with_a_search(client, record, path):
    response = client.get(path)
    assert response.status_code == 404
    text = response.content.decode()
    assert Headings(text).first == 1
    assert 'role="search"' in text
    assert not response.cookies


@pytest.mark.parametrize(
    "value", ["%00", "%FF", "nonsense", "x" * 500, "%22%3E%3Cscript%3E", "%F0%9F%9A%93", "' OR 1=1"]
)
@pytest.mark.parametrize(
    "path", ["/recommendations/", "/forces/", "/inspections/", "/themes/", "/responses/", "/changes/"]
)
def test_no_value_of_a_parameter_breaks_a_list(client, record, path, value):
    names = ["q", "kind", "sort", "body", "programme", "year", "force", "theme", "status", "due", "published_after"]
    names += ["responder", "state", "since", "until"]
    response = client.get(f"{path}?" + "&".join(f"{name}={value}" for name in names))
    assert response.status_code == 200
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("forces", "force"),
        ("inspections", "inspection"),
        ("programmes", "programme"),
        ("themes", "theme"),
    ],
)
def test_an_address_that_was_renamed_leads_on_for_ever(client, record, section, name):
    renamed = record[name]
    old = renamed.get_absolute_url()
    renamed.slug = "renamed"
    renamed.save()
    response = client.get(f"{old}?x=1")
    assert response.status_code == 308
    assert response["Location"] == f"/{section}/renamed/?x=1"
