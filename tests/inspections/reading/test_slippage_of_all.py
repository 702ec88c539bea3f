"""What is held in memory about promised dates is what the database would say, after every kind of change."""

import datetime

import pytest

from inspections.actions import put_back, withdraw
from inspections.days import today
from inspections.models import Addressee, Source
from inspections.reading.slippage import slippage
from inspections.reading.slippage_of_all import slippage_of_all
from tests import make

pytestmark = pytest.mark.django_db


def agrees() -> int:
    """Whether memory and database say the same of today; how many dates moved."""
    asked = slippage(Addressee.objects.public(today()), today())
    held = slippage_of_all(today(), asked.items)
    assert (sorted(held.shifts), held.items, held.dated, held.since) == (
        sorted(asked.shifts),
        asked.items,
        asked.dated,
        asked.since,
    )
    return held.moved


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
        assert slippage_of_all(today(), 5).moved == 1
    with django_assert_max_num_queries(3):
        assert slippage_of_all(today(), 5).moved == 1
    Source.objects.all()[0].save()
    assert agrees() == 1


def test_another_day_is_read_afresh():
    item = make.make_item()
    make.make_update(item, "planned", on="2021-03-01", target_on="2021-09")
    make.make_update(item, "under-way", on="2021-08-01", target_on="2022-03")
    assert slippage_of_all(today(), 1).moved == 1
    assert slippage_of_all(datetime.date(2021, 5, 1), 1).moved == 0
    assert slippage_of_all(today(), 1).moved == 1
