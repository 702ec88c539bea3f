"""Every public page for a day that has passed: it shows what was known then, and leads on to pages of that day."""

import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from inspections.models import Grade, MonitoringPhase
from tests import make
from tests.test_addresses import pages

pytestmark = pytest.mark.django_db

DAY = "2019-06-30"


def at(path: str, day: str = DAY) -> str:
    return f"{path}{'&' if '?' in path else '?'}as_at={day}"


def add_what_came_later(record: dict[str, Any]) -> None:
    """Something of every kind that the public came to know after the day, tied to what it knew before."""
    force, theme, concern = record["force"], record["theme"], record["concern"]
    item, later = concern.addressees.get(), "2019-07-01"
    inspection = make.make_inspection(
        "later", later, [force], follows_up=[record["inspection"]], programme=record["programme"]
    )
    asked = make.make_recommendation(
        "later-ref", [force], inspection, themes=[theme], text="Only later.", due_on="2020"
    )
    make.make_part(asked, ref="later-part")
    make.make_succession(concern, asked)
    make.make_observation(inspection)
    Grade.objects.create(inspection=inspection, body=force, framework="later", topic="Later", grade="good")
    MonitoringPhase.objects.create(body=force, phase="scan", start=make.partial(later))
    make.make_update(item, "complete", later, made_in=inspection)
    make.make_update(item, "says-complete", later, target_on="2021-01", batch="later-batch")
    make.make_update(item, "assured", "2019-07")
    make.make_response(inspection, force, "2019-08-01")
    pcc = record["inspection"].responses.get().responder
    make.make_response(record["inspection"], force, later)
    make.make_response(inspection, pcc, None, not_found_as_of=datetime.date(2026, 11, 21))


def test_what_came_later_changes_no_page_of_the_day(client, record):
    paths = [at(path) for path in pages().values()]
    before = {path: client.get(path).content for path in paths}
    today = {path: client.get(path).content for path in pages().values()}
    add_what_came_later(record)
    after = {path: client.get(path).content for path in paths}
    assert [path for path in paths if after[path] != before[path]] == []
    changed = [path for path in pages().values() if client.get(path).content != today[path]]
    assert {"/", "/recommendations/", "/recommendations/missing/", "/forces/northshire/", "/themes/"} <= set(changed)


@pytest.mark.parametrize(
    "path", ["/inspections/later/", "/recommendations/later-ref/", "/recommendations/later-ref/northshire/"]
)
def test_what_was_not_published_by_the_day_is_not_found_on_it(client, record, path):
    add_what_came_later(record)
    assert client.get(path).status_code == 200
    assert client.get(at(path)).status_code == 404
    assert client.get(at(path, "2019-07-01")).status_code == 200


class Ways(HTMLParser):
    """The links and searching forms of a page, each with whether it keeps the day."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[dict[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("data-day") != "today":
            self.links.append(found.get("href", ""))
        if tag == "form":
            self.forms.append({})
        if tag == "input" and self.forms and found.get("name"):
            self.forms[-1].setdefault(found["name"], []).append(found.get("value", ""))


def days_of(link: str) -> list[str]:
    return parse_qs(urlsplit(link).query).get("as_at", [])


def test_every_link_and_search_of_a_past_day_keeps_it(client, record):
    # The examples of the gallery are invented, days and all. A paper names its own last day, until=.
    for path in {path for path in pages().values() if path != "/components/" and "/paper/" not in path}:
        ways = Ways(client.get(at(path)).content.decode())
        inside = [link for link in ways.links if link.startswith(("/", "?"))]
        # A chart leads to months of its own, which are never after the day.
        assert [link for link in inside if len(days_of(link)) != 1 or days_of(link)[0] > DAY] == [], path
        assert sum(days_of(link) == [DAY] for link in inside) >= 9, path  # the menu and the footer at least
        assert [form for form in ways.forms if form.get("as_at") != [DAY]] == [], path


def test_no_menu_of_today_names_a_day(client, record):
    for path in {path for path in pages().values() if "until=2019" not in path}:  # a paper of a past day
        html = client.get(path).content.decode()
        menu = Ways(html[html.index("<header") : html.index("</header>")])
        assert menu.links
        assert [link for link in menu.links if days_of(link)] == [], path


def test_the_page_says_which_day_it_shows_and_the_way_back_to_today(client, record):
    html = client.get("/recommendations/?force=northshire&as_at=2019-06-30").content.decode()
    assert "Record as at <b>30 June 2019</b>" in html
    assert 'href="?force=northshire">Back to today</a>' in html
    assert "Back to today" not in client.get("/recommendations/").content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("soon", "is not a day"),
        ("2019-06", "is not a day"),
        ("2019-02-30", "is not a day"),
        ("2999-01-01", "has not come yet"),
        ("1899-12-31", "before anything on record"),
        ("0001-01-01", "before anything on record"),
        ("20190630", "is not a day"),
        ("2019-W26-7", "is not a day"),
        ("<b>", "is not a day"),
        ("x" * 3000, "is not a day"),
        ("\x00", "is not a day"),
    ],
)
def test_a_day_that_makes_no_sense_is_said_beside_the_box_and_today_is_shown(client, record, asked, sentence):
    answer = client.get("/recommendations/", {"as_at": asked})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert 'id="as-at-error"' in html
    assert "<b>&quot;" not in html
    assert all(not days_of(link) for link in Ways(html).links)


def test_every_page_of_a_day_before_the_record_still_answers(client, record):
    """A body is there on any day; what was published later is not."""
    for path in pages().values():
        assert client.get(at(path, "1900-01-01")).status_code in (200, 404), path
    assert client.get(at("/", "1900-01-01")).status_code == 200


def test_today_may_be_asked_for_by_name(client, record):
    from inspections.days import today

    assert client.get(at("/", today().isoformat())).status_code == 200
