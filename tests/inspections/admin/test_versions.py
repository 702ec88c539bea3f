"""What is kept of a change, row by row, and of how things were before the first."""

import json

import pytest
from reversion.models import Revision, Version

from inspections.admin.versions import (
    BELONGS_TO,
    FOUND,
    SAVED,
    Key,
    State,
    keeping,
    kept_fields,
    latest_states,
    states_of,
)
from inspections.models import Addressee, Inspection, Recommendation
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_observation,
    make_policing_body,
    make_recommendation,
    make_source,
    make_staff,
    make_succession,
    make_theme,
)
from tracker.models import User

pytestmark = pytest.mark.django_db


def acts():
    return [json.loads(revision.comment)["act"] for revision in Revision.objects.order_by("pk")]


def kept_rows(revision):
    return {(version.content_type.model, version.object_id) for version in revision.version_set.all()}


def rename(source, title, by=None):
    with keeping([source], by=by or make_staff()):
        source.title = title
        source.save()


def test_nothing_derived_and_no_password_is_kept():
    assert not {"public_from", "public_at", "entered_on", "id"} & set(kept_fields(Inspection))
    assert not {"due_day", "number_key", "bodies"} & set(kept_fields(Recommendation))
    assert not {"password", "last_login"} & set(kept_fields(User))
    assert {"themes", "withdrawn_on", "withdrawal_note"} <= set(kept_fields(Recommendation))


def test_the_first_change_keeps_how_it_was_and_how_it_is():
    source, staff = make_source(title="A letter"), make_staff()
    rename(source, "A longer letter", by=staff)
    assert acts() == [FOUND, SAVED]
    found, saved = Revision.objects.order_by("pk")
    assert (found.user, saved.user) == (None, staff)
    titles = [json.loads(version.serialized_data)[0]["fields"]["title"] for version in Version.objects.order_by("pk")]
    assert titles == ["A letter", "A longer letter"]


def test_a_second_change_keeps_only_how_it_is():
    source = make_source()
    rename(source, "Once")
    rename(source, "Twice")
    assert acts() == [FOUND, SAVED, SAVED]


def test_where_nothing_changes_nothing_is_kept():
    source = make_source(title="The same")
    rename(source, "The same")
    assert not Revision.objects.exists()


def test_what_a_load_changed_in_between_is_kept_as_found():
    source = make_source(title="One")
    rename(source, "Two")
    type(source).objects.filter(pk=source.pk).update(title="Loaded")
    source.refresh_from_db()
    rename(source, "Three")
    assert acts() == [FOUND, SAVED, FOUND, SAVED]


def test_a_row_is_kept_with_what_it_belongs_to():
    inspection = make_inspection()
    observation = make_observation(inspection)
    other = make_observation(inspection)
    with keeping([inspection], by=make_staff()):
        observation.text = "Leaders were not committed."
        observation.save()
    saved = Revision.objects.order_by("-pk").first()
    assert kept_rows(saved) == {("inspection", str(inspection.pk)), ("observation", str(observation.pk))}
    assert not Version.objects.filter(content_type__model="observation", object_id=other.pk).exists()


def test_a_succession_is_kept_with_both_ends_whichever_was_at_hand():
    earlier, later = make_recommendation(), make_recommendation()
    with keeping([earlier], by=make_staff()):
        succession = make_succession(earlier, later)
    saved = Revision.objects.order_by("-pk").first()
    assert kept_rows(saved) == {
        ("recommendation", str(earlier.pk)),
        ("recommendation", str(later.pk)),
        ("succession", str(succession.pk)),
    }


def test_what_is_deleted_is_kept_as_it_was_last():
    source, staff = make_source(title="A letter"), make_staff()
    key = Key.of(source)
    with keeping([source], by=staff):
        source.delete()
    assert latest_states([key])[key].fields["title"] == "A letter"
    assert json.loads(Revision.objects.order_by("-pk").first().comment)["gone"] == [list(key)]


def test_links_to_many_are_kept_and_their_order_means_nothing():
    first, second = make_theme(name="B"), make_theme(name="A")
    recommendation = make_recommendation(themes=[first, second])
    before = states_of([recommendation])
    assert before[Key.of(recommendation)].fields["themes"] == sorted([first.pk, second.pk])
    second.name = "C"
    second.save()
    assert states_of([recommendation]) == before


def test_a_failure_keeps_nothing():
    source, staff = make_source(title="A letter"), make_staff()

    @keeping([source], by=staff)
    def fail():
        source.title = "Half done"
        source.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    source.refresh_from_db()
    assert source.title == "A letter"
    assert not Revision.objects.exists()


def test_a_field_that_an_older_version_does_not_know_is_no_difference():
    assert not State({"title": "A"}, "").differs(State({"title": "A", "new": 1}, ""))
    assert State({"title": "A"}, "").differs(State({"title": "B", "new": 1}, ""))
    assert State({}, "").differs(None)


def test_the_queries_do_not_grow_with_rows(django_assert_max_num_queries):
    force = make_force()
    for number in range(6):
        make_policing_body(force, f"pcc-{number}")
    item = make_item(body=force)
    for _number in range(6):
        Addressee.objects.create(recommendation=item.recommendation, body=make_force())
    with django_assert_max_num_queries(4):
        states_of([force])
    with django_assert_max_num_queries(5):
        states_of([item.recommendation])


def test_every_model_that_staff_write_in_a_form_is_kept():
    from django.contrib import admin

    never = {"statusupdate", "proposal", "upload"}  # the ledger is its own history; the others are on their way
    ours = {model for model in admin.site._registry if model._meta.app_label == "inspections"}
    assert {model._meta.model_name for model in ours - set(BELONGS_TO)} <= never
