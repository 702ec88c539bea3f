"""Saving a form of the register, through the front door: each save is kept once, in the name of its account."""

import json

import pytest
from reversion.models import Revision, Version

from inspections.models import Inspection, Recommendation, Source
from tests.harness.forms import boxes
from tests.make import (
    make_force,
    make_inspection,
    make_observation,
    make_policing_body,
    make_recommendation,
    make_response,
    make_source,
)

ADMIN = "/admin/inspections/"


def opened(client, thing, query=""):
    """The boxes of a thing's form as they are sent if nothing is typed."""
    model = thing._meta.model_name
    return boxes(client.get(f"{ADMIN}{model}/{thing.pk}/change/{query}").content.decode(), f"{model}_form")


def send(client, thing, sent, query=""):
    return client.post(f"{ADMIN}{thing._meta.model_name}/{thing.pk}/change/{query}", sent)


def saved():
    """Who saved what, the oldest first: the account's name and the rows that were kept."""
    revisions = Revision.objects.exclude(user=None).order_by("pk").prefetch_related("version_set__content_type")
    return [
        (revision.user.username, sorted(version.content_type.model for version in revision.version_set.all()))
        for revision in revisions
    ]


def test_a_form_that_is_sent_as_it_was_opened_changes_nothing_and_keeps_nothing(publisher):
    inspection = make_inspection(bodies=[make_force()])
    make_observation(inspection)
    answer = send(publisher, inspection, opened(publisher, inspection))
    assert answer.status_code == 302
    assert saved() == []


def test_a_change_is_kept_in_the_name_of_the_account(publisher):
    source = make_source(title="A letter")
    answer = send(publisher, source, opened(publisher, source) | {"title": "A longer letter"})
    assert answer.status_code == 302
    assert saved() == [("an-publisher", ["source"])]


def test_what_is_added_is_kept(publisher):
    page = publisher.get(f"{ADMIN}source/add/").content.decode()
    publisher.post(f"{ADMIN}source/add/", boxes(page, "source_form") | {"title": "A letter", "slug": "a-letter"})
    assert saved() == [("an-publisher", ["source"])]


def test_what_is_added_in_an_inspections_form_is_kept_with_whom_it_is_addressed_to(publisher):
    inspection = make_inspection(draft=True, bodies=[make_force(), make_force()])
    asked = {"number": "1", "kind": "recommendation", "text": "Do it.", "addressed_to": "inspected"}
    asked |= {"text_is": "summary", "deadline_set_by": "inspectorate"}
    sent = opened(publisher, inspection) | {f"recommendations-0-{name}": value for name, value in asked.items()}
    answer = send(publisher, inspection, sent)
    assert answer.status_code == 302, answer.context["errors"]
    assert saved() == [("an-publisher", ["addressee", "addressee", "inspection", "recommendation"])]


def test_a_changed_row_of_an_inline_is_kept_with_the_thing(publisher):
    inspection = make_inspection()
    make_observation(inspection, text="Leaders were comitted.")
    sent = opened(publisher, inspection) | {"observations-0-text": "Leaders were committed."}
    send(publisher, inspection, sent)
    assert saved() == [("an-publisher", ["inspection", "observation"])]


def test_who_answers_for_a_force_is_kept_with_both(publisher, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Body", "field": "get()"}]  # the body and the one in its row
    force = make_force()
    make_policing_body(force)
    send(publisher, force, opened(publisher, force) | {"overseen_by-0-start": "2012-11-22"})
    assert saved() == [("an-publisher", ["body", "body", "oversight"])]


def test_a_form_with_an_error_keeps_nothing(publisher):
    source = make_source()
    answer = send(publisher, source, opened(publisher, source) | {"title": ""})
    assert answer.status_code == 200
    assert not Revision.objects.exists()


def test_a_deletion_is_kept_one_at_a_time_or_several_at_once(publisher):
    first, second, third = (make_source() for _number in range(3))
    publisher.post(f"{ADMIN}source/{first.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [second.pk, third.pk], "post": "yes"}
    publisher.post(f"{ADMIN}source/", chosen)
    assert not Source.objects.exists()
    assert saved() == [("an-publisher", ["source"]), ("an-publisher", ["source", "source"])]
    gone = [
        len(json.loads(revision.comment)["gone"]) for revision in Revision.objects.exclude(user=None).order_by("pk")
    ]
    assert gone == [1, 2]


def test_a_form_that_is_sent_twice_is_saved_once_and_is_no_error(publisher):
    source = make_source(title="A letter")
    sent = opened(publisher, source) | {"title": "A longer letter"}
    first, second = send(publisher, source, sent), send(publisher, source, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert len(saved()) == 1


def test_a_row_that_is_added_by_a_form_sent_twice_is_there_once(publisher):
    inspection = make_inspection(draft=True)
    row = {"number": 1, "kind": "strength", "text": "Leaders were committed."}
    sent = opened(publisher, inspection) | {"observations-TOTAL_FORMS": 1}
    sent |= {f"observations-0-{name}": value for name, value in row.items()}
    answers = [send(publisher, inspection, sent) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert inspection.observations.count() == 1


def test_a_new_thing_whose_form_is_sent_twice_is_there_once(publisher):
    page = publisher.get(f"{ADMIN}source/add/").content.decode()
    sent = boxes(page, "source_form") | {"title": "A letter", "slug": "a-letter"}
    answers = [publisher.post(f"{ADMIN}source/add/", sent, follow=True) for _time in range(2)]
    assert all("was added successfully" in answer.content.decode() for answer in answers)
    assert Source.objects.count() == 1
    assert len(saved()) == 1


def test_the_same_text_typed_again_later_is_an_act_of_its_own(publisher):
    source = make_source(title="One")
    for title in ("Two", "One", "Two"):
        send(publisher, source, opened(publisher, source) | {"title": title})
    source.refresh_from_db()
    assert source.title == "Two"
    assert len(saved()) == 3


def test_a_form_that_does_not_say_what_its_sender_saw_is_saved_as_ever(boss):
    source = make_source()
    for _time in range(2):
        assert send(boss, source, {"title": "Typed", "slug": source.slug}).status_code == 302
    assert len(saved()) == 1


def test_who_may_not_change_a_thing_is_refused_and_nothing_is_kept(editor, in_role):
    inspection = make_inspection()
    viewer = in_role("viewer")
    for client in (editor, viewer):
        assert send(client, inspection, {"title": "Mine now"}).status_code == 403
    assert not Version.objects.exists()
    inspection.refresh_from_db()
    assert inspection.title != "Mine now"


def test_an_editor_writes_what_is_in_draft(editor):
    recommendation = make_recommendation(inspection=make_inspection(draft=True))
    send(editor, recommendation, opened(editor, recommendation) | {"text": "Do it well."})
    recommendation.refresh_from_db()
    assert recommendation.text == "Do it well."
    assert saved() == [("an-editor", ["recommendation"])]


@pytest.mark.parametrize("key", ["0", "none", "1_2F2", "9999999999999999999"])
def test_an_address_of_nothing_is_no_fault(publisher, key):
    for answer in (publisher.get(f"{ADMIN}source/{key}/change/"), publisher.post(f"{ADMIN}source/{key}/change/", {})):
        assert answer.status_code == 302


def test_the_form_of_a_thing_with_many_rows_asks_no_more_than_that_of_one_with_few(
    publisher, settings, django_assert_max_num_queries
):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Observation", "field": "get()"}]  # Django looks up each row's key
    inspection = make_inspection()
    for _number in range(12):
        make_observation(inspection)
        make_recommendation(inspection=inspection)
    sent = opened(publisher, inspection) | {"title": "Another title"}
    with django_assert_max_num_queries(45):
        opened(publisher, inspection)
    with django_assert_max_num_queries(120):
        assert send(publisher, inspection, sent).status_code == 302
    assert Inspection.objects.get().title == "Another title"
    assert Recommendation.objects.count() == 12


def test_a_response_and_what_it_answers_are_kept_together(publisher):
    force = make_force()
    recommendation = make_recommendation(to=[force])
    response = make_response(recommendation.inspection, force)
    response.items.create(addressee=recommendation.addressees.get(), decision="accepted")
    send(publisher, response, opened(publisher, response) | {"items-0-decision": "not-accepted"})
    assert saved() == [("an-publisher", ["response", "responseitem"])]
