import datetime

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.models import Addressee
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)
WORDS = ("open", "overdue", "with_due_day", "asked_for_at_once", "claimed", "with_known_news")


def test_a_shelf_and_a_queryset_count_the_same_in_the_same_words():
    force = make.make_force("kent")
    make.make_item(body=force, due_on="2021-01-01")
    make.make_item(body=force, deadline="immediately", inspection=make.make_inspection(published=None))
    make.make_update(make.make_item(body=force, due_on="2027"), "says-complete")
    make.make_update(make.make_item(body=force), "complete")
    make.make_item()
    shelf = Shelf.public(ON, None).of("force", force.pk)
    items = Addressee.objects.public(ON).standing(ON).filter(body=force)
    for word in WORDS:
        assert getattr(shelf, word)(ON).count() == getattr(items, word)(ON).count() > 0, word
    assert shelf.by_status() == items.by_status()
    assert shelf.stale(ON, 365).count() == items.stale(ON, 365).count() == 2
    day = datetime.date(2020, 1, 14)
    assert shelf.published_by(day).count() == items.published_by(day).count() == 0
    assert shelf.published().count() == items.published().count() == 3
    assert (shelf.recommendations(), shelf.bodies()) == (4, 1)
    assert shelf.published_since(day).count() == 3
    assert shelf.published_since(datetime.date(2020, 1, 16)).count() == 0


def test_the_earliest_due_and_the_oldest_come_first_each_with_its_items():
    late = make.make_recommendation(to=[make.make_force(), make.make_force()], due_on="2020-06-01")
    later = make.make_recommendation(due_on="2021-06-01", inspection=make.make_inspection(published="2019"))
    shelf = Shelf.public(ON, None)
    assert list(shelf.overdue(ON).earliest_due(5).items()) == [(late.pk, 2), (later.pk, 1)]
    assert list(shelf.oldest(1).items()) == [(later.pk, 1)]


def test_items_of_one_day_do_not_say_how_they_stand_on_another():
    with pytest.raises(AssertionError):
        Shelf.public(ON, None).open(datetime.date(2020, 1, 1))
