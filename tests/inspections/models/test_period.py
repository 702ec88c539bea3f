import datetime

import pytest
from django.db import IntegrityError, transaction

from inspections.models import StatusPeriod
from inspections.models.period import BEGINNING, END, periods_of
from tests.make import make_item, make_update

pytestmark = pytest.mark.django_db


def test_nothing_said_is_one_period_for_all_time():
    period = periods_of(make_item(), [])[0]
    assert (period.start, period.end, period.status, period.update) == (BEGINNING, END, "no-progress", None)


def test_an_update_that_says_the_same_again_starts_no_period():
    item = make_item()
    make_update(item, "under-way", "2020-05-01")
    make_update(item, "being-progressed", "2021-05-01")
    assert item.periods.count() == 2


def test_a_period_keeps_what_decided_it_and_whether_the_item_was_reopened():
    item = make_item()
    make_update(item, "complete", "2020-05-01")
    again = make_update(item, "reopened", "2021-05-01")
    last = item.periods.order_by("start").last()
    assert (last.headline.update, last.headline.reopened) == (again, True)


def test_a_period_without_days_is_refused_by_the_database():
    today = datetime.date(2020, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusPeriod.objects.create(addressee=make_item(), status="planned", start=today, end=today)
