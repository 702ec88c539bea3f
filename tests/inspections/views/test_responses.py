"""Responses: the list, its filters and orders, its figures, and each link to what it counts."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.days import today
from inspections.models import ResponseItem
from inspections.views.responses import AT_ONCE
from tests import make
from tests.editions import stand_still

pytestmark = pytest.mark.django_db


def text_of(client, url: str = "/responses/") -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(response.content.decode().split())


def shown(client, query: str = "") -> list[str]:
    """The titles of the inspections in the list, as ordered."""
    text = text_of(client, f"/responses/{query}")
    table = text.split('id="responses-table"')[1].split("</table>")[0] if 'id="responses-table"' in text else ""
    return re.findall(r'<th scope="row"><a class="govuk-link" href="/inspections/[^"]*">([^<]*)</a>', table)


def asked(title: str, force, published="2024-01-01", answer=None, **fields):
    inspection = make.make_inspection(title=title, published=published, bodies=[force], **fields)
    make.make_recommendation(to=[force], inspection=inspection)
    if answer:
        make.make_response(inspection, force.overseen_by.get().policing_body, answer)
    return inspection


@pytest.fixture
def record():
    """Alpha in time, Beta 30 days late, Gamma not looked for, Delta looked for in vain, and Beta's force's comment."""
    peel, custody = make.make_programme("peel", name="PEEL"), make.make_programme("custody", name="Custody")
    north, south = make.make_force("north", name="North Police"), make.make_force("south", name="South Police")
    make.make_policing_body(north, "z-pcc")
    pcc = make.make_policing_body(south, "a-pcc")
    asked("Alpha", north, "2024-01-01", "2024-02-01", programme=peel)
    beta = asked("Beta", north, "2024-02-01", "2024-04-26", programme=custody)
    make.make_response(beta, north, "2024-02-02")
    asked("Gamma", south, "2024-03-01", programme=peel)
    delta = asked("Delta", south, None, programme=peel)
    make.make_response(delta, pcc, None, not_found_as_of=datetime.date(2025, 5, 3))


def test_each_answer_is_told_with_its_last_day_and_what_became_of_it(client, record):
    text = text_of(client)
    assert "4 answers to 4 inspections had to be given" in text
    assert "5 answers, given or owed" in text
    assert "27 March 2024" in text
    assert "on day 86 of 56, 30 days late" in text
    assert "looked on 3 May 2025" in text
    assert "Not known: the day of publication is not recorded" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Gamma", "Beta", "Alpha", "Beta", "Delta"]),
        ("?sort=lateness", ["Beta", "Gamma", "Alpha", "Beta", "Delta"]),
        ("?sort=body", ["Gamma", "Delta", "Beta", "Beta", "Alpha"]),
        ("?sort=inspection", ["Alpha", "Beta", "Beta", "Delta", "Gamma"]),
    ],
)
def test_the_order_is_the_readers(client, record, query, found):
    assert shown(client, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?force=north", {"Alpha", "Beta"}),
        ("?force=a-pcc", {"Gamma", "Delta"}),
        ("?responder=z-pcc", {"Alpha", "Beta"}),
        ("?programme=peel", {"Alpha", "Gamma", "Delta"}),
        ("?state=in-time", {"Alpha"}),
        ("?state=late", {"Beta"}),
        ("?state=not-looked-for", {"Gamma"}),
        ("?state=not-found", {"Delta"}),
        ("?state=no-clock", {"Beta"}),
        ("?state=in-time&state=late", {"Alpha", "Beta"}),
        ("?force=north&programme=peel&state=late", set()),
        ("?as_at=2024-02-10", {"Alpha", "Beta"}),
        ("?as_at=2024-02-10&state=due", {"Beta"}),
        ("?as_at=2023-12-31", set()),
    ],
)
def test_each_filter_narrows_the_list(client, record, query, found):
    assert set(shown(client, query)) == found


def test_every_figure_leads_to_just_what_it_counts(client, record):
    text = text_of(client, "/responses/?programme=peel")
    figures = re.findall(
        r'key-figure__number">(\d+)</span><p class="key-figure__label"><a class="govuk-link" href="([^"]+)"', text
    )
    cells = re.findall(r'<td class="app-table__number"[^>]*><a class="govuk-link" href="([^"]+)">(\d+)</a>', text)
    counted = [(url, int(count)) for count, url in figures] + [(url, int(count)) for url, count in cells]
    assert len(counted) >= 6
    for url, count in counted:
        assert len(shown(client, url.replace("&amp;", "&").removeprefix("/responses/"))) == count, url


def test_what_is_chosen_can_be_taken_away_one_by_one(client, record):
    text = text_of(client, "/responses/?force=north&state=late&state=in-time")
    assert 'href="/responses/?force=north&amp;state=in-time"' in text
    assert 'href="/responses/?state=late&amp;state=in-time"' in text
    assert "North Police" in text


@pytest.mark.parametrize("name", ["force", "responder", "programme", "state"])
def test_an_unknown_value_is_said_beside_its_field_and_changes_nothing(client, record, name):
    text = text_of(client, f"/responses/?{name}=nonsense")
    assert f'href="#filter-{name}">There is no “nonsense” to choose here.' in text
    assert re.search(rf'id="filter-{name}-error">.{{0,90}}There is no “nonsense” to choose here\.', text)
    assert len(shown(client, f"?{name}=nonsense&state=late")) == 1


def test_an_unknown_order_is_said_too(client, record):
    assert "There is no “sideways” to choose here." in text_of(client, "/responses/?sort=sideways")


def test_nothing_found_is_said_with_a_way_out(client, record):
    text = text_of(client, "/responses/?force=north&state=not-found")
    assert "No answer matches all of this" in text
    assert 'href="/responses/">All responses' in text


def test_a_body_that_exists_and_has_no_answer_is_no_error(client, record):
    make.make_force("quiet")
    assert "There is no" not in text_of(client, "/responses/?force=quiet")
    assert shown(client, "?force=quiet") == []


def test_pages_keep_the_filters(client):
    for number in range(AT_ONCE + 1):
        force = make.make_force()
        make.make_policing_body(force)
        asked(f"Report {number}", force)
    assert len(shown(client, "?state=not-looked-for")) == AT_ONCE
    assert "?state=not-looked-for&amp;page=2" in text_of(client, "/responses/?state=not-looked-for")
    assert len(shown(client, "?state=not-looked-for&page=2")) == 1
    assert client.get("/responses/?page=3").status_code == 404


def test_nothing_that_is_not_public_shows(client, record, monkeypatch):
    stand_still(monkeypatch)
    before = text_of(client)
    force = make.make_force("hushed")
    pcc = make.make_policing_body(force)
    for fields in ({"draft": True}, {"published": (today() + datetime.timedelta(days=1)).isoformat()}):
        hushed = make.make_inspection(bodies=[force], **fields)
        make.make_recommendation(to=[force], inspection=hushed)
        make.make_response(hushed, pcc)
    assert text_of(client) == before


def test_an_inspection_and_a_force_show_their_own_part(client):
    force = make.make_force("north", name="North Police")
    pcc = make.make_policing_body(force, "north-pcc")
    inspection = asked("Alpha", force, "2024-01-01")
    part = "None recorded, no search recorded"
    for url in ("/forces/north/", "/forces/north-pcc/", inspection.get_absolute_url()):
        text = text_of(client, url)
        assert "Who had to answer, and what became of it" in text, url
        assert "25 February 2024" in text, url
        assert part in text, url
    response = make.make_response(inspection, pcc, "2024-02-20")
    item = inspection.recommendations.get().addressees.get()
    assert "What it says on the one recommendation it answers for is not recorded." in text_of(
        client, inspection.get_absolute_url()
    )
    ResponseItem.objects.create(response=response, addressee=item, decision="not-addressed")
    assert "<b>Not addressed:</b>" in text_of(client, inspection.get_absolute_url())


def test_queries_do_not_grow_with_rows(client):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    def fill(count: int) -> None:
        for _ in range(count):
            force = make.make_force()
            make.make_policing_body(force)
            inspection = asked("Report", force, "2024-01-01", "2024-02-01")
            make.make_response(inspection, force, "2024-02-01")

    paths = ("/responses/", f"/responses/?force={make.make_force('one').slug}&state=late")
    fill(5)
    few = [queries(path) for path in paths]
    assert max(few) <= 11
    fill(45)
    assert [queries(path) for path in paths] == few
