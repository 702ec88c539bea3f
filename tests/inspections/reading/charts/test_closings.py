"""The curve from memory is the curve that the database gives, after every kind of change and for any items."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.bitmaps.kept import KEPT
from inspections.bitmaps.shelf import Shelf
from inspections.days import today
from inspections.models import Addressee
from inspections.models.edition import edition
from inspections.reading.charts import closings
from inspections.reading.charts.closings import cohort
from inspections.reading.charts.completion import Cohort, cohorts
from inspections.reading.charts.kaplan_meier import leaving
from tests import make
from tests.changing import Clock, Record

pytestmark = pytest.mark.django_db


def facts(found: Cohort) -> tuple:
    by_day = leaving(found.followed)
    rows = list(zip(by_day.days.tolist(), by_day.items.tolist(), by_day.confirmed.tolist(), strict=True))
    return rows, found.confirmed, found.otherwise, found.undated


def agrees(on: datetime.date | None = None) -> Cohort:
    """Whether memory and database say the same of a day, of all items and of those of each body."""
    on = on or today()
    items, shelf = Addressee.objects.public(on), Shelf.public(on, edition())
    by_body = cohorts(items, on, "body")
    assert {key: facts(cohort(ours)) for key, ours in shelf.by("force").items()} == {
        key: facts(found) for key, found in by_body.items()
    }
    found = cohort(shelf)
    assert facts(found) == facts(cohorts(items, on).get(0, Cohort()))
    return found


def test_it_follows_the_record(django_assert_max_num_queries):
    item, other = make.make_item(), make.make_item(inspection=make.make_inspection(published=None))
    make.make_item(inspection=make.make_inspection(published="2020-02"))
    make.make_update(item, "complete", on="2021-01-01")
    make.make_update(item, "reopened", on="2022-01-01")
    make.make_update(item, "complete", on="2023-01-01")
    assert (agrees().confirmed, agrees().undated) == (1, 1)
    wrong = make.make_update(item, "no-further-action", on="2020-12-01")
    assert agrees().otherwise == 1
    make.make_update(item, "planned", on="2020-12-01", corrects=wrong)
    make.make_update(other, "complete", on="2024")
    assert (agrees().confirmed, agrees().otherwise) == (1, 0)
    for day in ("2020-12-31", "2021-01-01", "2022-06-01"):
        agrees(datetime.date.fromisoformat(day))
    shelf = Shelf.public(today(), edition())
    with django_assert_max_num_queries(1):
        cohort(shelf)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_agrees_whatever_happens(data, monkeypatch):
    KEPT.forget()
    closings._held.forget()
    with transaction.atomic():
        record = Record(Clock(monkeypatch), data.draw)
        for _number in range(15):
            record.happens()
            agrees()
        agrees(today() - datetime.timedelta(days=200))
        transaction.set_rollback(True)
