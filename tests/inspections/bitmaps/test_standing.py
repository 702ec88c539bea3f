import datetime

import pytest

from inspections.bitmaps.kept import record_of
from inspections.bitmaps.standing import recent_days
from tests import make

ON = datetime.date(2026, 11, 22)


def test_recent_is_less_than_so_many_days_ago():
    assert recent_days(ON)[365] == 20251123


@pytest.mark.django_db
def test_how_an_item_stands_is_that_of_the_day():
    item = make.make_item(inspection=make.make_inspection(published="2020"), due_on="2021-06-30")
    make.make_update(item, "complete", on="2022-05-01")
    (place,) = record_of(datetime.date(2022, 4, 30), None).overdue
    now = record_of(ON, None)
    assert now.places.items[place] == item.pk
    assert (now.status_at(place), len(now.overdue), len(now.open)) == ("confirmed-complete", 0, 0)
    assert list(now.confirmed_not_claimed) == [place]
