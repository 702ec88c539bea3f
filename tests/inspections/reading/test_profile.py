"""The sections of a body's page."""

import datetime

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.reading import profile
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY


@pytest.fixture
def force():
    return make.make_force("northshire", name="Northshire Police")


def test_open_causes_of_concern_come_first(force):
    closed = make.make_item("closed", force, kind="cause-of-concern", inspection=make.make_inspection(published="2024"))
    make.make_update(closed, "complete", on="2025")
    for number in range(8):
        make.make_item(f"open-{number}", force, kind="cause-of-concern")
    items = Shelf.public(DAY, None).of("force", force.pk)
    concerns = profile.concerns(force, items)
    assert (concerns["total"], concerns["open"], len(concerns["cards"])) == (9, 8, profile.MOST_CARDS)
    assert "closed" not in [card["ref"] for card in concerns["cards"]]


def test_a_card_of_a_national_recommendation_leads_to_the_history_of_this_body(force):
    make.make_recommendation("national", [force, make.make_force()])
    make.make_item("own", force)
    items = Shelf.public(DAY, None).of("force", force.pk)
    cards = {card["ref"]: card for card in profile.latest(force, items)}
    assert cards["national"]["url"] == "/recommendations/national/northshire/"
    assert cards["own"]["url"] == "/recommendations/own/"
    assert {card["asked_of"] for card in cards.values()} == {""}


def test_themes_are_counted_for_this_body_and_lead_to_its_items(force):
    missing, records = make.make_theme("missing-children"), make.make_theme("records")
    make.make_item("one", force, themes=[missing, records])
    make.make_item("two", force, themes=[missing])
    make.make_item("other", themes=[records])
    items = Shelf.public(DAY, None).of("force", force.pk)
    assert [(row["label"], row["count"], row["url"]) for row in profile.themes(force, items)] == [
        ("Missing Children", 2, "/recommendations/?force=northshire&theme=missing-children"),
        ("Records", 1, "/recommendations/?force=northshire&theme=records"),
    ]


def test_a_policing_body_shows_what_it_assured_without_what_was_corrected(force):
    body = make.make_policing_body(force)
    item = make.make_item(body=force)
    wrong = make.make_update(item, "assured", on="2021-04-01")
    make.make_update(item, "partly-assured", on="2021-04-01", corrects=wrong)
    make.make_update(item, "not-assured", on="2022")
    assert [said.position for said in profile.assurances(body, DAY)] == ["not-assured", "partly-assured"]
    assert [said.position for said in profile.assurances(body, datetime.date(2021, 12, 31))] == ["partly-assured"]


def test_what_was_raised_again_is_found_from_either_end(force, monkeypatch):
    other = make.make_force("southshire")
    first, second = make.make_recommendation("first", [force]), make.make_recommendation("second", [other])
    make.make_succession(first, second)
    assert [row["url"] for row in profile.raised_again(force, DAY)["rows"]] == ["/recommendations/second/"]
    assert len(profile.raised_again(other, DAY)["rows"]) == 1
    assert profile.raised_again(make.make_force(), DAY) == {"rows": [], "more": 0}
    monkeypatch.setattr(profile, "MOST_CHAINS", 0)
    assert profile.raised_again(force, DAY) == {"rows": [], "more": 1}
