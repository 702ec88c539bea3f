"""What every public page shares, seen on the page of a force."""

import re

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from inspections.models.edition import edition
from tests.harness.markup import html_errors
from tests.make import make_force, make_inspection, make_item, make_recommendation, make_update

pytestmark = pytest.mark.django_db


def rename(thing, slug, field="slug"):
    setattr(thing, field, slug)
    thing.save()


def test_the_page_says_for_which_day_it_shows_the_record(client):
    make_force("cleveland")
    assert timezone.localdate().strftime("%-d %B %Y") in client.get("/forces/cleveland/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(client, method):
    make_force("cleveland")
    assert getattr(client, method)("/forces/cleveland/").status_code == 405


def test_a_former_slug_leads_on_for_ever_and_keeps_what_was_asked(client):
    force = make_force("old")
    rename(force, "new")
    answer = client.get("/forces/old/?q=a%26b")
    assert (answer.status_code, answer["Location"]) == (308, "/forces/new/?q=a%26b")


def test_a_slug_that_never_was_is_not_found(client):
    assert client.get("/forces/atlantis/").status_code == 404


def test_both_halves_of_an_items_address_lead_on(client):
    item = make_item("old-ref", body=make_force("old"))
    rename(item.recommendation, "new-ref", "ref")
    rename(item.body, "new")
    answer = client.get("/recommendations/old-ref/old/", follow=True)
    assert [status for _url, status in answer.redirect_chain] == [308, 308]
    assert answer.request["PATH_INFO"] == "/recommendations/new-ref/new/"


def test_a_former_slug_does_not_give_away_what_is_not_public(client):
    inspection = make_inspection("old", draft=True)
    recommendation = make_recommendation("old-ref", inspection=inspection)
    rename(inspection, "secret")
    rename(recommendation, "secret-ref", "ref")
    for url in ("/inspections/old/", "/recommendations/old-ref/"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert "secret" not in answer.content.decode()


def cited(html: str) -> str:
    """The reference of a page, as it reads."""
    (found,) = re.findall(r'<p class="cite__reference">(.*?)</p>', html, re.DOTALL)
    return " ".join(strip_tags(found).replace("&amp;", "&").split())


def test_a_page_says_how_to_cite_it_with_the_day_the_edition_and_its_address(client):
    make_force("cleveland", name="Cleveland Police")
    html = client.get("/forces/cleveland/?utm_source=x").content.decode()
    day, now = timezone.localdate(), edition()
    address = f"http://localhost:8000/forces/cleveland/?as_at={day.isoformat()}&edition={now}"
    words = f"‘Cleveland Police’, as at {day.strftime('%-d %B %Y')}, edition {now}, {address}"
    assert cited(html) == f"Inspection recommendations register, {words}"
    assert 'href="/methodology/#statuses">What the words and figures of this page mean</a>' in html


def test_what_a_list_was_narrowed_to_is_in_its_reference(client):
    item = make_item(body=make_force("cleveland", name="Cleveland Police"))
    make_update(item, "under-way")
    reference = cited(client.get("/recommendations/?status=under-way&force=cleveland").content.decode())
    assert "‘Recommendations: Cleveland Police, Under way’" in reference
    assert "/recommendations/?as_at=" in reference
    assert "&force=cleveland&status=under-way&edition=" in reference


def test_the_cited_page_stays_the_same_when_something_new_is_recorded(client):
    item = make_item("asked", body=make_force("cleveland"))
    make_update(item, "under-way", "2021-03-01")
    past = "/recommendations/asked/?as_at=2021-06-30"
    before = {path: client.get(path).content for path in (past, f"{past}&edition=1")}
    assert cited(before[past].decode()).endswith("as at 30 June 2021, http://localhost:8000" + past)
    make_update(item, "says-complete", "2021-07-01")
    make_item(body=item.body, inspection=make_inspection(published="2021-07-01"))
    assert {path: client.get(path).content for path in before} == before


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ""),
        ("edition={now}", ""),
        ("edition=1", "The record has changed since: this is edition {now}."),
        ("edition=99999", "has had no such edition yet"),
        ("edition=nonsense", ""),
        ("as_at=2021-06-30&edition=1", "It can differ from what was read then"),
        ("as_at=2021-06-30&edition=99999", "has had no such edition yet"),
        ("as_at=2021-06-30&edition=%00", ""),
    ],
)
def test_an_edition_in_an_address_does_not_promise_what_is_not_shown(client, query, said):
    make_force("cleveland")
    make_force("kent")
    now = str(edition())
    html = client.get(f"/forces/cleveland/?{query.format(now=now)}").content.decode()
    note = "".join(re.findall(r'<div class="app-inset"><p>(This address .*?)</p>', html))
    assert said.format(now=now) in note
    assert bool(note) is bool(said)
    if "as_at" in query:
        assert "edition" not in cited(html)
    assert html_errors({query: html}) == {}


def test_the_next_day_that_is_looked_at_is_no_page_of_that_edition(client):
    make_force("cleveland")
    html = client.get("/forces/cleveland/?as_at=2021-06-30&edition=1").content.decode()
    assert 'name="edition"' not in html
    assert 'href="?">Back to today</a>' in html


@pytest.mark.parametrize("path", ["/about/", "/privacy/", "/accessibility/", "/components/"])
def test_a_page_without_facts_of_the_record_is_not_cited(client, path):
    html = client.get(path).content.decode()
    assert html.count('<section class="cite"') == (path == "/components/")  # the gallery shows the part


def test_a_page_that_is_shared_has_a_title_a_description_and_its_address(client):
    make_force("cleveland", name='Cleveland "Police" & Co')
    html = client.get("/forces/cleveland/?as_at=2021-06-30&x=1").content.decode()
    assert '<meta property="og:title" content="Cleveland &#34;Police&#34; &amp; Co">' in html
    address = "http://localhost:8000/forces/cleveland/?as_at=2021-06-30"
    assert f'<meta property="og:url" content="{address}">' in html
    assert f'<link rel="canonical" href="{address}">' in html
    for name in ("description", "type", "site_name", "locale"):
        assert html.count(f'<meta property="og:{name}" content="') == 1, name


def test_an_error_page_has_neither_an_address_nor_a_citation(client):
    html = client.get("/forces/atlantis/").content.decode()
    assert 'rel="canonical"' not in html
    assert "og:url" not in html
    assert "Cite this page" not in html


def test_addresses_do_not_depend_on_the_host_that_was_asked(client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://register.example.org", ["*"]
    make_force("cleveland")
    answers = {client.get("/forces/cleveland/", headers={"host": host}).content for host in ("a.example", "b.example")}
    assert len(answers) == 1
    assert b"https://register.example.org/forces/cleveland/" in answers.pop()
