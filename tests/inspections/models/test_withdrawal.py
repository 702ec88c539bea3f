"""What is withdrawn is on the record until the day before."""

import datetime
from typing import Any

import pytest

from inspections.models import Addressee, Inspection, Recommendation, Response, StatusUpdate
from tests.make import make_force, make_inspection, make_item, make_response, make_update

pytestmark = pytest.mark.django_db

WITHDRAWN = datetime.date(2022, 5, 3)
DAYS = [WITHDRAWN + datetime.timedelta(days=days) for days in (-1, 0, 1)]


@pytest.fixture
def item():
    item = make_item(body=make_force("kent"))
    make_update(item, "planned", "2021-03-01", recorded_on=datetime.date(2021, 3, 1))
    make_response(item.recommendation.inspection, item.body)
    return item


def withdrawn(thing):
    thing.withdrawn_on, thing.withdrawal_note = WITHDRAWN, "It was a mistake."
    thing.save()


def public(model) -> list[bool]:
    """Whether a row is public on the day before the withdrawal, on that day, and after it."""
    return [model.objects.public(on).exists() for on in DAYS]


def readable(model) -> list[bool]:
    return [model.objects.readable(on).exists() for on in DAYS]


def test_with_an_inspection_all_that_belongs_to_it_goes(item):
    withdrawn(item.recommendation.inspection)
    for model in (Inspection, Recommendation, Addressee, StatusUpdate, Response):
        assert public(model) == [True, False, False], model
    for model in (Inspection, Recommendation, Addressee, Response):
        assert readable(model) == [True, True, True], model


def test_with_a_recommendation_its_items_go_and_the_inspection_stays(item):
    withdrawn(item.recommendation)
    for model in (Recommendation, Addressee, StatusUpdate):
        assert public(model) == [True, False, False], model
    assert public(Inspection) == public(Response) == [True, True, True]


def test_a_response_goes_alone(item):
    withdrawn(Response.objects.get())
    assert public(Response) == [True, False, False]
    assert readable(Response) == [True, True, True]
    assert public(Addressee) == [True, True, True]


def test_one_row_says_the_same_as_the_database(item):
    things: list[Any] = [item.recommendation.inspection, item.recommendation, Response.objects.get()]
    for thing in things:
        withdrawn(thing)
        for model in (Inspection, Recommendation, Response):
            row = model.objects.get()
            assert [row.is_public(on) for on in DAYS] == public(model), (thing, model)
            assert [row.is_readable(on) for on in DAYS] == readable(model), (thing, model)
        type(thing).objects.update(withdrawn_on=None, withdrawal_note="")


def test_what_was_never_public_is_not_readable_because_it_was_withdrawn():
    withdrawn(make_inspection(draft=True))
    assert not Inspection.objects.readable(DAYS[2]).exists()
