"""What an account may see: everything, or what its bodies have a voice about, and of that only what is public."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from inspections.models import Addressee, Inspection, Proposal, Source, StatusUpdate
from inspections.scope import is_out, may_alter, scope_of
from tests.make import (
    TODAY,
    make_account,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_proposal,
    make_recommendation,
    make_source,
    make_staff,
    make_succession,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleveland():
    return make_force("cleveland")


@pytest.fixture
def items(cleveland):
    """Of Cleveland, public and in draft, and of another force."""
    make_item("own", cleveland)
    make_item("own-draft", cleveland, inspection=make_inspection(draft=True))
    make_item("own-later", cleveland, inspection=make_inspection(published="2999-01-01"))
    make_item("foreign")


def refs(scope):
    return set(scope.items().values_list("recommendation__ref", flat=True))


ALL = {"own", "own-draft", "own-later", "foreign"}


@pytest.mark.parametrize("role", ["viewer", "editor", "publisher"])
def test_who_sees_everything_sees_drafts_too(items, role):
    assert refs(scope_of(make_account(role), TODAY)) == ALL
    assert refs(scope_of(make_staff(superuser=True), TODAY)) == ALL


def test_a_contributor_sees_the_public_items_of_the_accounts_bodies(items, cleveland):
    assert refs(scope_of(make_account("contributor", cleveland), TODAY)) == {"own"}
    assert refs(scope_of(make_account("contributor", cleveland), datetime.date(2999, 1, 1))) == {"own", "own-later"}


def test_without_a_body_or_without_a_role_there_is_nothing(items, cleveland):
    for account in (make_account("contributor"), make_account("administrator"), make_staff(), AnonymousUser()):
        scope = scope_of(account, TODAY)
        assert (refs(scope), scope.bodies, scope.sees_all) == (set(), (), False)


def test_an_account_that_is_switched_off_sees_nothing(items, cleveland):
    assert refs(scope_of(make_account("contributor", cleveland, is_active=False), TODAY)) == set()
    assert refs(scope_of(make_account("publisher", is_active=False), TODAY)) == set()


def test_a_policing_body_sees_the_items_of_the_forces_that_it_answers_or_answered_for(items, cleveland):
    former = make_policing_body(cleveland, "authority", end="2012-11-21")
    for pcc in (former, make_policing_body(cleveland, "pcc", start="2012-11-22")):
        assert refs(scope_of(make_account("contributor", pcc), TODAY)) == {"own"}


def test_an_inspectorate_sees_the_items_of_the_inspections_that_it_made(items):
    other = make_inspectorate("ofsted")
    assert refs(scope_of(make_account("contributor", make_inspectorate()), TODAY)) == {"own", "foreign"}
    assert refs(scope_of(make_account("contributor", other), TODAY)) == set()


def test_rows_of_the_ledger_are_seen_with_their_items(items, cleveland):
    for item in Addressee.objects.public(TODAY):
        make_update(item, "under-way")
    scope = scope_of(make_account("contributor", cleveland), TODAY)
    assert [row.addressee.recommendation.ref for row in scope.updates()] == ["own"]
    assert scope_of(make_account("viewer"), TODAY).updates().count() == StatusUpdate.objects.count() == 2


def test_proposals_are_seen_in_the_voice_of_the_accounts_bodies(cleveland):
    item, foreign = make_item(body=cleveland), make_item()
    pcc = make_policing_body(cleveland)
    contributor, editor = make_account("contributor", cleveland), make_account("editor")
    own = make_proposal(item, "planned", by=contributor)
    by_editor = make_proposal(item, "under-way", by=editor)
    make_proposal(item, "assured", by=make_account("contributor", pcc))
    make_proposal(foreign, "planned", by=editor)
    assert set(scope_of(contributor, TODAY).proposals()) == {own, by_editor}
    assert scope_of(make_account("viewer"), TODAY).proposals().count() == Proposal.objects.count() == 4


def test_sources_of_what_is_embargoed_are_not_there(cleveland):
    item, draft = make_item(body=cleveland), make_inspection(draft=True)
    quoted = make_update(item, "under-way").source
    embargoed = make_source("embargoed")
    draft.sources.add(embargoed)
    make_source("for-nothing-yet")
    contributor = make_account("contributor", cleveland)
    brought = make_source("brought-along")
    make_proposal(item, "planned", by=contributor, evidence="document", source=brought)
    assert set(scope_of(contributor, TODAY).sources()) == {quoted, brought}
    assert scope_of(make_account("editor"), TODAY).sources().count() == Source.objects.count() == 4


def test_a_contributor_speaks_in_the_voice_of_the_accounts_bodies(cleveland):
    pcc, hmicfrs = make_policing_body(cleveland), make_inspectorate()
    everybody = [cleveland, pcc, hmicfrs]
    assert scope_of(make_account("contributor", cleveland), TODAY).voices(everybody) == [cleveland]
    assert scope_of(make_account("contributor", pcc, hmicfrs), TODAY).voices(everybody) == [pcc, hmicfrs]
    assert scope_of(make_account("editor"), TODAY).voices(everybody) == everybody


def test_two_roles_add_up(items, cleveland):
    account = make_account("contributor", cleveland)
    account.groups.add(make_account("viewer").groups.get())
    assert refs(scope_of(account, TODAY)) == ALL


# What is out ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "out"), [({}, True), ({"draft": True}, False), ({"published": "2999-01-01"}, False)]
)
def test_what_belongs_to_an_inspection_is_out_with_it(fields, out):
    inspection = make_inspection(**fields)
    item = make_item(inspection=inspection)
    for thing in (inspection, item, item.recommendation):
        assert is_out(thing, TODAY) is out


def test_a_succession_is_out_once_both_its_ends_are():
    public, draft = make_recommendation(), make_recommendation(inspection=make_inspection(draft=True))
    assert is_out(make_succession(public, make_recommendation()), TODAY)
    assert not is_out(make_succession(public, draft), TODAY)


def test_a_source_is_out_once_something_public_quotes_it():
    source, unused = make_source(), make_source()
    make_update(make_item(), "under-way", source=source)
    assert is_out(source, TODAY)
    assert not is_out(unused, TODAY)


def test_what_has_no_draft_of_its_own_is_always_out():
    assert is_out(make_force(), TODAY)


def test_in_draft_whoever_may_change_such_things_and_then_publishers():
    public, draft = make_inspection(), make_inspection(draft=True)
    editor, publisher = make_account("editor"), make_account("publisher")
    assert may_alter(editor, draft, TODAY)
    assert not may_alter(editor, public, TODAY)
    assert may_alter(publisher, public, TODAY)


def test_at_its_hour_an_embargo_ends_for_contributors_too(cleveland):
    inspection = make_inspection()
    make_item("today", cleveland, inspection=inspection)
    contributor, an_hour = make_account("contributor", cleveland), datetime.timedelta(hours=1)
    for moment, seen in ((timezone.now() + an_hour, set()), (timezone.now() - an_hour, {"today"})):
        Inspection.objects.filter(pk=inspection.pk).update(public_at=moment)
        assert refs(scope_of(contributor, TODAY)) == seen
