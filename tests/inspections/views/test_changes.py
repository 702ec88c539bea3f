"""The page of what changed: its parameters, its default, its budget."""

import datetime
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections import actions
from inspections.models import MonitoringPhase
from inspections.reading.changes import MAKERS, page_of
from inspections.reading.spans import Span
from tests import make
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def on_22_november(monkeypatch):
    monkeypatch.setattr("inspections.views.page.today", lambda: datetime.date(2026, 11, 22))


def heading(text: str) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", text)[1]


@pytest.mark.usefixtures("on_22_november")
@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", "22 August 2026 to 22 November 2026"),
        ("?until=2025-05-31", "28 February 2025 to 31 May 2025"),
        ("?since=2025-01&until=2025-02", "1 January 2025 to 28 February 2025"),
        ("?since=2024&until=2024", "1 January 2024 to 31 December 2024"),
        ("?since=2026&until=2026", "1 January 2026 to 22 November 2026"),  # not beyond the day of the page
        ("?since=2026-11-22", "22 November 2026 to 22 November 2026"),
        ("?as_at=2019-12-31", "30 September 2019 to 31 December 2019"),
        ("?as_at=2019-12-31&since=2019", "1 January 2019 to 31 December 2019"),
    ],
)
def test_the_time_is_the_last_three_months_or_what_is_asked_for(client, query, days):
    assert heading(text_of(client, f"/changes/{query}")) == f"What changed, {days}"


@pytest.mark.usefixtures("on_22_november")
@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("since=soon", "since", "“soon” is not a date"),
        ("since=2025-02-30", "since", "“2025-02-30” is not in the calendar"),
        ("since=0000", "since", "“0000” is not in the calendar"),
        ("since=1899-12-31", "since", "31 December 1899 is before anything on record"),
        ("since=2026-11-23", "since", "23 November 2026 is after the day that this page shows"),
        ("until=2027", "until", "2027 is after the day that this page shows"),
        ("until=1066", "until", "1066 is before anything on record"),
        ("until=9999-12-31", "until", "31 December 9999 is after the day"),
        ("since=2025-06&until=2025-05", "since", "This is after the end, 31 May 2025."),
        ("as_at=2019-12-31&until=2020", "until", "2020 is after the day that this page shows"),
        ("force=atlantis", "force", "There is no “atlantis” to choose here."),
        ("since=%00", "since", "is not a date"),
        ("until=" + "9" * 5000, "until", "is not a date"),
    ],
)
def test_what_is_not_understood_is_said_beside_its_field(client, query, field, message):
    text = text_of(client, f"/changes/?{query}")
    assert message in re.search(rf'id="filter-{field}-error">(.*?)</p>', text)[1]
    assert f'href="#filter-{field}"' in text
    assert f'id="filter-{field}"' in text


@pytest.mark.usefixtures("on_22_november")
def test_one_wrong_field_leaves_the_others_as_they_are(client):
    make.make_item(body=make.make_force("kent", name="Kent Police"))
    text = text_of(client, "/changes/?since=soon&until=2025-05-31&force=kent&force=atlantis")
    assert heading(text) == "What changed, 28 February 2025 to 31 May 2025"
    assert '<p class="app-caption">Kent Police</p>' in text
    assert 'value="soon"' in text


@pytest.mark.usefixtures("on_22_november")
def test_the_contents_count_what_the_groups_list(client):
    item = make.make_item(inspection=make.make_inspection(published="2025-03-04", title="PEEL 2025"))
    make.make_update(item, "planned", on="2025-04-05")
    text = text_of(client, "/changes/?since=2025&until=2025")
    assert '<a class="govuk-link" href="#headlines">1 change, to 1 of 1 item</a>' in text
    assert 'id="headlines">Headline statuses that changed</h2>' in text
    assert "PEEL 2025" in text
    assert 'id="monitoring"' not in text
    assert text.count("None recorded") == 6


@pytest.mark.usefixtures("on_22_november")
def test_several_forces_can_be_chosen_and_each_taken_away(client):
    for slug in ("kent", "essex", "surrey"):
        item = make.make_item(slug, body=make.make_force(slug))
        make.make_update(item, "planned", on="2025-04-05")
    text = text_of(client, "/changes/?since=2025&until=2025&force=kent&force=essex")
    assert '<p class="app-caption">Essex, Kent</p>' in text
    assert "2 changes, to 2 of 2 items" in text
    assert "/recommendations/surrey/" not in text
    assert 'href="/changes/?since=2025-01-01&amp;until=2025-12-31&amp;force=kent"' in text


@pytest.mark.usefixtures("on_22_november")
def test_nothing_later_than_the_day_of_the_page_shows(client):
    item = make.make_item(inspection=make.make_inspection("early", "2019-03-01"))
    make.make_update(item, "planned", on="2019-05-01")
    make.make_update(item, "complete", on="2020-02-01")
    make.make_inspection("later", "2020-01-01", title="The later inspection")
    text = text_of(client, "/changes/?as_at=2019-12-31&since=2019")
    assert "1 change, to 1 of 1 item" in text
    assert "The later inspection" not in text
    assert 'href="/corrections/?as_at=2019-12-31"' in text


@pytest.mark.usefixtures("on_22_november")
def test_an_empty_time_says_so_and_offers_a_longer_one(client):
    text = text_of(client, "/changes/")
    assert "Nothing that is on the record changed in this time" in text
    assert 'href="/changes/?since=2025-11-22&amp;until=2026-11-22"' in text


@pytest.fixture
def two_lines(monkeypatch):
    """Two lines on a page."""
    monkeypatch.setattr("inspections.reading.spans.MOST_LINES", 2)
    monkeypatch.setattr("inspections.views.changes.MOST_LINES", 2)


@pytest.mark.usefixtures("on_22_november", "two_lines")
def test_a_long_group_is_cut_with_an_honest_sentence(client):
    for month in (3, 5, 7):
        make.make_update(make.make_item(), "planned", on=f"2025-0{month}-01")
    text = text_of(client, "/changes/?since=2025&until=2025")
    assert "Only the latest 2 of 3 lines are shown here." in text
    rest = "/changes/?since=2025-01-01&amp;until=2025-12-31&amp;group=headlines&amp;page=2"
    assert f'href="{rest}">The earlier ones</a>' in text
    text = text_of(client, html.unescape(rest))
    assert "<h1" in text
    assert "Headline statuses that changed, 1 January 2025 to 31 December 2025" in text
    assert "1 March 2025" in text
    assert "1 May 2025" not in text
    assert 'aria-current="page">2</a>' in text
    assert 'href="/changes/?since=2025-01-01&amp;until=2025-12-31">All that changed in this time</a>' in text


def much_on(day: str, count: int) -> None:
    """So many of everything that can change, all on one day."""
    known: dict[str, Any] = {"on": day, "recorded_on": datetime.date.fromisoformat(day)}
    for _number in range(count):
        force = make.make_force()
        pcc = make.make_policing_body(force)
        inspection = make.make_inspection(published=day, bodies=[force])
        item = make.make_item(body=force, inspection=inspection)
        make.make_update(item, "planned", target_on="2025-06", **known)
        make.make_update(item, "assured", by=pcc, **known)
        wrong = make.make_update(item, "under-way", target_on="2025-09", **known)
        make.make_update(item, "under-way", target_on="2025-10", corrects=wrong, **known)
        make.make_response(inspection, pcc, day)
        MonitoringPhase.objects.create(body=force, phase="engage", start=make.partial(day))
        gone = make.make_item(body=force).recommendation
        actions.withdraw(gone, on=datetime.date.fromisoformat(day), note="It was asked of another force.")


@pytest.mark.usefixtures("on_22_november", "two_lines")
def test_one_day_with_more_than_a_page_can_be_read_to_its_end_in_every_group(client):
    much_on("2025-03-04", 3)
    day = datetime.date(2025, 3, 4)
    for group in MAKERS:
        total = page_of(Span(day, day), group, 1).total
        lines = []
        for page in range(1, total // 2 + total % 2 + 1):
            text = text_of(client, f"/changes/?since={day}&until={day}&group={group}&page={page}")
            lines += re.findall(r"<li> <span class=.app-plain-list__meta.>.*?</li>", text)
            assert ('rel="next"' in text) is (2 * page < total), group
        assert len(lines) == total >= 3, group
        assert client.get(f"/changes/?since={day}&until={day}&group={group}&page={page + 1}").status_code == 404


@pytest.mark.usefixtures("on_22_november")
@pytest.mark.parametrize("page", ["0", "-1", "x", "9", "99999999999999999999", "²"])
def test_a_page_of_a_group_that_is_not_there_is_not_found(client, page):
    make.make_update(make.make_item(), "planned", on="2025-03-01")
    assert client.get(f"/changes/?since=2025&group=headlines&page={page}").status_code == 404


@pytest.mark.usefixtures("on_22_november")
def test_a_group_that_is_none_is_said_so_and_left_out_of_account(client):
    make.make_update(make.make_item(), "planned", on="2025-03-01")
    text = text_of(client, "/changes/?since=2025&group=gossip")
    assert "There is no “gossip” to choose here." in text
    assert "Headline statuses that changed" in text


def test_the_menu_leads_here(client):
    assert re.search(r'href="/changes/" aria-current="true">Changes</a>', text_of(client, "/changes/"))


def much(count: int) -> None:
    """So many of everything that can change in 2025."""
    for number in range(count):
        force = make.make_force()
        pcc = make.make_policing_body(force)
        inspection = make.make_inspection(published="2025-02-03", bodies=[force])
        item = make.make_item(body=force, inspection=inspection)
        known: dict[str, Any] = {"recorded_on": datetime.date(2025, 5, 5)}
        make.make_update(item, "planned", on="2025-03-01", target_on="2025-06", batch=f"batch-{number}", **known)
        make.make_update(item, "assured", on="2025-03-02", by=pcc, **known)
        wrong = make.make_update(item, "under-way", on="2025-03-03", target_on="2025-09", **known)
        make.make_update(item, "under-way", on="2025-03-04", target_on="2025-10", corrects=wrong, **known)
        make.make_response(inspection, pcc, "2025-04-05")
        MonitoringPhase.objects.create(body=force, phase="engage", start=make.partial("2025"))


@pytest.mark.usefixtures("on_22_november")
@pytest.mark.parametrize("force", ["", "&force=kent"])
def test_the_budget_of_queries_does_not_grow_with_the_rows(client, force):
    make.make_force("kent")
    counts = []
    for count in (5, 45):
        much(count)
        # What is held in memory is read for the first page after each change.
        text_of(client, f"/changes/?since=2025&until=2025-12-30{force}")
        with CaptureQueriesContext(connection) as captured:
            text = text_of(client, f"/changes/?since=2025&until=2025{force}")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 32
    if not force:
        assert "50 moves, of 50 items" in text
        assert "50 corrections" in text


@pytest.mark.once
@pytest.mark.usefixtures("on_22_november")
def test_a_full_page_and_one_with_errors_are_valid_html(client):
    much(3)
    paths = ["/changes/?since=2025&until=2025", "/changes/?since=x&until=1&force=y", "/changes/"]
    paths.append("/changes/?since=2025&until=2025&group=headlines")
    assert html_errors({path: client.get(path).content.decode() for path in paths}) == {}
