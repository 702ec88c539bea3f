import datetime

import pytest
from django.http import QueryDict

from inspections.bitmaps.shelf import Shelf
from inspections.deadlines import add_months
from inspections.filters import Selection
from inspections.models.edition import edition
from inspections.reading.charts.open_ages import ago, open_ages
from tests import make

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
ON = day("2026-11-22")


def only_band(**inspection) -> int:
    """In which band a single item stands."""
    make.make_item(inspection=make.make_inspection(**inspection))
    chart = open_ages(Shelf.public(ON, None), ON)
    (band,) = [years for years, bar in enumerate(chart["bars"]) if bar["count"]]
    return band


@pytest.mark.parametrize(
    ("published", "band"),
    [
        ("2026-11-22", 0),
        ("2025-11-22", 0),
        ("2025-11-21", 1),
        ("2024-11-22", 1),
        ("2024-11-21", 2),
        ("2016-11-22", 9),
        ("2016-11-21", 10),
        ("1990-01-01", 10),
        ("2025-11", 1),
        ("2025-12", 0),
        ("2024", 2),
    ],
)
def test_more_than_so_many_years_begins_on_the_day_after_the_anniversary(published, band):
    assert only_band(published=published) == band


def test_the_bands_meet_without_gap_or_overlap():
    for month in range(1, 13):
        for year in range(2012, 2027):
            if (year, month) <= (2026, 11):
                make.make_item(inspection=make.make_inspection(published=f"{year}-{month:02}-21"))
    chart = open_ages(Shelf.public(ON, None), ON)
    assert [bar["count"] for bar in chart["bars"]] == [12] * 10 + [59]
    assert ago(ON, 1) < add_months(ON, -12)


def told() -> None:
    for published in ("2026-01-05", "2024-11-22", "2024-11-21", "2019-09", "2012-03-04"):
        make.make_item(inspection=make.make_inspection(published=published))
    make.make_item(inspection=make.make_inspection(published=None))
    closed = make.make_item(inspection=make.make_inspection(published="2015-01-01"))
    make.make_update(closed, "complete", "2016-01-01")
    make.make_item(inspection=make.make_inspection(published="2026-12-24"))


def test_what_is_open_is_counted_by_years_and_what_has_no_date_is_counted_apart():
    told()
    chart = open_ages(Shelf.public(ON, edition()), ON)
    assert {bar["label"]: bar["count"] for bar in chart["bars"] if bar["count"]} == {
        "up to 1 year": 1,
        "1 to 2 years": 1,
        "2 to 3 years": 1,
        "7 to 8 years": 1,
        "over 10 years": 1,
    }
    assert (chart["long"], chart["total"], chart["unknown"]) == (3, 5, 1)


def test_each_number_leads_to_a_selection_of_as_many():
    told()
    chart = open_ages(Shelf.public(ON, edition()), ON)
    linked = [(bar["count"], bar["url"]) for bar in chart["bars"] if bar["count"]]
    for count, url in [*linked, (chart["long"], chart["long_url"])]:
        assert url
        selection = Selection(QueryDict(url.partition("?")[2]), on=ON)
        assert selection.errors == {}
        assert selection.items().count() == count, url


def test_a_number_that_a_half_known_date_would_make_untrue_has_no_link():
    for published in ("2024", "2025-02-01"):
        make.make_item(inspection=make.make_inspection(published=published))
    chart = open_ages(Shelf.public(ON, None), ON)
    by_label = {bar["label"]: bar for bar in chart["bars"]}
    # 2024 counts from its first day; a selection of the year after would find it too, since it may have been December.
    assert by_label["1 to 2 years"]["count"] == 1
    assert by_label["1 to 2 years"]["url"] == ""
    assert by_label["2 to 3 years"]["url"]


def test_a_bar_is_as_long_as_its_share_of_the_longest():
    for published, count in (("2026-01-01", 1), ("2020-01-01", 4)):
        for _number in range(count):
            make.make_item(inspection=make.make_inspection(published=published))
    chart = open_ages(Shelf.public(ON, None), ON)
    widths = [bar["width"] for bar in chart["bars"] if bar["count"]]
    assert widths == ["20%", "80%"]


def test_nothing_open_with_a_date_is_no_picture():
    make.make_item(inspection=make.make_inspection(published=None))
    assert open_ages(Shelf.public(day("2030-01-01"), edition()), day("2030-01-01")) is None


def test_no_query(django_assert_num_queries):
    for _number in range(8):
        make.make_item()
    shelf = Shelf.public(ON, edition())
    with django_assert_num_queries(0):
        open_ages(shelf, ON)
