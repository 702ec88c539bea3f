import datetime

import pytest
from django.db import DatabaseError
from pyroaring import BitMap

from inspections.bitmaps import found
from inspections.bitmaps.found import Matches, looked_for, matches
from inspections.bitmaps.kept import record_of
from inspections.models.edition import edition
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_only_what_the_other_filters_pick_counts_towards_the_most(monkeypatch, size):
    monkeypatch.setattr("inspections.bitmaps.found.MOST_FOUND", 1)
    keys = [make.make_item().recommendation_id for _ in range(3)]
    record = record_of(ON, None)
    places, public, place = record.places, record.public, record.places.place_of_asked
    known = Matches(places, iter([keys[:size], keys[size:]]))
    assert looked_for(known, places, BitMap([place[keys[2]]])).is_cut is False
    cut = looked_for(known, places, public)
    assert (cut.is_cut, list(cut.items), cut.ends.tolist()) == (True, [place[keys[0]]], [place[keys[0]]])
    cut = looked_for(known, places, BitMap([place[keys[1]], place[keys[2]]]))
    assert (cut.is_cut, cut.ends.tolist()) == (True, [place[key] for key in keys[:2]])
    whole = looked_for(known, places, public, all_of_it=True)
    assert (whole.is_cut, whole.ends.tolist()) == (False, [place[key] for key in keys])


def found_now(words: str = "cells", order: str = "newest") -> list[int]:
    now = edition()
    record = record_of(ON, now)
    known = looked_for(matches(words, order, record, now), record.places, record.public)
    return [record.places.recommendations[end] for end in known.ends]


def test_what_words_find_is_kept_while_only_statements_come(monkeypatch):
    item = make.make_item(text="Mend the cells.")
    assert found_now() == [item.recommendation_id]
    make.make_update(item, "planned", reason="The cells are as they were.")
    with monkeypatch.context() as no:
        no.setattr(found.search, "phrases", lambda words: pytest.fail("It was looked for again."))
        assert found_now() == [item.recommendation_id]
    other = make.make_item(text="Open the cells.")
    assert sorted(found_now()) == sorted([item.recommendation_id, other.recommendation_id])
    item.recommendation.text = "Mend the doors."
    item.recommendation.save()
    assert found_now() == [other.recommendation_id]


def test_what_words_find_is_another_thing_in_another_order():
    theme = make.make_theme("cells", name="Cells")
    old = make.make_item(text="Mend the cells.", inspection=make.make_inspection(published="2020"))
    new = make.make_item(text="Train.", themes=[theme], inspection=make.make_inspection(published="2024"))
    keys = [new.recommendation_id, old.recommendation_id]
    assert (found_now(), found_now(order="best")) == (keys, keys[::-1])


def test_few_searches_are_kept(monkeypatch):
    monkeypatch.setattr(found, "WORDS_KEPT", 2)
    make.make_item()
    for words in "abcd":
        found_now(words)
    now = edition()
    assert [key[2] for key in record_of(ON, now).places.worked_out["matches"]] == ["c", "d"]


def test_a_search_that_was_cut_off_is_never_taken_for_a_whole_one(monkeypatch):
    keys = [make.make_item(text="Mend the cells.").recommendation_id for _ in range(2)]

    def broken(words):
        yield keys[:1]
        raise DatabaseError

    with monkeypatch.context() as no:
        no.setitem(found.ORDERS, "newest", broken)
        with pytest.raises(DatabaseError):
            found_now()
    assert sorted(found_now()) == keys


def test_nothing_of_a_preview_is_kept():
    make.make_item(text="Mend the cells.")
    record = record_of(ON, None)
    assert matches("cells", "newest", record, None) is not matches("cells", "newest", record, None)
    assert record.places.worked_out == {}
