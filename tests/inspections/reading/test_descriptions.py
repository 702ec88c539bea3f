import datetime

import pytest

from inspections.reading import descriptions
from tests.make import make_force, make_inspection, make_part, make_recommendation, make_theme

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)
CLAUSE = "Put right the response to children reported missing"


@pytest.mark.parametrize(
    ("text", "heading", "in_full"),
    [
        ("Train everybody.", "Train everybody", False),
        (f"{CLAUSE}: {'word ' * 30}", CLAUSE, True),
        (f"{CLAUSE}. {'Word ' * 30}", CLAUSE, True),
        (f"Act: {'word ' * 30}.", None, False),
        ("word " * 60, "Recommendation 7, PEEL", True),
    ],
)
def test_a_heading_is_the_text_or_its_first_clause_or_the_number(text, heading, in_full):
    recommendation = make_recommendation(text=text, number="7", inspection=make_inspection(title="PEEL"))
    expected = text.strip().removesuffix(".") if heading is None else heading
    assert descriptions.heading(recommendation) == expected
    assert bool(descriptions.text_in_full(recommendation)) is in_full


def test_whose_words_they_are_is_always_said():
    ours = make_recommendation(inspection=make_inspection(published="2017-09"))
    theirs = make_recommendation(text_is="verbatim", inspection=make_inspection(published=None))
    assert descriptions.whose_words(ours) == "Our summary; published September 2017."
    assert descriptions.whose_words(theirs) == "The report’s own words; day of publication not known."


def test_whom_is_the_body_or_how_many():
    assert descriptions.whom(make_recommendation(to=[make_force(short_name="Kent")])) == "Kent"
    assert descriptions.whom(make_recommendation(to=[make_force(), make_force()])) == "2 bodies"


def facts(recommendation, **given):
    return {row["term"]: row for row in descriptions.facts(recommendation, ON, **given)}


def test_facts_carry_the_words_of_the_source_and_say_what_is_not_known():
    kent = make_force(name="Kent Police")
    recommendation = make_recommendation(
        "kent-a",
        [kent],
        deadline="within-3-months",
        deadline_phrase="within three months",
        number="A",
        paragraph="4.12",
        themes=[make_theme(name="Custody")],
    )
    found = facts(recommendation, body=kent)
    assert found["Asked of"]["value"] == "Kent Police"
    assert found["Deadline"]["value"] == "Was asked for by 15 April 2020"
    assert found["Deadline"]["note"] == "As written: “within three months”."
    assert found["In the report"]["value"] == "Recommendation A (the letter is ours), paragraph 4.12"
    assert [link["label"] for link in found["Themes"]["links"]] == ["Custody"]
    assert "6 years and 10 months ago" in found["Report"]["note"]
    unknown = facts(make_recommendation(inspection=make_inspection(published=None)))
    assert unknown["Deadline"]["value"] == "Not known"
    assert "The day of publication is not known." in unknown["Report"]["note"]


def test_a_part_says_what_it_belongs_to():
    recommendation = make_recommendation(text="Train everybody.")
    part = make_part(recommendation)
    assert facts(part)["Belongs to"]["value"] == "Train everybody."
    assert "Belongs to" not in facts(recommendation)
