"""Promised dates that moved are the same from memory as from the database, after every kind of change."""

import datetime
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.actions import put_back, withdraw
from inspections.bitmaps.kept import KEPT
from inspections.days import today
from inspections.models import Addressee, Body, Response, ResponseItem
from inspections.reading import promises_held
from inspections.reading.said_between import moved_dates
from inspections.reading.spans import Group, Shown, Span
from tests import make
from tests.changing import Clock, Record

pytestmark = pytest.mark.django_db

EARLY = datetime.date(2015, 1, 1)


def agrees(since: datetime.date = EARLY, until: datetime.date | None = None, shown: Shown = Shown()) -> Group:  # noqa: B008
    """Whether memory and database tell the same of a time, of all bodies and of one; what they tell of all."""
    found = []
    for bodies in ((), *((body,) for body in Body.objects.order_by("pk")[:1])):
        span = Span(since, until or today(), bodies)
        found.append(moved_dates(span, shown))
        # Were the end a day to come, it would be read.
        with mock.patch("inspections.reading.said_between.today", return_value=datetime.date.min):
            assert found[-1] == moved_dates(span, shown)
    return found[0]


def promised(item: Addressee) -> None:
    make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    make.make_update(item, "under-way", on="2021-08-01", target_on="2022-03")


def test_it_follows_the_record():
    assert agrees().total == 0
    item, other = make.make_item(), make.make_item(inspection=make.make_inspection(published="2022-01-01"))
    promised(item)
    assert agrees().total == 1
    make.make_update(other, "planned", on="2022-02-01", target_on="2023")
    late = make.make_update(other, "planned", on="2022-03-01", target_on="2024")
    assert agrees().total == 2
    make.make_update(other, "planned", on="2022-03-01", target_on="2023-06", corrects=late)
    assert agrees().total == 1
    withdraw(item.recommendation, on=today(), note="It was entered twice.")
    assert agrees().total == 0
    assert agrees(until=today() - datetime.timedelta(days=1)).total == 1
    put_back(item.recommendation)
    assert agrees().total == 1


def test_pages_follow_each_other(monkeypatch):
    monkeypatch.setattr("inspections.reading.spans.MOST_LINES", 2)
    for _number in range(3):
        item = make.make_item()
        promised(item)
        make.make_update(item, "under-way", on="2021-08-01", target_on="2022-05")
    pages = [agrees(shown=Shown.on_page(number)).lines for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    assert len({(line.url, line.facts) for page in pages for line in page}) == 6


def test_an_answer_counts_from_its_day_until_it_is_withdrawn():
    item, other = make.make_item(), make.make_item()
    for each, published in ((item, "2021-05-01"), (other, "2021")):
        response = make.make_response(each.recommendation.inspection, each.body, published)
        ResponseItem.objects.create(
            response=response, addressee=each, decision="accepted", target_on=make.partial("2021-09")
        )
        make.make_update(each, "planned", on="2021-08-01", target_on="2022-03")
    for day in ("2021-04-30", "2021-05-01", "2021-08-01"):
        agrees(until=datetime.date.fromisoformat(day))
    assert agrees().total == 2
    withdraw(Response.objects.get(published_on="2021-05-01"), on=datetime.date(2024, 1, 1), note="It was not theirs.")
    assert agrees().total == 1
    assert agrees(until=datetime.date(2023, 12, 31)).total == 2


def test_only_what_is_shown_is_read(django_assert_max_num_queries):
    for _number in range(3):
        promised(make.make_item())
    agrees()
    with django_assert_max_num_queries(6):
        moved_dates(Span(EARLY, today()))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_agrees_whatever_happens(data, monkeypatch):
    KEPT.forget()
    promises_held._held.forget()
    with transaction.atomic():
        record = Record(Clock(monkeypatch), data.draw)
        for _number in range(10):
            record.happens()
            record.promised()
            agrees()
            agrees(today() - datetime.timedelta(days=250), today() - datetime.timedelta(days=3))
        transaction.set_rollback(True)
