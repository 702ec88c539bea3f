"""The picture of how items stood at the end of each month; tests/inspections/reading/test_moves.py has the counts."""

import datetime

import pytest

from inspections.models import Addressee
from inspections.reading.charts.over_time import HEIGHT, badge, drawn, over_time
from inspections.reading.moves import Month
from tests import make

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat


def record() -> None:
    kent = make.make_force("kent")
    first = make.make_item(body=kent, inspection=make.make_inspection(published="2019-06-10"))
    make.make_update(first, "under-way", "2020-02-03")
    make.make_item(body=kent, inspection=make.make_inspection(published="2020-02-04"))


def test_the_picture_says_in_words_where_it_begins_and_ends():
    record()
    on = day("2021-03-15")
    chart = over_time(Addressee.objects.public(on), on, force="kent")
    assert (chart["from"], chart["until"]) == ("June 2019", "15 March 2021")
    assert chart["first"] == "1 item: No progress published 1"
    assert chart["last"] == "2 items: No progress published 1; Under way 1"
    assert [band["status"].value for band in chart["bands"]] == ["no-progress", "under-way"]


def test_the_table_has_the_months_in_which_something_moved_and_leads_to_the_record_of_that_day():
    record()
    on = day("2021-03-15")
    rows = over_time(Addressee.objects.public(on), on, force="kent")["rows"]
    assert [row["label"] for row in rows] == ["30 June 2019", "29 February 2020", "15 March 2021"]
    assert rows[1]["url"] == "/recommendations/?force=kent&as_at=2020-02-29"
    assert rows[2]["url"] == "/recommendations/?force=kent"
    assert [cell["count"] for cell in rows[1]["cells"]] == [1, 1]


def test_a_short_table_has_the_ends_of_years():
    record()
    on = day("2021-03-15")
    rows = over_time(Addressee.objects.public(on), on, recent=0)["rows"]
    assert [row["label"] for row in rows] == ["30 June 2019", "31 December 2019", "31 December 2020", "15 March 2021"]


def test_a_table_may_tell_only_the_last_months_one_by_one():
    record()
    on = day("2021-03-15")
    rows = over_time(Addressee.objects.public(on), on, recent=14)["rows"]
    assert [row["label"] for row in rows] == ["30 June 2019", "31 December 2019", "29 February 2020", "15 March 2021"]
    every = over_time(Addressee.objects.public(on), on, recent=100)["rows"]
    assert every == over_time(Addressee.objects.public(on), on)["rows"]


def test_less_than_two_months_make_no_picture():
    make.make_item(inspection=make.make_inspection(published="2020-02-04"))
    assert over_time(Addressee.objects.public(day("2020-02-20")), day("2020-02-20")) is None
    assert over_time(Addressee.objects.none(), day("2020-02-20"), theme="custody") is None


def test_any_selection_is_counted_as_everything_is():
    record()
    on = day("2021-03-15")
    items = Addressee.objects.public(on)
    parts = ("bands", "first", "last", "scale", "years")
    everything, of_force, of_theme = (
        over_time(items, on),
        over_time(items, on, force="kent"),
        over_time(items, on, theme="all"),
    )
    for part in parts:
        assert everything[part] == of_force[part] == of_theme[part]


def test_the_picture_of_everything_asks_nothing_of_the_items(django_assert_num_queries):
    on = day("2022-01-01")
    for times in (5, 50):
        for _number in range(times):
            make.make_update(make.make_item(), "planned", "2021-01-01")
        with django_assert_num_queries(2):
            assert over_time(Addressee.objects.none(), on)
        with django_assert_num_queries(2):
            assert over_time(Addressee.objects.public(on).standing(on), on, theme="all")


def test_a_layer_carries_its_shape_where_it_is_thick_enough_and_only_there():
    assert badge([1.0] * 50, [0.0] * 50) == {"x": "95%", "y": HEIGHT // 2, "icon_y": HEIGHT // 2 - 7}
    assert badge([0.05] * 50, [0.0] * 50)["x"] == ""
    assert badge([0.0] * 48 + [1.0] * 2, [0.0] * 50)["x"] == ""  # thick, but only for two months of fifty


def test_two_months_can_be_drawn():
    chart = drawn(
        [Month(day("2020-01-31"), {"planned": 1}), Month(day("2020-02-03"), {"planned": 2})], day("2020-02-03")
    )
    assert chart["bands"][0]["edge"] == "M0 500H500V0H1000"
