"""Every public address: it answers well, takes nothing, keeps nothing, and tells nothing that is not public yet."""

import datetime
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspections import urls
from inspections.days import today
from inspections.models import (
    Grade,
    Inspection,
    MonitoringPhase,
    Recommendation,
    Response,
    ResponseItem,
)
from tests import make
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db

MACHINES = {"robots", "sitemap", "healthz"}
# Words that stand in everything embargoed and nowhere else.
HUSHED = re.compile(r"zanzibar|hush-", re.IGNORECASE)


def told() -> dict[str, Any]:
    """A small public record with something of every kind, by the names that the addresses need."""
    force = make.make_force("northshire", name="Northshire Police")
    other = make.make_force("southshire", name="Southshire Police")
    policing_body = make.make_policing_body(force, "northshire-pcc", start="2012-11")
    programme = make.make_programme("child-protection", name="Child protection", description="Children first.")
    theme = make.make_theme("missing-children", name="Missing children", synonyms="absent children; mispers")
    first = make.make_inspection("northshire-2017", "2017-09", [force], programme=programme, summary="It fell short.")
    later = make.make_inspection("northshire-2018", "2018-11-28", [force], follows_up=[first], programme=programme)
    concern = make.make_recommendation("missing", [force], first, "cause-of-concern", themes=[theme])
    national = make.make_recommendation("records", [force, other], later, themes=[theme], due_on="2019-01")
    make.make_part(national, ref="records-a")
    make.make_succession(concern, national)
    make.make_update(concern.addressees.get(), "being-progressed", made_in=later, on="2018-11-28", batch="review-2018")
    make.make_update(concern.addressees.get(), "partly-assured", on="2019-03")
    make.make_observation(first)
    Grade.objects.create(inspection=first, body=force, framework="ncpi-2014", topic="Investigation", grade="good")
    MonitoringPhase.objects.create(body=force, phase="engage", start=make.partial("2019"), source=make.make_source())
    first.sources.add(make.make_source("told", title="A told source"))
    response = make.make_response(later, policing_body, "2018-12-01", summary="It agreed.")
    ResponseItem.objects.create(response=response, addressee=national.addressees.get(body=force), decision="accepted")
    make.make_response(first, policing_body, None, not_found_as_of=datetime.date(2026, 11, 21))
    return {"force": force, "programme": programme, "theme": theme, "inspection": first, "concern": concern}


def hush(slug: str, record: dict[str, Any], **fields: Any) -> Inspection:
    """An inspection that is not public yet, with everything that can hang on one, tied to the public record."""
    force, theme, concern = record["force"], record["theme"], record["concern"]
    source = make.make_source(f"hush-source-{slug}", title="Zanzibar source")
    hushed = make.make_inspection(
        slug,
        bodies=[force],
        follows_up=[record["inspection"]],
        title="Zanzibar inspection",
        summary="Zanzibar summary",
        programme=record["programme"],
        **fields,
    )
    record["inspection"].follows_up.add(hushed)
    hushed.sources.add(source)
    asked = make.make_recommendation(f"hush-ref-{slug}", [force], hushed, themes=[theme], text="Zanzibar text")
    make.make_part(asked, ref=f"hush-part-{slug}", text="Zanzibar part")
    make.make_succession(concern, asked, note="Zanzibar note")
    make.make_observation(hushed, text="Zanzibar observation").themes.add(theme)
    Grade.objects.create(inspection=hushed, body=force, framework=f"hush-{slug}", topic="Zanzibar", grade="good")
    response = make.make_response(hushed, force, None, url="https://example.org/hush-", summary="Zanzibar response")
    ResponseItem.objects.create(
        response=response, addressee=asked.addressees.get(), decision="accepted", action="Zanzibar action"
    )
    return hushed


@pytest.fixture
def record() -> dict[str, Any]:
    return told()


def public_addresses() -> dict[str, str]:
    """One address for each name of the public site and more where pages differ; a new name fails until it is here."""
    item = {"slug": "records", "body": "northshire"}
    known: dict[str, dict[str, str]] = {
        "recommendation-detail": {"slug": "missing"},
        "item-detail": item,
        "force-detail": {"slug": "northshire"},
        "inspection-detail": {"slug": "northshire-2017"},
        "programme-detail": {"slug": "child-protection"},
        "theme-detail": {"slug": "missing-children"},
        "batch-detail": {"slug": "review-2018"},
    }
    names = [str(pattern.name) for pattern in urls.urlpatterns]
    found = {name: reverse(name, kwargs=known.get(name)) for name in names}
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
    return {name: path for name, path in public_addresses().items() if name not in MACHINES}


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
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=", response.content.decode()), path
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


def test_nothing_of_an_inspection_that_is_not_public_can_be_found(client, record):
    before = {path: client.get(path).content for path in public_addresses().values()}
    later = (today() + datetime.timedelta(days=1)).isoformat()
    hush("hush-draft", record, draft=True)
    hush("hush-later", record, published=later)
    item = Recommendation.objects.get(ref="hush-ref-hush-draft").addressees.get()
    wrong = make.make_update(item, "says-complete", batch="review-2018", target_on="2022")
    make.make_update(item, "says-complete", batch="review-2018", target_on="2023", corrects=wrong)
    make.make_update(item, "under-way", batch="review-2018", target_on="2024")
    for path, content in before.items():
        now = client.get(path)
        assert not HUSHED.search(now.content.decode()), path
        assert now.content == content, f"{path} changed when something was added that is not public"
    for slug in ("hush-draft", "hush-later"):
        for path in (
            f"/inspections/{slug}/",
            f"/recommendations/hush-ref-{slug}/",
            f"/recommendations/hush-part-{slug}/",
            f"/recommendations/hush-ref-{slug}/northshire/",
        ):
            missing = client.get(path)
            assert missing.status_code == 404, path
            assert missing.content == client.get("/inspections/that-never-was/").content


def test_a_search_for_words_that_are_not_public_finds_what_a_search_for_nonsense_finds(client, record):
    hush("hush-draft", record, draft=True)
    for path in ("/recommendations/?q={}", "/inspections/?q={}", "/forces/?q={}"):
        hushed = client.get(path.format("zanzibar")).content.replace(b"zanzibar", b"")
        assert hushed == client.get(path.format("quaggas")).content.replace(b"quaggas", b""), path


def test_an_inspection_shows_from_the_day_of_its_publication(client, record):
    hush("hush-today", record, published=today().isoformat())
    assert "Zanzibar inspection" in client.get("/inspections/hush-today/").content.decode()
    assert "/inspections/hush-today/" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/forces/%00/",
        "/forces/%FF%FE/",
        "/forces/a%00b/",
        "/inspections/" + "x" * 3000 + "/",
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
    "value", ["%00", "%FF", "nonsense", "x" * 5000, "%22%3E%3Cscript%3E", "%F0%9F%9A%93", "' OR 1=1"]
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


def test_an_empty_database_still_answers(client):
    for path in ("/", "/recommendations/", "/forces/", "/inspections/", "/programmes/", "/themes/", "/methodology/"):
        assert client.get(path).status_code == 200, path
    assert Response.objects.count() == 0


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


def test_an_old_address_does_not_give_away_what_is_not_public(client, record):
    hushed = hush("hush-draft", record, draft=True)
    hushed.slug = "hush-renamed"
    hushed.save()
    assert client.get("/inspections/hush-draft/").status_code == 404
