"""Figures about answers: each with what it is out of, and a link to just the answers that it counts."""

import datetime

import pytest

from inspections.models import Inspection
from inspections.reading import answer_counts
from inspections.reading.duties import duties
from inspections.reading.duty import Duty
from tests import make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 3, 1)


@pytest.fixture
def every() -> list[Duty]:
    """Of northshire-pcc: in time, late, looked for in vain, not looked for, due; and a comment of the force's own."""
    force = make.make_force("northshire")
    pcc = make.make_policing_body(force, "northshire-pcc")
    for report, answer, looked in (
        ("2024-01-01", "2024-02-01", None),
        ("2024-02-01", "2024-06-01", None),
        ("2024-03-01", None, datetime.date(2024, 12, 1)),
        ("2024-04-01", None, None),
        ("2025-02-20", None, None),
    ):
        inspection = make.make_inspection(published=report, bodies=[force])
        make.make_recommendation(to=[force], inspection=inspection)
        if answer or looked:
            make.make_response(inspection, pcc, answer, not_found_as_of=looked)
    make.make_response(inspection, force, "2025-02-21")
    joint = make.make_inspection(published="2024-05-01", bodies=[force], response_duty="jtai-statement")
    assert joint.pk
    return duties(Inspection.objects.all(), DAY)


def test_the_sentence_counts_what_had_to_be_given(every):
    assert answer_counts.scope(every) == (
        "On this record, 6 answers to 6 inspections had to be given, or still have to be, by 1 body."
    )
    assert "0 answers to 0 inspections" in answer_counts.scope([])


def test_what_is_not_due_yet_or_not_owed_is_left_out_of_the_shares(every):
    shown = {each["label"]: each for each in answer_counts.figures(every, lambda state: f"?state={state}")}
    assert {label: each["figure"] for label, each in shown.items()} == {
        "Answered in time": "1",
        "Answered late": "1",
        "None found by us": "1",
        "None recorded, no search recorded": "1",
        "Not due yet": "1",
        "Who had to answer is not recorded": "1",
        "No time was set": "1",
    }
    assert shown["Answered in time"]["note"] == "of 4 that had to be given, without those not due yet"
    assert shown["Answered late"]["url"] == "?state=late"
    assert shown["Not due yet"]["note"] == shown["No time was set"]["note"] == "not counted in the others"


def test_in_time_and_late_are_shown_even_where_there_are_none():
    shown = answer_counts.figures([], lambda state: "")
    assert [(each["label"], each["figure"], each["url"]) for each in shown] == [
        ("Answered in time", "0", ""),
        ("Answered late", "0", ""),
    ]


def test_a_body_is_counted_for_what_it_had_to_give_alone(every):
    [row] = answer_counts.by_body(every, programme="peel")
    assert (row["body"].slug, row["owed"]) == ("northshire-pcc", 5)
    assert row["url"] == "/responses/?programme=peel&responder=northshire-pcc"
    cells = {cell["label"]: (cell["count"], cell["out_of"]) for cell in row["cells"]}
    assert cells == {
        "Answered": (2, 4),
        "Answered in time": (1, 4),
        "Answered late": (1, 4),
        "Answered; whether in time is not known": (0, 4),
        "None found by us": (1, 4),
        "None recorded, no search recorded": (1, 4),
        "Not due yet": (1, None),
    }
    urls = {cell["label"]: cell["url"] for cell in row["cells"]}
    assert urls["Answered late"] == "/responses/?programme=peel&responder=northshire-pcc&state=late"
    assert urls["Answered"].endswith("&state=in-time&state=late&state=answered")
    assert urls["Answered; whether in time is not known"] == ""


def test_what_was_not_found_is_out_of_what_had_to_be_given_and_was_looked_for():
    figure = answer_counts.not_found(1, 3000)
    assert (figure["figure"], figure["url"]) == ("1 of 3,000", "/responses/?state=not-found")
