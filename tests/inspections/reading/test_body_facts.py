"""What the page of a body says of the body itself."""

import datetime

import pytest

from inspections.models import Grade, MonitoringPhase
from inspections.reading import body_facts
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
