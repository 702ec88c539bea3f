import datetime

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.models import Addressee
from inspections.models.edition import edition
from inspections.reading.charts.pictures import LEAST, pictures
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2022, 1, 1)


def shown():
    items = Addressee.objects.public(ON).standing(ON)
    return pictures(items, ON, Shelf.public(ON, edition()))


def test_ages_and_times_need_enough_items():
    for _number in range(LEAST - 1):
        make.make_item()
    few = shown()
    assert few["over_time"]
    assert (few["ages"], few["completion"], few["too_few"]) == (None, None, True)
    make.make_item()
    enough = shown()
    assert enough["ages"]
    assert enough["completion"]
    assert not enough["too_few"]


def test_nothing_asks_the_database_for_nothing(django_assert_num_queries):
    shelf = Shelf.public(ON, edition())
    with django_assert_num_queries(0):
        assert pictures(Addressee.objects.none(), ON, shelf)["over_time"] is None


def test_the_ledger_is_asked_for_the_months_alone(django_assert_num_queries):
    for times in (5, 50):
        for _number in range(times):
            make.make_update(make.make_item(), "complete", "2021-01-01")
        items, shelf = Addressee.objects.public(ON).standing(ON), Shelf.public(ON, edition())
        pictures(items, ON, shelf)
        with django_assert_num_queries(3):  # one of them for the edition
            pictures(items, ON, shelf, theme="custody")
