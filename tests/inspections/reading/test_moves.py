"""How items stood on a day and at the end of each month: the change tables, the periods and the record must agree."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.actions import put_back, withdraw
from inspections.days import today
from inspections.models import Addressee, Body, Inspection, Recommendation, StatusPeriod
from inspections.reading.figures import status_counts
from inspections.reading.moves import Month, counts_by_month, counts_on, month_ends, months
from tests import make
from tests.packages import run

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
POSITIONS = ["planned", "under-way", "says-complete", "being-progressed", "complete", "no-further-action", "reopened"]


def counted(on: datetime.date) -> dict[str, int]:
    return status_counts(Addressee.objects.public(on).standing(on))


def test_a_month_ends_on_its_last_day_and_the_running_one_on_the_day_of_the_page():
    assert month_ends(day("2019-12-31"), day("2020-03-01")) == [
        day("2019-12-31"),
        day("2020-01-31"),
        day("2020-02-29"),
        day("2020-03-01"),
    ]
    assert month_ends(day("2020-03-05"), day("2020-03-31")) == [day("2020-03-31")]


def test_an_item_counts_from_its_publication_and_stands_as_it_stood():
    item = make.make_item(inspection=make.make_inspection(published="2020-01-31"))
    make.make_update(item, "planned", "2020-03-31")
    make.make_update(item, "complete", "2020-04")
    make.make_item(inspection=make.make_inspection(published="2020-03"))
    make.make_item(inspection=make.make_inspection(published="2020-01-01", draft=True))
    make.make_item(inspection=make.make_inspection(published="2020-05-11"))
    found = months(Addressee.objects.public(day("2020-05-10")), day("2020-05-10"))
    assert found == [
        Month(day("2020-01-31"), {"no-progress": 1}),
        Month(day("2020-02-29"), {"no-progress": 1}),
        Month(day("2020-03-31"), {"no-progress": 1, "planned": 1}),
        Month(day("2020-04-30"), {"no-progress": 1, "confirmed-complete": 1}),
        Month(day("2020-05-10"), {"no-progress": 1, "confirmed-complete": 1}),
    ]


def test_what_happened_before_publication_or_after_the_day_does_not_show():
    item = make.make_item(inspection=make.make_inspection(published="2020-02-10"))
    make.make_update(item, "planned", "2020-02")  # its first day is before that of the report
    make.make_update(item, "complete", "2020-05-11")
    found = months(Addressee.objects.public(day("2020-05-10")), day("2020-05-10"))
    assert {month.day.isoformat(): month.counts for month in found} == {
        "2020-02-29": {"planned": 1},
        "2020-03-31": {"planned": 1},
        "2020-04-30": {"planned": 1},
        "2020-05-10": {"planned": 1},
    }


def test_an_inspection_without_a_day_counts_from_when_it_is_known_to_have_been_public():
    make.make_item(inspection=make.make_inspection(published=None))
    make.make_item(inspection=make.make_inspection(published="2026-09-01"))
    on = day("2030-01-31")
    for month in months(Addressee.objects.public(on), on):
        assert month.counts == counted(month.day), month.day


def test_an_item_of_two_themes_is_one_item():
    themes = [make.make_theme(), make.make_theme()]
    make.make_item(themes=themes)
    on = day("2020-04-30")
    items = Addressee.objects.public(on).standing(on).filter(recommendation__themes__in=themes)
    assert [month.total for month in months(items, on)] == [1, 1, 1, 1]


class EachMonth(TestCase):
    dates = st.dates(day("2019-11-15"), day("2020-12-31")).map(str) | st.sampled_from(["2020-02", "2020", "2020-07"])
    histories = st.lists(st.tuples(st.dates(day("2021-01-01"), day("2021-12-31")), st.sampled_from(POSITIONS)))

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(st.tuples(dates, histories), min_size=1, max_size=4), st.dates(day("2021-02-01"), day("2022-02-01"))
    )
    def test_is_what_counting_the_record_of_its_last_day_comes_to(self, told, on):
        for published, history in told:
            item = make.make_item(inspection=make.make_inspection(published=published))
            for said, position in history:
                make.make_update(item, position, str(said))
        found = months(Addressee.objects.public(on), on)
        assert found == counts_by_month(on, today=on)
        assert found[-1].day == on
        for month in found:
            assert month.counts == counted(month.day) == counts_on(month.day, today=on), month.day
        before = found[0].day.replace(day=1) - datetime.timedelta(days=1)
        assert counted(before) == {}


def test_no_query_mentions_more_rows_than_days(django_assert_num_queries):
    """Items of one day come back as one row: what the database hands over does not grow with them."""
    on = day("2022-01-01")
    inspection = make.make_inspection(published="2020-01-01")
    for _number in range(20):
        make.make_item(inspection=inspection)
    with CaptureQueriesContext(connection) as captured:
        months(Addressee.objects.public(on), on)
    with connection.cursor() as cursor:
        cursor.execute(captured.captured_queries[0]["sql"])
        assert len(cursor.fetchall()) == 1


def same(days: list[datetime.date], bodies: list[Body | None]) -> int:
    """Compare the tables with counting the record, for each of these days and bodies; return how much was counted."""
    seen = 0
    for on in days:
        for body in bodies:
            items = Addressee.objects.public(on).filter(body=body) if body else Addressee.objects.public(on)
            right = status_counts(items.standing(on))
            assert counts_on(on, today=today(), body=body) == right, (on, body)
            assert counts_by_month(on, today=today(), body=body) == months(items, on), (on, body)
            seen += sum(right.values())
    return seen


def some_days() -> list[datetime.date]:
    """Days on which something happens in the record, the day before and after, ends of months and today."""
    starts = StatusPeriod.objects.filter(start__gt="1900-01-01").values_list("start", flat=True)
    published = Inspection.objects.values_list("public_from", flat=True)
    moved = sorted({*starts, *published})[::9]
    around = {each + datetime.timedelta(days=days) for each in moved for days in (-1, 0, 1)}
    return sorted({*around, day("2019-02-28"), day("2020-02-29"), day("2012-01-01"), today()})


def test_the_demonstration_is_counted_as_its_items_are(demonstration):
    bodies = list(Body.objects.all())
    assert same([day("2021-06-30"), day("2023-05-17"), today()], [None, *bodies]) > 100
    busiest = sorted(bodies, key=lambda body: body.items.count())[-3:]
    assert same(some_days(), [None, *busiest]) > 1000


@pytest.fixture
def demonstration() -> None:
    run("load_dataset", "fixtures/reference", "fixtures/demo")


def test_days_before_a_withdrawal_have_what_was_withdrawn_and_later_ones_do_not(demonstration):
    body = Addressee.objects.earliest("pk").body
    inspection = Inspection.objects.filter(recommendations__addressees__body=body).first()
    asked = Recommendation.objects.exclude(inspection=inspection).filter(addressees__isnull=False).first()
    assert inspection
    assert asked
    gone, before = today() - datetime.timedelta(days=40), counts_on(today(), today=today())
    withdraw(inspection, on=gone, note="It was a mistake.")
    withdraw(asked, on=today(), note="It was a mistake.")
    assert sum(counts_on(today(), today=today()).values()) < sum(before.values())
    days = [gone - datetime.timedelta(days=400), gone - datetime.timedelta(days=1), gone, today()]
    assert same(days, [None, body, asked.bodies.earliest("pk")])
    put_back(inspection)
    put_back(asked)
    assert counts_on(today(), today=today()) == before


def test_what_waits_for_its_hour_counts_from_that_hour_though_nothing_is_written(monkeypatch):
    kent = make.make_force("kent")
    make.make_item(body=kent, inspection=make.make_inspection(published="2020-01-15"))
    moment = timezone.localtime() + datetime.timedelta(minutes=1)
    on, an_hour = moment.date(), datetime.timedelta(hours=1)
    embargoed = make.make_inspection(published=on.isoformat(), published_time=moment.time())
    make.make_item(body=kent, inspection=embargoed)
    make.make_item(body=kent, inspection=embargoed, withdrawn_on=on, withdrawal_note="It was a mistake.")
    for body in (None, kent):
        assert counts_on(on, today=on, body=body) == {"no-progress": 1}
        assert counts_by_month(on, today=on, body=body)[-1].counts == {"no-progress": 1}
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC) + an_hour)
    for body in (None, kent):
        assert counts_on(on, today=on, body=body) == {"no-progress": 2} == counted(on)
        assert counts_by_month(on, today=on, body=body)[-1].counts == {"no-progress": 2}


def test_an_embargoed_report_alone_makes_no_month():
    moment = timezone.localtime() + datetime.timedelta(minutes=1)
    on = moment.date()
    make.make_item(inspection=make.make_inspection(published=on.isoformat(), published_time=moment.time()))
    assert counts_by_month(on, today=on) == []
    assert counts_on(on, today=on) == {}


def test_two_queries_whatever_there_is(django_assert_num_queries):
    kent, on = make.make_force("kent"), day("2022-01-01")
    for times in (5, 50):
        for _number in range(times):
            make.make_update(make.make_item(body=kent), "planned", "2021-01-01")
        for body in (None, kent):
            with django_assert_num_queries(2):
                counts_on(on, today=on, body=body)
            with django_assert_num_queries(2):
                counts_by_month(on, today=on, body=body)
