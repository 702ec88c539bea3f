"""Bodies side by side: each figure is a share of what it can be a share of."""

import datetime

import pytest

from inspections.models import Grade
from inspections.reading.comparison import figures, schemes, table
from tests import make

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
ON = day("2024-01-11")


@pytest.fixture
def bodies():
    return [make.make_force("kent", name="Kent"), make.make_force("essex", name="Essex")]


def row(rows, label):
    return next(row for row in rows if row["label"].startswith(label))["cells"]


def shown(bodies, label):
    return [(cell["figure"], cell["of"]) for cell in row(table(bodies, ON), label)]


def test_a_body_of_which_nothing_was_asked_has_nothing_and_not_noughts_of_something(bodies):
    make.make_item(body=bodies[0])
    assert shown(bodies, "Still open") == [(1, 1), (0, 0)]


def test_what_is_not_due_yet_is_left_out_of_lateness(bodies):
    kent, _essex = bodies
    make.make_item(body=kent, due_on="2024-01-10")
    make.make_update(make.make_item(body=kent, due_on="2023-01-01"), "complete", "2023-02-01")
    make.make_item(body=kent, due_on="2024-01-11")
    make.make_item(body=kent, due_on="2025-01-01")
    make.make_item(body=kent)
    assert shown(bodies, "Past their date")[0] == (1, 2)


def test_what_was_asked_for_immediately_has_a_line_of_its_own(bodies):
    make.make_item(body=bodies[0], deadline="immediately")
    make.make_update(make.make_item(body=bodies[0], deadline="immediately"), "complete")
    assert shown(bodies, "Asked for immediately")[0] == (1, 2)
    assert shown(bodies, "Past their date")[0] == (0, 0)


def test_a_claim_counts_until_inspectors_confirm_it(bodies):
    claimed, confirmed = make.make_item(body=bodies[0]), make.make_item(body=bodies[0])
    make.make_update(claimed, "says-complete")
    make.make_update(confirmed, "says-complete")
    make.make_update(confirmed, "complete", "2021-04-01")
    assert shown(bodies, "Called complete")[0] == (1, 2)
    assert shown(bodies, "Confirmed complete")[0] == (1, 2)


def test_silence_and_age_are_shares_of_what_is_open_and_dated(bodies):
    old, new = make.make_item(body=bodies[0]), make.make_item(body=bodies[0])
    make.make_update(new, "under-way", "2023-12-01")
    make.make_item(body=bodies[0], inspection=make.make_inspection(published="2023-12-12"))
    make.make_update(make.make_item(body=bodies[0]), "complete")
    assert old.pk
    assert shown(bodies, "Without news")[0] == (1, 3)
    assert shown(bodies, "Open more than two")[0] == (2, 3)


def test_answers_are_shares_of_those_that_somebody_looked_for(bodies):
    kent = bodies[0]
    pcc = make.make_policing_body(kent, start="2012-11")
    for published, answered in (("2020-01-15", "2020-02-20"), ("2021-01-15", "2022-01-01"), ("2019-01-01", None)):
        inspection = make.make_inspection(published=published)
        make.make_item(body=kent, inspection=inspection)
        if answered:
            make.make_response(inspection, pcc, answered)
    cells = row(table(bodies, ON), "Answers")
    assert [(cell["figure"], cell["of"]) for cell in cells] == [(1, 2), (0, 0)]
    assert cells[0]["url"] == "/responses/?force=kent&state=in-time"


def test_the_time_until_half_were_confirmed_is_in_words(bodies):
    kent, essex = bodies
    make.make_update(make.make_item(body=kent), "complete", "2021-01-15")
    make.make_item(body=essex)
    words = [cell["words"] for cell in row(table(bodies, ON), "Time until half")]
    assert words == ["1 year", "not reached within 3 years and 11 months"]


def test_the_record_of_each_is_told_by_inspections_and_years(bodies):
    kent = bodies[0]
    for published in ("2016-02-01", "2019", "2019"):
        make.make_item(body=kent, inspection=make.make_inspection(published=published))
    cells = row(table(bodies, ON), "Inspections")
    assert [(cell["figure"], cell["words"]) for cell in cells] == [(3, "2016–2019"), (0, "")]


def test_what_is_not_public_on_the_day_is_not_counted(bodies):
    make.make_item(body=bodies[0], inspection=make.make_inspection(published="2024-01-12"))
    make.make_item(body=bodies[0], inspection=make.make_inspection(draft=True))
    assert figures(bodies, ON)[bodies[0].pk].items == 0


def grade(body, framework, topic="Investigation", published="2020-01-15", word="good"):
    inspection = make.make_inspection(published=published)
    return Grade.objects.create(inspection=inspection, body=body, framework=framework, topic=topic, grade=word)


def test_grades_stand_side_by_side_only_within_a_scheme_that_two_share(bodies):
    kent, essex = bodies
    grade(kent, "peel-2018-19")
    grade(essex, "peel-2018-19", topic="Ethics")
    grade(kent, "peel-2021-22")
    grade(kent, "peel-2021-22", topic="Ethics")
    found = schemes(bodies, ON)
    assert [scheme["slug"] for scheme in found] == ["peel-2018-19"]
    assert [row["topic"] for row in found[0]["rows"]] == ["Ethics", "Investigation"]
    assert [len(cell["grades"]) for cell in found[0]["rows"][0]["cells"]] == [0, 1]


def test_two_grades_of_one_topic_stand_newest_first_and_a_future_one_does_not_stand(bodies):
    kent, essex = bodies
    grade(essex, "cdi-2016")
    grade(kent, "cdi-2016", published="2017-01-01", word="inadequate")
    grade(kent, "cdi-2016", published="2019-01-01", word="good")
    grade(kent, "cdi-2016", published="2024-01-12", word="outstanding")
    cell = schemes(bodies, ON)[0]["rows"][0]["cells"][0]
    assert [each.grade for each in cell["grades"]] == ["good", "inadequate"]
