import datetime

import pytest
from pyroaring import BitMap

from inspections.bitmaps.kept import made
from inspections.bitmaps.places import OutOfPlace, changed
from inspections.bitmaps.rows import inspections_out, items_out
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
