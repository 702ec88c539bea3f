import pytest
from django.core.exceptions import ValidationError

from inspections.models import Body, FormerAddress, Recommendation
from tests.make import make_force, make_item

pytestmark = pytest.mark.django_db


def renamed(thing, slug, field="slug"):
    thing = type(thing).objects.get(pk=thing.pk)
    setattr(thing, field, slug)
    thing.full_clean()
    thing.save()
    return thing


def test_an_old_slug_leads_to_the_thing_after_any_number_of_renames():
    force = make_force("first")
    renamed(force, "second")
    renamed(force, "third")
    assert Body.formerly_at("first") == Body.formerly_at("second") == force
    assert Body.formerly_at("third") is None


def test_a_recommendation_keeps_its_old_reference():
    recommendation = make_item("old-ref").recommendation
    renamed(recommendation, "new-ref", "ref")
    assert Recommendation.formerly_at("old-ref") == recommendation


def test_going_back_to_an_old_slug_leaves_no_circle():
    force = make_force("first")
    renamed(renamed(force, "second"), "first")
    assert Body.formerly_at("first") is None
    assert Body.formerly_at("second") == force


def test_nobody_else_can_take_an_old_address():
    renamed(make_force("first"), "second")
    with pytest.raises(ValidationError, match="must go on doing so"):
        Body(slug="first", name="Another", kind="police-force").full_clean()


def test_the_nouns_do_not_get_in_each_others_way():
    renamed(make_force("first"), "second")
    assert Recommendation.formerly_at("first") is None


def test_saving_without_a_new_slug_keeps_nothing():
    force = make_force()
    force.name = "Other"
    force.save()
    assert not FormerAddress.objects.exists()
