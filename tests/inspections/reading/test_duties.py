"""Who had to answer: found from what was asked, the duty of the inspection, and who answered for whom on that day."""

import datetime
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Body, BodyKind, Inspection, Oversight
from inspections.reading.duties import duties, duties_of, duties_to_some
from inspections.reading.duty import Duty
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY
day = datetime.date.fromisoformat


@pytest.fixture
def force():
    return make.make_force("northshire")


@pytest.fixture
def pcc(force):
    return make.make_policing_body(force, "northshire-pcc", start="2012-11")


def asked(force, published="2025-01-15", kind="recommendation", duty="police-act-s55", **fields) -> Inspection:
    inspection = make.make_inspection(published=published, bodies=[force], response_duty=duty, **fields)
    make.make_recommendation(to=[force], inspection=inspection, kind=kind)
    return inspection


def owed(on=DAY) -> list[Duty]:
    return [duty for duty in duties(Inspection.objects.all(), on) if duty.required]


def test_a_recommendation_asks_the_policing_body_for_comments_within_56_days(force, pcc):
    inspection = asked(force)
    [duty] = owed()
    assert (duty.inspection, duty.responder, duty.forces) == (inspection, pcc, (force,))
    assert duty.last.latest == day("2025-03-11")


@pytest.mark.parametrize(
    ("kind", "starts"),
    [
        ("recommendation", True),
        ("cause-of-concern", True),
        ("accelerated-cause-of-concern", True),
        ("area-for-improvement", False),
        ("priority-action", False),
        ("key-concern", False),
    ],
)
def test_the_law_speaks_of_recommendations_and_not_of_areas_for_improvement(force, pcc, kind, starts):
    asked(force, kind=kind)
    assert bool(owed()) is starts


@pytest.mark.parametrize(("kind", "starts"), [("recommendation", True), ("area-for-improvement", False)])
def test_a_part_starts_a_clock_if_what_it_belongs_to_does(force, pcc, kind, starts):
    other = make.make_force()
    make.make_policing_body(other)
    whole = make.make_recommendation(to=[], kind=kind)
    make.make_recommendation(to=[other], inspection=whole.inspection, kind="part", parent=whole)
    assert bool(owed()) is starts


def test_a_national_report_asks_the_policing_body_of_each_addressed_force(force, pcc):
    others = [make.make_force() for _ in range(3)]
    bodies = [make.make_policing_body(other) for other in others]
    national = make.make_inspection(published="2025-01-15")
    railway = make.make_force("railway")
    college = make.make_body("college", "national-body")
    make.make_recommendation(to=[force, *others, railway, college], inspection=national)
    make.make_recommendation(to=[force], inspection=national)
    assert {duty.responder for duty in owed()} == {pcc, *bodies}
    assert len(owed()) == 4


def test_one_body_answers_once_for_several_forces(force, pcc):
    other = make.make_force("a-southshire")
    Oversight.objects.create(force=other, policing_body=pcc)
    make.make_recommendation(to=[force, other], inspection=make.make_inspection(published="2025-01-15"))
    [duty] = owed()
    assert duty.forces == (other, force)


def test_the_policing_body_of_the_day_of_publication_had_to_answer(force):
    before = make.make_policing_body(force, "the-pcc", start="2012-11", end="2024-05-06")
    mayor = make.make_policing_body(force, "the-mayor", start="2024-05-07")
    asked(force, "2024-05-06")
    asked(force, "2024-05-07")
    assert [duty.responder for duty in sorted(owed(), key=lambda duty: duty.inspection.public_from)] == [before, mayor]


def test_an_answer_of_the_body_that_took_over_counts_and_is_shown_as_its_successors(force):
    mayor = make.make_body("the-mayor", "local-policing-body")
    before = make.make_policing_body(force, "the-pcc", end="2024-05-06")
    before.succeeded_by, before.abolished_on = mayor, make.partial("2024-05-06")
    before.save()
    inspection = asked(force, "2024-05-01")
    make.make_response(inspection, before, None, not_found_as_of=day("2025-01-01"))
    make.make_response(inspection, mayor, "2024-06-10")
    [duty] = [duty for duty in duties(Inspection.objects.all(), DAY) if duty.state != "no-clock"]
    assert (duty.responder, duty.successor, duty.state, duty.day_number) == (before, mayor, "in-time", 41)
    assert duty.concerns(mayor)
    assert [duty.responder for duty in duties_of(mayor, DAY)] == [before]


def test_where_the_month_leaves_open_who_it_was_the_one_that_answered_had_to(force):
    before = make.make_policing_body(force, "the-pcc", end="2024-05-06")
    mayor = make.make_policing_body(force, "the-mayor", start="2024-05-07")
    inspection = asked(force, "2024-05")
    [duty] = owed()
    assert (duty.responder, set(duty.candidates), duty.state) == (None, {before, mayor}, "not-named")
    make.make_response(inspection, mayor, "2024-06-10")
    [duty] = owed()
    assert (duty.responder, duty.candidates, duty.state) == (mayor, (), "in-time")


def test_nobody_is_named_where_it_is_not_known_who_answered_for_the_force(force):
    make.make_policing_body(force, start="2026-01-01")
    asked(force)
    assert owed() == []


def test_no_clock_ran_before_the_law_set_one(force, pcc):
    inspection = asked(force, "2017-05-01")
    asked(force, "2017-05-02")
    assert [duty.last.latest for duty in owed()] == [day("2017-06-26")]
    make.make_response(inspection, pcc, "2019-01-01")
    assert [duty.state for duty in duties(Inspection.objects.filter(pk=inspection.pk), DAY)] == ["no-clock"]


def test_a_report_whose_day_is_not_known_asks_without_a_last_day(force, pcc):
    asked(force, None)
    [duty] = owed()
    assert (duty.last, duty.state) == (None, "not-looked-for")


def test_a_forces_own_comments_are_shown_and_never_late(force, pcc):
    inspection = asked(force)
    make.make_response(inspection, force, "2026-10-01")
    states = {duty.responder: duty.state for duty in duties(Inspection.objects.all(), DAY)}
    assert states == {pcc: "not-looked-for", force: "no-clock"}


def test_an_answer_to_a_report_without_a_recorded_recommendation_is_shown_without_a_clock(force, pcc):
    inspection = make.make_inspection(bodies=[force], published="2025-01-15")
    make.make_response(inspection, pcc, "2026-01-01")
    [duty] = duties(Inspection.objects.all(), DAY)
    assert (duty.required, duty.state) == (False, "no-clock")
    assert duties_of(force, DAY) == [duty]


def test_a_fire_service_answers_for_itself_within_28_days_where_that_was_asked():
    fire = make.make_body("northshire-frs", "fire-and-rescue-service")
    inspection = asked(fire, "2023-09-13", kind="cause-of-concern", duty="fire-action-plan")
    asked(fire, "2024-01-01", duty="none")
    make.make_response(inspection, fire, "2023-11-09", submitted_on=make.partial("2023-10-06"))
    [duty] = owed()
    assert (duty.responder, duty.last.latest, duty.state, duty.day_number) == (fire, day("2023-10-11"), "in-time", 23)


def test_a_joint_inspection_names_nobody_until_a_statement_is_on_record(force, pcc):
    council = make.make_body("northshire-council", "local-partner")
    inspection = asked(force, "2024-01-10", duty="jtai-statement", received_on=make.partial("2023-12-20"))
    make.make_response(inspection, force, "2024-01-10")
    [duty] = owed()
    assert (duty.responder, duty.state, duty.last.latest) == (None, "not-named", day("2024-04-03"))
    make.make_response(inspection, council, None, submitted_on=make.partial("2024-04-04"))
    [duty] = owed()
    assert (duty.responder, duty.state, duty.day_number, duty.days_late) == (council, "late", 71, 1)


def test_receipt_that_is_still_to_come_starts_no_clock(force):
    asked(force, "2024-01-10", duty="jtai-statement", received_on=make.partial("2024-02-01"))
    assert owed(day("2024-01-31"))[0].last is None
    assert owed(day("2024-02-01"))[0].last is not None


def test_what_came_after_the_day_is_not_known_on_it(force, pcc):
    inspection = asked(force)
    make.make_response(inspection, pcc, "2025-03-20")
    assert owed(day("2025-01-14")) == []
    assert owed(day("2025-03-11"))[0].state == "due"
    assert owed(day("2025-03-19"))[0].state == "not-looked-for"
    assert owed(day("2025-03-20"))[0].state == "late"


def test_nothing_that_is_not_public_asks_for_an_answer(force, pcc):
    hushed = asked(force, draft=True)
    make.make_response(hushed, pcc)
    assert duties(Inspection.objects.all(), DAY) == []


def test_a_body_sees_its_own_and_those_about_it_and_no_others(force, pcc):
    other = make.make_force("southshire")
    other_pcc = make.make_policing_body(other)
    inspection = make.make_inspection(published="2025-01-15")
    make.make_recommendation(to=[force, other], inspection=inspection)
    make.make_response(inspection, other, "2025-02-01")
    assert [duty.responder for duty in duties_of(force, DAY)] == [pcc]
    assert [duty.responder for duty in duties_of(pcc, DAY)] == [pcc]
    assert {duty.responder for duty in duties_of(other, DAY)} == {other_pcc, other}


def test_what_concerns_a_body_is_found_without_what_is_called_for_from_others(force, pcc):
    """Random reports: by the short way as by putting all together and leaving out what does not concern it."""
    chance = random.Random(4)
    forces = [force, *(make.make_force(f"force-{number}") for number in range(5))]
    service = make.make_body("fire", BodyKind.FIRE_AND_RESCUE_SERVICE)
    late = make.make_policing_body(forces[1], "late-pcc", start="2020-05")
    make.make_policing_body(forces[1], "early-pcc", start="2012-11", end="2020-05")
    Body.objects.filter(slug="early-pcc").update(succeeded_by=late)
    Oversight.objects.create(force=forces[2], policing_body=pcc, start="2019")
    for number in range(60):
        some = chance.sample([*forces, service], chance.randint(1, 4))
        duty = chance.choice(["police-act-s55", "police-act-s55", "fire-action-plan", "jtai-statement", "none"])
        report = make.make_inspection(
            published=f"20{chance.randint(16, 25)}-05-{chance.randint(1, 28):02}", bodies=some, response_duty=duty
        )
        make.make_recommendation(f"asked-{number}", list({chance.choice(some), some[0]}), inspection=report)
        for responder in chance.sample([pcc, late, *forces], chance.choice([0, 0, 0, 1, 2])):
            make.make_response(report, responder, published="2026-01-01")
    keys = list(Inspection.objects.values_list("pk", flat=True))
    seen = 0
    for body in Body.objects.all():
        expected = [duty for duty in duties(Inspection.objects.all(), DAY) if duty.concerns(body)]
        assert duties_to_some(keys, DAY, body) == expected
        assert duties_to_some(keys[:9], DAY, body) == [duty for duty in expected if duty.inspection.pk in keys[:9]]
        seen += len(expected)
    assert seen > 100


def test_queries_do_not_grow_with_what_was_asked():
    def queries() -> int:
        duties(Inspection.objects.all(), DAY)  # the bodies are read once, until something else than the ledger changes
        with CaptureQueriesContext(connection) as captured:
            duties(Inspection.objects.all(), DAY)
        return len(captured)

    def fill(count: int) -> None:
        for _ in range(count):
            force = make.make_force()
            inspection = asked(force)
            make.make_response(inspection, make.make_policing_body(force), source=make.make_source())

    fill(5)
    few = queries()
    fill(45)
    assert queries() == few == 5
