"""What is held of answers that were looked for is what the register of each day says."""

import datetime
import random

import pytest

from inspections.actions import put_back, withdraw
from inspections.days import today
from inspections.models import Inspection, Response
from inspections.models.withdrawal import Withdrawable
from inspections.reading.answer_counts import LOOKED_FOR
from inspections.reading.answers import in_order
from inspections.reading.duties import duties
from inspections.reading.duty import AnswerState
from inspections.reading.not_found import looked_for
from tests import make

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat


def agrees(on: datetime.date) -> tuple[int, int]:
    """Whether memory and register say the same of a day; how many were looked for in vain, and looked for at all."""
    every = duties(Inspection.objects.filter(pk__in=Response.objects.values("inspection")), on)
    vain = [duty for duty in in_order(every) if duty.state == AnswerState.NOT_FOUND]
    held = looked_for()
    assert held.on(on) == (len(vain), sum(duty.state in LOOKED_FOR for duty in every))
    assert held.first(on, 100) == vain
    assert held.first(on, 2) == vain[:2]
    return held.on(on)


def test_a_search_in_vain_counts_from_its_day_but_not_before_the_last_day():
    force = make.make_force()
    pcc = make.make_policing_body(force)
    inspection = make.make_inspection(published="2025-01-15", bodies=[force])
    item = make.make_item(inspection=inspection, body=force)
    early = make.make_response(inspection, pcc, published=None, not_found_as_of=day("2025-02-01"))
    assert [agrees(day(on)) for on in ("2025-02-01", "2025-03-12", "2025-03-13")] == [(0, 0), (0, 0), (0, 0)]
    early.not_found_as_of = day("2025-06-01")
    early.save()
    assert [agrees(day(on)) for on in ("2025-05-31", "2025-06-01")] == [(0, 0), (1, 1)]
    withdraw(item.recommendation, on=day("2025-09-01"), note="It was entered twice.")
    assert [agrees(day(on)) for on in ("2025-08-31", "2025-09-01")] == [(1, 1), (0, 0)]
    put_back(item.recommendation)
    withdraw(inspection, on=day("2025-10-01"), note="It was entered twice.")
    assert [agrees(day(on)) for on in ("2025-09-30", "2025-10-01")] == [(1, 1), (0, 0)]


def test_an_answer_after_all_takes_the_place_of_the_search():
    force = make.make_force()
    pcc = make.make_policing_body(force)
    item = make.make_item(inspection=make.make_inspection(published="2025-01-15", bodies=[force]), body=force)
    found = make.make_response(item.recommendation.inspection, pcc, "2025-03-01")
    assert [agrees(day(on)) for on in ("2025-02-28", "2025-03-01")] == [(0, 0), (0, 1)]
    withdraw(found, on=day("2025-04-01"), note="It was not theirs.")
    assert [agrees(day(on)) for on in ("2025-03-31", "2025-04-01")] == [(0, 1), (0, 0)]


def test_it_agrees_on_any_day_of_any_record():
    chance = random.Random(11)
    forces = [make.make_force() for _number in range(3)]
    pccs = [make.make_policing_body(forces[0], start="2012", end="2022-05"), make.make_policing_body(forces[2])]
    service = make.make_body("fire", "fire-and-rescue-service")
    partner = make.make_body("partner", "local-partner")
    for _number in range(40):
        year = chance.randint(2016, 2026)
        published = chance.choice([None, f"{year}", f"{year}-03", f"{year}-{chance.randint(1, 9):02}-11"])
        duty = chance.choice(["police-act-s55", "police-act-s55", "fire-action-plan", "jtai-statement", "none"])
        received = make.partial(f"{year}-10-01") if duty == "jtai-statement" else None
        inspection = make.make_inspection(
            published=published,
            response_duty=duty,
            bodies=forces[:1],
            received_on=received,
            entered_on=day("2016-01-01"),
        )
        asked = make.make_recommendation(to=[*chance.sample(forces, 2), service], inspection=inspection)
        for responder in chance.sample([*pccs, service, partner], 2):
            later = chance.randint(2016, 2026)
            if inspection.responses.filter(responder=responder).exists():
                continue
            if chance.random() < 0.5:
                in_vain = max(day(f"{later}-06-01"), inspection.public_from)
                response = make.make_response(inspection, responder, published=None, not_found_as_of=in_vain)
            else:
                given = chance.choice([f"{later}-05-01", f"{later}", None])
                response = make.make_response(inspection, responder, given, url="https://example.org/")
            if chance.random() < 0.15:
                withdraw(response, on=today(), note="A slip.")
        if chance.random() < 0.15:
            either: list[Withdrawable] = [inspection, asked]
            withdraw(chance.choice(either), on=today() - datetime.timedelta(days=90), note="A slip.")
    counts = {agrees(datetime.date(2016, 1, 1) + datetime.timedelta(days=37 * number)) for number in range(108)}
    assert len(counts) > 5
    agrees(today())


def test_it_is_worked_out_once_until_something_beside_the_ledger_changes(django_assert_num_queries):
    item = make.make_item()
    looked_for()
    make.make_update(item, "planned")
    with django_assert_num_queries(1):
        assert looked_for().on(today()) == (0, 0)
