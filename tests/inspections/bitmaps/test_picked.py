"""Bitmaps say what querysets say, whatever happened: same items, same order, same counts beside every filter."""

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from inspections.bitmaps import found as searching
from inspections.bitmaps import names
from inspections.bitmaps.kept import KEPT, day_of_record, made
from inspections.bitmaps.picked import FACETS, Picked
from inspections.days import today
from inspections.filters import NarrowFilter, Selection
from inspections.models import Recommendation
from inspections.models.edition import edition
from tests import make
from tests.changing import Clock, Record, queries

pytestmark = pytest.mark.django_db

PATHS = {
    "force": "body",
    "kind": "recommendation__kind",
    "theme": "recommendation__themes",
    "programme": "recommendation__inspection__programme",
    "status": "status",
    "inspection": "recommendation__inspection",
}


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


def selected(query: dict[str, list[str]], on: datetime.date) -> Selection:
    given = QueryDict(mutable=True)
    for name, values in query.items():
        given.setlist(name, values)
    return Selection(given, on=on)


def counted(selection: Selection, name: str) -> dict[Any, int]:
    rows = selection.items(without=name).values_list(PATHS[name]).annotate(n=Count("pk", distinct=True)).order_by()
    return {value: count for value, count in rows if value}


def agree(selection: Selection) -> None:
    """Hold the bitmaps of a selection to its querysets, in every respect in which the list uses them."""
    picked = Picked(selection, edition())
    places, items = picked.record.places, picked.items()
    assert {places.items[at] for at in items} == set(selection.items().values_list("pk", flat=True))
    asked = list(selection.recommendations().values_list("pk", flat=True))
    total = len(picked.ends)
    assert [places.recommendations[at] for at in picked.page(0, total)] == asked
    for first in range(0, total, 3):
        part = [places.recommendations[at] for at in picked.page(first, min(first + 3, total))]
        assert part == asked[first : first + 3]
    assert picked.shelf.bodies() == selection.items().values("body").distinct().count()
    for name in (*FACETS, "status"):
        assert picked.counts(name) == counted(selection, name), name
    assert picked.newest_inspections(1000) == counted(selection, "inspection")
    for name, narrowing in selection.filters.items():
        if isinstance(narrowing, NarrowFilter):
            others = selection.items(without=name)
            wanted = {value: narrowing.narrow(others, value, selection.on).count() for value in narrowing.choices}
            assert picked.narrowed(name) == wanted, name


def same_as_rebuilt(on: datetime.date) -> None:
    """What was brought up to date step by step is what would be made afresh."""
    kept, fresh = KEPT.on(on, edition()), day_of_record(made(today()), on)
    assert kept.places.items[: kept.places.size] == fresh.places.items
    for name in ("starts", "recommendations", "bodies", "inspections", "dates", "date_starts", "due", "lasts", "runs"):
        assert getattr(kept.places, name) == getattr(fresh.places, name), name
    assert kept.places.same == fresh.places.same
    assert kept.said == fresh.said
    assert kept.public == fresh.public
    for name, facet in fresh.places.by.items():
        assert {key: places for key, places in kept.places.by[name].items() if places} == facet
    assert {above: parts for above, parts in kept.places.parts.items() if parts} == fresh.places.parts


# Not made smaller where it fails: what happened is printed, and each try takes a record of its own.
@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_bitmaps_and_querysets_agree_on_any_record_after_anything_that_happens(db, clock, data):
    with transaction.atomic():
        KEPT.forget()
        names.forget()
        record = Record(clock, data.draw)
        for _ in range(data.draw(st.integers(1, 3))):
            record.report()
        for _ in range(data.draw(st.integers(2, 8))):
            record.asked()
        for _ in range(data.draw(st.integers(1, 8))):
            note(record.happens())
            if data.draw(st.booleans()):
                on = today() - datetime.timedelta(days=data.draw(st.sampled_from([0, 0, 1, 200, 370, 1000])))
                agree(selected(data.draw(queries()), on))
                same_as_rebuilt(on)
        agree(selected(data.draw(queries()), today()))
        same_as_rebuilt(today())
        transaction.set_rollback(True)
    KEPT.forget()


def test_a_search_that_finds_too_much_counts_the_newest(monkeypatch):
    monkeypatch.setattr(searching, "MOST_FOUND", 2)
    for year in ("2019", "2021", "2020", "2018"):
        make.make_item(f"of-{year}", inspection=make.make_inspection(published=year), text="Train officers.")
    make.make_item("other", inspection=make.make_inspection(published="2024"), text="Mend cells.")
    on = make.TODAY
    picked = Picked(selected({"q": ["train"]}, on), None)
    places = picked.record.places
    keys = [places.recommendations[at] for at in picked.page(0, 50)]
    assert [Recommendation.objects.get(pk=pk).ref for pk in keys] == ["of-2021", "of-2020"]
    assert picked.is_cut
    assert not Picked(selected({"q": ["train"], "published_after": ["2020"]}, on), None).is_cut
    assert Picked(selected({"published_after": ["2020"]}, on), None).count() == 3
