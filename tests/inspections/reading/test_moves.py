"""How items stood on a day and at the end of each month: the change tables, the periods and the record must agree."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.models import Addressee
from inspections.reading.figures import status_counts
from inspections.reading.moves import Month, month_ends, months
from tests import make

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
        assert found[-1].day == on
        for month in found:
            assert month.counts == counted(month.day), month.day
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
