"""What is held in memory about promised dates is what the database would say, after every kind of change."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.actions import put_back, withdraw
from inspections.days import today
from inspections.models import Addressee, Body, ResponseItem, Source
from inspections.reading import slippage_held
from inspections.reading.slippage import slippage
from inspections.reading.slippage_held import ALL, BITS, EVERY, MIDDLE, NONE, UNMOVED, Course, slippage_on
from tests import make
from tests.changing import Clock, Record

pytestmark = pytest.mark.django_db


def agrees(on: datetime.date | None = None) -> int:
    """Whether memory and database say the same of a day, of all items and of each body; how many dates moved."""
    on = on or today()
    public = Addressee.objects.public(on)
    for key in (ALL, *Body.objects.values_list("pk", flat=True)):
        asked = slippage(public.filter(body=key) if key else public, on)
        assert slippage_on(on, asked.items, key) == asked
    return slippage_on(on, 0).moved


def test_it_follows_the_record():
    item, other = make.make_item(), make.make_item()
    assert agrees() == 0
    make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    make.make_update(other, "planned", on="2021-03-01", target_on="2021-09")
    assert agrees() == 0
    late = make.make_update(item, "under-way", on="2021-08-01", target_on="2022-03")
    assert agrees() == 1
    make.make_update(other, "under-way", on="2021-08-01", target_on="2022-09-01")
    assert agrees() == 2
    make.make_update(item, "under-way", on="2021-08-01", target_on="2021-09", corrects=late)
    assert agrees() == 1
    withdraw(other.recommendation, on=today(), note="It was entered twice.")
    assert agrees() == 0
    put_back(other.recommendation)
    assert agrees() == 1


def test_it_reads_only_what_was_touched(django_assert_max_num_queries):
    items = [make.make_item() for _number in range(5)]
    for item in items:
        make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    agrees()
    make.make_update(items[0], "under-way", on="2021-08-01", target_on="2022-03")
    with django_assert_max_num_queries(5):
        assert slippage_on(today(), 5).moved == 1
    with django_assert_max_num_queries(3):
        assert slippage_on(today(), 5).moved == 1
    Source.objects.all()[0].save()
    assert agrees() == 1


def test_any_day_is_answered_from_the_same_memory(django_assert_max_num_queries):
    item, later = make.make_item(), make.make_item(inspection=make.make_inspection(published="2022-03-01"))
    make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    make.make_update(item, "under-way", on="2021-08-01", target_on="2022-03")
    # Said before the report came out: nobody could read it earlier.
    make.make_update(later, "planned", on="2022", target_on="2023")
    make.make_update(later, "under-way", on="2023-01-01", target_on="2024")
    withdraw(item.recommendation, on=datetime.date(2023, 6, 1), note="It was entered twice.")
    agrees()
    moved = {"2021-05-01": 0, "2021-08-01": 1, "2022-12-31": 1, "2023-01-01": 2, "2023-06-01": 1}
    for day, count in moved.items():
        with django_assert_max_num_queries(1):
            assert slippage_on(datetime.date.fromisoformat(day), 2).moved == count
        agrees(datetime.date.fromisoformat(day))


def test_an_answer_counts_from_its_day_until_it_is_withdrawn():
    item = make.make_item()
    response = make.make_response(item.recommendation.inspection, item.body, "2021-05-01")
    ResponseItem.objects.create(
        response=response, addressee=item, decision="accepted", target_on=make.partial("2021-09")
    )
    make.make_update(item, "planned", on="2021-08-01", target_on="2022-03")
    for day in ("2021-04-30", "2021-05-01", "2021-08-01"):
        agrees(datetime.date.fromisoformat(day))
    assert agrees() == 1
    withdraw(response, on=datetime.date(2024, 1, 1), note="It was not theirs.")
    assert agrees() == 0
    assert agrees(datetime.date(2023, 12, 31)) == 1


def test_a_day_to_come_is_read_afresh():
    item, ahead = make.make_item(), today() + datetime.timedelta(days=9)
    make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    make.make_update(item, "under-way", on="2021-08-01", target_on="2022-03")
    make.make_item(inspection=make.make_inspection(published=ahead.isoformat()))
    assert slippage_on(ahead, 2) == slippage(Addressee.objects.public(ahead), ahead)
    assert slippage_on(ahead, 1, item.body.pk) == slippage(Addressee.objects.filter(body=item.body), ahead)


def test_sums_of_many_events_are_kept_while_they_hold():
    course, day = Course(), 2 * BITS
    course.replace([], [number << day | NONE << BITS | UNMOVED for number in range(1, 2 * EVERY + 2)])
    assert course.on(2 * EVERY)[UNMOVED] == 2 * EVERY
    course.replace([5 << day | UNMOVED], [7 << day | UNMOVED << BITS | MIDDLE + 3, 3 * EVERY << day | UNMOVED])
    assert (course.on(6)[UNMOVED], course.on(7)[UNMOVED], course.on(7)[MIDDLE + 3]) == (5, 5, 1)
    assert course.on(3 * EVERY)[UNMOVED] == 2 * EVERY


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_agrees_whatever_happens(data, monkeypatch):
    slippage_held._held.forget()
    with transaction.atomic():
        record = Record(Clock(monkeypatch), data.draw)
        for _number in range(12):
            record.happens()
            record.promised()
            agrees()
            agrees(today() - datetime.timedelta(days=3))
        transaction.set_rollback(True)
