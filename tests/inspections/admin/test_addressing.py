"""The ways to say to whom a recommendation was addressed."""

import datetime

import pytest

from inspections.admin.addressing import bodies_meant, choose_bodies
from inspections.partial_dates import PartialDate
from tests.make import make_body, make_force, make_inspection

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 22)


def meant(choice, inspection, chosen=()):
    return {body.slug for body in bodies_meant(choice, chosen, inspection, ON)}


def test_nothing_chosen_means_nobody():
    assert meant("", make_inspection(bodies=[make_force()])) == set()


def test_all_forces_are_those_of_the_day_of_publication():
    make_force("old", ons_code="E23000001", abolished_on=PartialDate.parse("2020-06"))
    make_force("new", ons_code="E23000002", established_on=PartialDate.parse("2020-07-01"))
    make_force("not-territorial")
    make_body("a-council", "local-partner")
    assert meant("all-forces", make_inspection(published="2020-06-30")) == {"old"}
    assert meant("all-forces", make_inspection(published="2020-07-01")) == {"new"}
    assert meant("all-forces", make_inspection(published=None)) == {"new"}


def test_every_body_can_be_chosen_under_its_kind():
    force, council = make_force(), make_body("a-council", "local-partner")
    assert dict(choose_bodies()) == {
        "Police forces": [(force.pk, force.name)],
        "Local partners": [(council.pk, council.name)],
    }
