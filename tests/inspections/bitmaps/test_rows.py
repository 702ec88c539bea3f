import datetime

import pytest

from inspections.bitmaps.rows import as_number, as_text, day_rows, items_out, may_be_shorter, some_items
from tests import make

ON = datetime.date(2022, 1, 1)


@pytest.mark.parametrize(
    ("text", "rest", "number"),
    [("2019", 0, 20190000), ("2019", 99, 20199999), ("2019-09", 99, 20190999), ("2019-09-27", 99, 20190927)],
)
def test_a_date_is_a_number_that_sorts_as_its_text(text, rest, number):
    assert as_number(text, rest) == number


@pytest.mark.parametrize("text", ["2019", "2019-09", "2019-09-27", "0998-01-01"])
def test_a_date_can_be_read_from_its_number(text):
    assert as_text(as_number(text)) == text
    assert as_text(0) == ""


@pytest.mark.parametrize(
    ("text", "shorter"),
    [("2019", False), ("2019-01", True), ("2019-09", False), ("2019-09-27", False), ("2019-09-01", True)],
)
def test_a_date_may_hide_a_shorter_one_that_begins_on_its_day(text, shorter):
    assert may_be_shorter(as_number(text)) is shorter


@pytest.mark.django_db
def test_items_come_oldest_first_and_those_of_a_recommendation_together():
    new = make.make_recommendation(
        "new", [make.make_force(), make.make_force()], make.make_inspection(published="2021")
    )
    old = make.make_item("old", inspection=make.make_inspection(published="2019"))
    make.make_item("hidden", inspection=make.make_inspection(draft=True))
    asked = [row.recommendation for row in items_out(ON)]
    assert asked == [old.recommendation_id, new.pk, new.pk]
    assert some_items([old.pk, 10**9], ON).keys() == {old.pk}


@pytest.mark.django_db
def test_a_day_knows_the_latest_news_and_what_lasts_longest():
    item = make.make_item()
    make.make_update(item, "planned", on="2021")
    make.make_update(item, "says-complete", on="2021-03")
    ((key, row),) = day_rows(ON, [item.pk])
    assert (key, row.status, row.claimed, row.news, row.lasts) == (
        item.pk, "reported-complete", True, 20210300, 20219999,
    )  # fmt: skip
