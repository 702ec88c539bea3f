"""What is remembered is worked out again when it may be another, and not before."""

import datetime

import pytest
from django.utils import timezone, translation

from inspections.models import Inspection
from inspections.remembered import DAYS_KEPT, Remembered
from tests import make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 3)


@pytest.fixture
def counted() -> tuple[Remembered[int], list[datetime.date]]:
    """How many inspections are public, remembered, and each day for which they were counted."""
    made: list[datetime.date] = []

    def count(on: datetime.date) -> int:
        made.append(on)
        return Inspection.objects.public(on).count()

    return Remembered(count), made


def test_it_is_worked_out_once_for_a_day_and_again_when_the_record_changes(counted):
    count, made = counted
    item = make.make_item()
    assert [count(DAY), count(DAY)] == [1, 1]
    assert len(made) == 1
    make.make_inspection()
    assert count(DAY) == 2
    make.make_update(item, "under-way")
    assert count(DAY) == 2
    assert len(made) == 2  # a statement is nothing to it


def test_the_end_of_an_embargo_is_noticed_though_nothing_is_written(counted, monkeypatch):
    count, _made = counted
    now = timezone.localtime()
    ends = (now + datetime.timedelta(minutes=5)).replace(second=0, microsecond=0)
    day = ends.date()
    make.make_inspection(published=day.isoformat(), published_time=ends.time())
    assert count(day) == 0
    monkeypatch.setattr(timezone, "now", lambda: (ends + datetime.timedelta(seconds=1)).astimezone(datetime.UTC))
    assert count(day) == 1
    make.make_update(make.make_item(), "under-way")
    assert count(day) == 2


def test_each_day_and_language_has_its_own_and_only_a_few_are_kept(counted):
    count, made = counted
    make.make_inspection(published="2020-01-15")
    assert [count(datetime.date(2019, 1, 1)), count(DAY)] == [0, 1]
    with translation.override("cy"):
        count(DAY)
    assert len(made) == 3
    for number in range(DAYS_KEPT):
        count(DAY + datetime.timedelta(days=1 + number))
    assert len(count.kept) == DAYS_KEPT
    assert count(DAY) == 1
    assert made.count(DAY) == 3
