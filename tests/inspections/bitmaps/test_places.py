import datetime
from dataclasses import replace

import pytest
from pyroaring import BitMap

from inspections.bitmaps.kept import made
from inspections.bitmaps.places import OutOfPlace, changed
from inspections.bitmaps.rows import inspections_out, items_out, some_items
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


@pytest.mark.parametrize("bodies", [1, 2, 3, 5, 9])
def test_a_recommendation_counts_once_however_many_of_its_items_are_there(bodies):
    for _ in range(2):
        make.make_recommendation(to=[make.make_force() for _ in range(bodies)])
    places = made(ON)
    for at in range(places.size):
        assert places.ends_of(BitMap([at])) == BitMap([bodies - 1 if at < bodies else 2 * bodies - 1])
    assert len(places.ends_of(BitMap(range(2 * bodies)))) == 2
    assert places.asked_in(BitMap([bodies - 1])) == BitMap(range(bodies))


def test_a_date_half_known_is_before_and_after_the_days_that_it_may_mean():
    for published in (None, "2019", "2019-06", "2019-06-15", "2020"):
        make.make_item(inspection=make.make_inspection(published=published))
    places, day = made(ON), datetime.date(2019, 6, 20)
    assert list(places.published_by(day)) == [1, 2, 3]
    assert list(places.published_since(day)) == [1, 2, 4]
    assert list(places.published()) == [1, 2, 3, 4]


def test_what_is_not_the_newest_has_no_place_behind_the_others():
    make.make_item(inspection=make.make_inspection(published="2020"))
    places = made(ON)
    older = make.make_item(inspection=make.make_inspection(published="2019")).recommendation.inspection_id
    with pytest.raises(OutOfPlace):
        places.copied().grow(items_out(ON, [older]), inspections_out(ON, [older]), {})


def test_a_bitmap_is_replaced_and_never_changed():
    before = BitMap([1, 2])
    assert changed(before, 3, True) == BitMap([1, 2, 3])
    assert changed(before, 2, True) is before
    assert before == BitMap([1, 2])


def test_a_deadline_may_come_go_and_move():
    item = make.make_item(inspection=make.make_inspection(published="2020"), due_on="2021-06-30")
    make.make_item(inspection=make.make_inspection(published="2021"), due_on="2021-07-31")
    places = made(ON).copied()
    at, (first, second) = places.place[item.pk], places.due
    for day, kept in ((0, [second]), (0, [second]), (first >> 32, [first, second]), (second >> 32, None)):
        places._set_due(at, day)
        assert list(places.due) == (kept or [second >> 32 << 32 | at, second])
    assert list(places.due_days()) == [each >> 32 for each in sorted(places.due, key=lambda each: each & 0xFFFFFFFF)]
    assert places.due_between(1, second >> 32) == BitMap()
    assert places.due_between(1, (second >> 32) + 1) == BitMap([0, 1])


def test_a_statement_leaves_who_is_public_alone():
    item = make.make_item(inspection=make.make_inspection(published="2020"))
    places = made(ON)
    public = places.public(ON)
    rows, about = some_items([item.pk], ON), inspections_out(ON)
    same = places.copied()
    same.replace([item.pk], rows, about, {})
    assert same.public(ON) is public
    withdrawn = places.copied()
    withdrawn.replace([item.pk], {item.pk: replace(rows[item.pk], withdrawn=ON.toordinal())}, about, {})
    assert not withdrawn.public(ON)
    assert places.public(ON) == public == BitMap([0])
