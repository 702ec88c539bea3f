"""The history says of any day what the record says when it is read for that day, whatever happened meanwhile."""

import datetime
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from inspections.bitmaps import history
from inspections.bitmaps.history import History
from inspections.bitmaps.kept import made, placed
from inspections.bitmaps.places import Places
from inspections.bitmaps.rows import day_rows
from inspections.bitmaps.standing import Said
from inspections.days import today
from inspections.models import Addressee
from tests import make
from tests.changing import Clock, Record

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)
BEFORE = [0, 1, 2, 30, 160, 161, 175, 180, 363, 364, 365, 366, 525, 526, 700, 996, 997, 1100]


def agree(known: History, places: Places) -> None:
    for days in BEFORE:
        on = today() - datetime.timedelta(days=days)
        read = Said.of(places.size, placed(places, day_rows(on)), on)
        said = known.said(on)
        for name in ("statuses", "by_status", "claimed", "news", "heard", "told"):
            assert getattr(said, name) == getattr(read, name), (name, on)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


# Not made smaller where it fails: each try takes a record of its own.
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_day_of_any_record_after_anything_that_is_said(db, clock, monkeypatch, data):
    with transaction.atomic():
        record = Record(clock, data.draw)
        inspection = make.make_inspection(published="2024")
        for _ in range(data.draw(st.integers(1, 4))):
            record.asked(inspection=inspection, to=record.bodies)
        for _ in range(data.draw(st.integers(0, 12))):
            note(record.happens())
        places = made(today())
        known = History.read(places)
        agree(known, places)
        monkeypatch.setattr(history, "MOST_AMENDED", data.draw(st.sampled_from([0, 2, 1000])))
        for _ in range(data.draw(st.integers(1, 3))):
            for happens in data.draw(
                st.lists(st.sampled_from([record.said, record.corrected]), min_size=1, max_size=4)
            ):
                with suppress(ValidationError, LookupError), transaction.atomic():
                    happens()
            known = known.amended(places, list(Addressee.objects.values_list("pk", flat=True)))
            agree(known, places)
        transaction.set_rollback(True)


def test_items_that_took_new_places_are_read_with_those_that_were_touched():
    old = make.make_item("old", inspection=make.make_inspection(published="2019"))
    make.make_update(old, "planned", on="2020")
    known = History.read(made(ON))
    new = make.make_item("new", inspection=make.make_inspection(published="2021"))
    make.make_update(new, "says-complete", on="2022-05")
    places = made(ON)
    assert places.items.tolist() == [old.pk, new.pk]
    agree(known.amended(places, [new.pk]), places)


def test_what_was_not_touched_is_not_read_again(django_assert_num_queries):
    item, other = make.make_item(), make.make_item()
    make.make_update(other, "planned", on="2020")
    places = made(ON)
    known = History.read(places)
    make.make_update(item, "says-complete", on="2022")
    with django_assert_num_queries(2):
        known = known.amended(places, [item.pk])
    with django_assert_num_queries(0):
        said = known.said(datetime.date(2022, 1, 1))
    assert list(said.claimed) == [places.place[item.pk]]
    assert list(said.heard) == sorted(places.place.values())


def test_an_empty_record_has_a_history():
    said = History.read(made(ON)).said(ON)
    assert (said.statuses, len(said.heard)) == (b"", 0)
