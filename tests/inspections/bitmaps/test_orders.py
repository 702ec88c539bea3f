import pytest
from pyroaring import BitMap

from inspections.bitmaps.orders import by_day, newest_first, oldest_first
from inspections.bitmaps.places import Places


@pytest.fixture
def places():
    made = Places()
    made.dates, made.date_starts = ["", "2019", "2020"], [0, 2, 5]
    made.lasts = BitMap(range(7))
    return made


def test_the_newest_are_at_the_end():
    assert newest_first(BitMap([1, 3, 5]), 0, 2) == [5, 3]
    assert newest_first(BitMap([1, 3, 5]), 2, 5) == [1]


@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_the_oldest_come_by_date_and_what_has_none_last(places, step):
    whole = [4, 3, 2, 6, 5, 1, 0]
    parts = [oldest_first(places, places.lasts, first, min(first + step, 7)) for first in range(0, 7, step)]
    assert [place for part in parts for place in part] == whole


def test_what_has_no_day_is_last_and_equal_days_stay_in_the_order_of_the_list(places):
    assert list(by_day(places, {2: 10, 5: 10, 6: 9})) == [6, 5, 2, 4, 3, 1, 0]
