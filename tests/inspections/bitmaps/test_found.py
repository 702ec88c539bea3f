import datetime

import pytest
from pyroaring import BitMap

from inspections.bitmaps.found import looked_for
from inspections.bitmaps.kept import record_of
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def test_only_what_the_other_filters_pick_counts_towards_the_most(monkeypatch):
    monkeypatch.setattr("inspections.bitmaps.found.MOST_FOUND", 1)
    keys = [make.make_item().recommendation_id for _ in range(3)]
    record = record_of(ON, None)
    place = record.places.place_of_asked
    assert looked_for(keys, record, BitMap([place[keys[2]]])).is_cut is False
    found = looked_for(keys, record, record.public)
    assert (found.is_cut, list(found.items), found.ends) == (True, [place[keys[0]]], (place[keys[0]],))
    found = looked_for(keys, record, record.public, all_of_it=True)
    assert (found.is_cut, found.ends) == (False, tuple(place[key] for key in keys))
