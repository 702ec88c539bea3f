"""In which inspections a body had a part: out of memory and by a query, it must be the same."""

import datetime
import random

import pytest

from inspections.actions import put_back, withdraw
from inspections.days import today
from inspections.models import Body, Inspection, Oversight
from inspections.reading.duties import around
from inspections.reading.involved import NEWEST_FIRST, involved, newest_reports
from tests import make
from tests.packages import run

pytestmark = pytest.mark.django_db

DAYS = [today(), *map(datetime.date.fromisoformat, ("2024-06-30", "2021-05-01", "2019-01-01", "2005-01-01"))]


def asked_for(body: Body, on: datetime.date) -> list[int]:
    return list(around(body.pk).public(on).order_by(*NEWEST_FIRST).values_list("pk", flat=True))


def same() -> int:
    """Compare for all bodies, on several days and a day to come; return how many there were."""
    seen = 0
    for body in Body.objects.all():
        for on in (*DAYS, today() + datetime.timedelta(days=20)):
            expected = asked_for(body, on)
            assert newest_reports(body.pk, on, 0, 1000) == expected, (body, on)
            assert newest_reports(body.pk, on, 1, 3) == expected[1:3], (body, on)
            seen += len(expected)
    return seen


def test_the_demonstration_is_as_it_is_asked_for():
    run("load_dataset", "fixtures/reference", "fixtures/demo")
    assert same() > 500
    report = Inspection.objects.filter(bodies__isnull=False).latest("pk")
    withdraw(report, on=datetime.date(2026, 11, 20), note="It was a mistake.")
    assert same() > 500
    put_back(report)
    assert same() > 500


def test_random_reports_are_as_they_are_asked_for():
    chance = random.Random(11)
    forces = [make.make_force(f"force-{number}") for number in range(5)]
    first, second, third = (make.make_policing_body(force) for force in forces[:3])
    Body.objects.filter(pk=first.pk).update(succeeded_by=second)
    Body.objects.filter(pk=second.pk).update(succeeded_by=third)
    Oversight.objects.create(force=forces[3], policing_body=third)
    days = ["2019", "2019-01", "2019-01-01", "2021-04-30", "2021-05", "2024-06-30", None, "2026-12-05"]
    for number in range(40):
        published = chance.choice(days)
        some = chance.sample(forces, chance.randint(0, 2))
        report = make.make_inspection(published=published, bodies=some, draft=chance.random() < 0.1)
        if chance.random() < 0.6:
            make.make_recommendation(f"asked-{number}", chance.sample(forces, 2), inspection=report)
        if chance.random() < 0.3:
            make.make_response(report, chance.choice([first, second, third, *forces]))
    assert same() > 100


def test_what_changes_is_known_at_once(django_assert_num_queries):
    force = make.make_force()
    assert newest_reports(force.pk, today(), 0, 5) == []
    report = make.make_inspection(bodies=[force])
    assert newest_reports(force.pk, today(), 0, 5) == [report.pk]
    assert newest_reports(0, today(), 0, 5) == []
    involved()
    with django_assert_num_queries(1):  # the edition
        assert newest_reports(force.pk, today(), 0, 5) == [report.pk]
