"""Headlines that moved are the same from memory as from the database, after every kind of change."""

import datetime
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.actions import put_back, withdraw
from inspections.bitmaps.kept import KEPT
from inspections.days import today
from inspections.models import Body
from inspections.reading import headlines_held
from inspections.reading.headlines_held import moved_within
from inspections.reading.said_between import headline_changes
from inspections.reading.spans import Group, Span
from tests import make
from tests.changing import Clock, Record

pytestmark = pytest.mark.django_db

EARLY = datetime.date(2015, 1, 1)


def agrees(since: datetime.date = EARLY, until: datetime.date | None = None) -> Group:
    """Whether memory and database tell the same of a time, of all bodies and of one; what they tell of all."""
    found = []
    for bodies in ((), *((body,) for body in Body.objects.order_by("pk")[:1])):
        span = Span(since, until or today(), bodies)
        found.append(headline_changes(span))
        # Were the end a day to come, it would be read.
        with mock.patch("inspections.reading.said_between.today", return_value=datetime.date.min):
            assert found[-1] == headline_changes(span)
    return found[0]


def test_it_follows_the_record():
    assert agrees().total == 0
    item, other = make.make_item(), make.make_item(inspection=make.make_inspection(published="2022-01-01"))
    make.make_update(item, "planned", on="2021-03-01")
    make.make_update(other, "planned", on="2022-03-01")
    assert agrees().total == 2
    late = make.make_update(item, "complete", on="2023-05")
    assert agrees().lines[0].after == "confirmed-complete"
    make.make_update(item, "under-way", on="2023-06-01", corrects=late)
    assert agrees().total == 3
    withdraw(other.recommendation, on=today(), note="It was entered twice.")
    assert agrees().total == 2
    assert agrees(until=today() - datetime.timedelta(days=1)).total == 3
    put_back(other.recommendation)
    assert agrees().total == 3


def test_what_was_recorded_together_is_one_line():
    national = make.make_recommendation("national", [make.make_force() for _number in range(3)])
    for item in national.addressees.all():
        make.make_update(item, "planned", on="2021-03-01")
        make.make_update(item, "complete", on="2021-04-01", batch="together")
    group = agrees()
    # Three that each force said of itself, and one that inspectors said of all.
    assert (group.total, group.figure) == (4, "6 changes, to 3 of 3 items")
    assert "3 items together" in {line.together for line in group.lines}


def test_it_reads_only_what_was_touched(django_assert_max_num_queries):
    items = [make.make_item() for _number in range(5)]
    for item in items:
        make.make_update(item, "planned", on="2021-03-01")
    agrees()
    make.make_update(items[0], "under-way", on="2021-08-01")
    span = Span(EARLY, today())
    with django_assert_max_num_queries(12):  # the places take most of them
        assert len(moved_within(span)) == 6
    with django_assert_max_num_queries(2):
        assert len(moved_within(Span(EARLY, today()))) == 6


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_agrees_whatever_happens(data, monkeypatch):
    KEPT.forget()
    headlines_held._held.forget()
    with transaction.atomic():
        record = Record(Clock(monkeypatch), data.draw)
        for _number in range(10):
            record.happens()
            agrees()
            agrees(today() - datetime.timedelta(days=250), today() - datetime.timedelta(days=3))
        transaction.set_rollback(True)
