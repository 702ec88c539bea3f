"""The sections of an inspection's page."""

import pytest

from inspections.models import Grade
from inspections.reading import report
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY


def facts(**fields):
    inspection = make.make_inspection(**fields)
    return {row["term"]: row for row in report.facts(inspection)}


def test_dates_of_fieldwork_and_publication_are_told_with_the_time_between(db):
    rows = facts(published="2025-01-15", fieldwork_start=make.partial("2024-06"), fieldwork_end=make.partial("2024-07"))
    assert rows["Fieldwork"]["value"] == "June 2024 to July 2024"
    assert rows["Published"]["note"] == "5 months after the fieldwork"


@pytest.mark.parametrize(
    ("fieldwork", "published"), [("2024", "2025-01-15"), ("2024-06", "2025"), ("2024-06", "2024-06-20")]
)
def test_no_time_between_is_told_where_it_is_not_known_well_enough(fieldwork, published):
    assert facts(published=published, fieldwork_start=make.partial(fieldwork))["Published"]["note"] == ""


def test_a_day_of_publication_that_is_not_known_is_said(db):
    assert facts(published=None)["Published"]["value"] == "The day is not known"


def test_an_area_is_named_beside_the_bodies_or_alone(db):
    force = make.make_force(name="Northshire Police")
    beside = facts(bodies=[force], area="Northport")["Inspected"]
    assert (beside["links"][0]["label"], beside["note"]) == ("Northshire Police", "Northport")
    assert facts(area="Wales")["Inspected"]["value"] == "Wales"


def test_follow_ups_are_shown_both_ways_and_only_public_ones(db):
    first = make.make_inspection("first", "2017")
    later = make.make_inspection("later", "2018", follows_up=[first])
    make.make_inspection("hushed", draft=True, follows_up=[first])
    assert list(report.of(first, DAY)["followed_up_by"]) == [later]
    assert list(report.of(later, DAY)["follows_up"]) == [first]


def test_what_it_said_about_earlier_items_is_one_line_a_batch(db):
    later = make.make_inspection("later", "2021")
    national = make.make_recommendation("national", [make.make_force() for _ in range(5)])
    for item in national.addressees.all():
        make.make_update(item, "being-progressed", on="2021-02", made_in=later, batch="together")
    make.make_update(make.make_item("alone"), "complete", on="2021-02", made_in=later)
    said = report.of(later, DAY)["said"]
    assert sorted(line["together"] for line in said) == ["", "5 items together"]


def test_recommendations_stand_in_the_order_of_the_report_with_their_parts(db):
    inspection = make.make_inspection()
    ten = make.make_recommendation("ten", inspection=inspection, number="10")
    make.make_recommendation("two", inspection=inspection, number="2")
    part = make.make_part(ten, ref="part", number="10a")
    make.make_update(part.addressees.get(), "complete")
    nodes = report.of(inspection, DAY)["nodes"]
    assert [node["ref"] for node in nodes] == ["two", "ten"]
    assert nodes[1]["confirmed"] == "1 of 1 part confirmed complete"


def test_findings_are_grouped_by_kind_and_grades_by_body_and_scheme(db):
    inspection = make.make_inspection()
    make.make_observation(inspection, "concern", "Too slow.")
    make.make_observation(inspection, "strength", "Well led.")
    make.make_observation(inspection, "concern", "Too few.")
    force = make.make_force()
    Grade.objects.create(inspection=inspection, body=force, framework="ncpi-2024", topic="A", grade="good")
    found = report.of(inspection, DAY)
    assert [(group["kind"].value, len(group["rows"])) for group in found["observations"]] == [
        ("strength", 1),
        ("concern", 2),
    ]
    assert [(group["body"], group["scheme"]) for group in found["graded"]] == [(force, "ncpi 2024")]


def test_what_is_not_known_is_said_and_what_is_known_is_not(db):
    empty = report.of(make.make_inspection(published=None), DAY)["unknown"]
    assert len(empty) == 6
    known = make.make_inspection(
        "known", fieldwork_start=make.partial("2019-12"), lead_inspector="An HMI", report_url="https://example.org/"
    )
    item = make.make_item(inspection=known)
    make.make_response(known, item.body)
    assert report.of(known, DAY)["unknown"] == [
        "Whether inspectors came back to it. No later inspection is recorded as a follow-up."
    ]
    make.make_inspection("after", "2021", follows_up=[known])
    assert report.of(known, DAY)["unknown"] == []
