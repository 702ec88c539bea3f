"""The sections of a body's page."""

import datetime

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.models import Grade, MonitoringPhase
from inspections.reading import body_facts, profile
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY


@pytest.fixture
def force():
    return make.make_force("northshire", name="Northshire Police")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2019", "2023-09-20", "2019 to 20 September 2023"),
        ("2019", None, "since 2019"),
        ("2019", "2027", "since 2019"),
        (None, "2021-05-12", "until 12 May 2021"),
        (None, None, ""),
    ],
)
def test_a_time_is_told_as_exactly_as_it_is_known_and_not_ahead(start, end, words):
    assert body_facts.spell(make.partial(start), make.partial(end), DAY) == words


def test_the_facts_name_who_answers_for_whom_and_since_when(force):
    make.make_policing_body(force, "old-pcc", start="2012-11", end="2021-05-12")
    mayor = make.make_policing_body(force, "mayor", start="2021-05-13")
    make.make_policing_body(force, "next", start="2028")
    rows = [row for row in body_facts.facts(force, DAY) if row["term"] == "Overseen by"]
    assert [(row["value"], row["note"]) for row in rows] == [
        ("Mayor", "since 13 May 2021"),
        ("Old Pcc", "November 2012 to 12 May 2021"),
    ]
    assert any(row["term"] == "Answers for" and row["value"] == force.name for row in body_facts.facts(mayor, DAY))


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


def test_phases_are_episodes_that_had_begun(force):
    for phase, start, end in (("engage", "2019", "2023-09-20"), ("scan", "2023-09-20", None), ("engage", "2027", None)):
        MonitoringPhase.objects.create(body=force, phase=phase, start=make.partial(start), end=make.partial(end))
    assert [(row["label"], row["when"], row["open"]) for row in body_facts.phases(force, DAY)] == [
        ("Scan", "since 20 September 2023", True),
        ("Engage", "2019 to 20 September 2023", False),
    ]


def test_grades_stay_within_their_scheme_and_inspection(force):
    make.make_programme("peel", abbreviation="PEEL")
    older, newer = make.make_inspection(published="2019-09"), make.make_inspection(published="2023-03")
    for inspection, framework in ((older, "peel-2018-19"), (newer, "peel-2021-22")):
        for topic in ("Legitimacy", "Effectiveness"):
            Grade.objects.create(
                inspection=inspection, body=force, framework=framework, topic=topic, grade="inadequate"
            )
    schemes = body_facts.schemes(force, DAY)
    assert [scheme["label"] for scheme in schemes] == ["PEEL 2021–22", "PEEL 2018–19"]
    assert [grade.topic for grade in schemes[0]["grades"]] == ["Effectiveness", "Legitimacy"]
    assert body_facts.schemes(force, datetime.date(2018, 1, 1)) == []


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
