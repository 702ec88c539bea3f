"""Accepting, returning and withdrawing: one or many, all or none, each by who may."""

import time

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client

from inspections.models import Addressee, Proposal, Recommendation, StatusUpdate
from inspections.proposals import propose_updates, withdraw_proposals
from inspections.reading.batches import batch_url
from inspections.together import MOST_AT_ONCE
from tests.make import (
    TODAY,
    make_account,
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_proposal,
    partial,
)

LIST = "/admin/inspections/proposal/"
DECIDE = f"{LIST}decide/"


@pytest.fixture
def item(db):
    return make_item("r-1", make_force("cleveland"))


@pytest.fixture
def contributor(as_role, item):
    return as_role("contributor", item.body, email="contributor@example.org")


@pytest.fixture
def publisher(as_role):
    return as_role("publisher")


@pytest.fixture
def two(item, contributor):
    return [make_proposal(item, position, by=contributor.account) for position in ("planned", "under-way")]


def chosen(*proposals):
    return ",".join(str(proposal.pk) for proposal in proposals)


def states(*proposals):
    return [Proposal.objects.get(pk=proposal.pk).state for proposal in proposals]


def test_accepting_puts_it_on_the_public_page_on_the_next_load(publisher, contributor, item, two):
    public = item.get_absolute_url()
    assert "Planned" not in Client().get(public).content.decode()
    answer = publisher.post(DECIDE, {"proposals": chosen(two[0]), "act": "accept"}, follow=True)
    shown = answer.content.decode()
    assert "1 proposal was accepted and is on the public record now." in shown
    assert public in shown
    assert "Planned" in Client().get(public).content.decode()
    assert states(*two) == ["accepted", "waiting"]
    assert LogEntry.objects.filter(object_id=str(two[0].pk), user=publisher.account).count() == 1


def test_returning_needs_a_comment(publisher, two):
    page = publisher.post(DECIDE, {"proposals": chosen(*two), "act": "return", "comment": " "}).content.decode()
    assert "Say in the comment why you return it" in page
    assert states(*two) == ["waiting", "waiting"]
    publisher.post(DECIDE, {"proposals": chosen(*two), "act": "return", "comment": "Say which files."})
    assert states(*two) == ["returned", "returned"]


def test_the_sender_withdraws_and_nobody_else(publisher, contributor, as_role, item, two):
    withdraw = {"proposals": chosen(two[0]), "act": "withdraw"}
    colleague = as_role("contributor", item.body)
    for other in (publisher, colleague):
        assert "Only who sent a proposal can withdraw it" in other.post(DECIDE, withdraw, follow=True).content.decode()
    assert states(*two) == ["waiting", "waiting"]
    assert "1 proposal was withdrawn." in contributor.post(DECIDE, withdraw, follow=True).content.decode()
    assert states(*two) == ["withdrawn", "waiting"]


@pytest.mark.parametrize("act", ["accept", "return"])
@pytest.mark.parametrize("role", ["viewer", "contributor", "editor", "administrator"])
def test_nobody_but_a_publisher_decides(as_role, item, two, role, act):
    client = as_role(role, item.body)
    data = {"proposals": chosen(two[0]), "act": act, "comment": "No."}
    assert client.post(DECIDE, data).status_code == 403
    assert client.post(DECIDE, data | {"look": "1"}).status_code == 403
    assert client.get(f"{LIST}all/{act}/").status_code == 403
    client.post(LIST, {"action": "accept", ACTION_CHECKBOX_NAME: [two[0].pk]})
    assert states(*two) == ["waiting", "waiting"]
    assert not StatusUpdate.objects.exists()


@pytest.mark.parametrize("act", ["accept", "return", "withdraw"])
def test_a_contributor_cannot_name_another_bodys_proposal(contributor, two, act):
    foreign = make_proposal(make_item(), "planned", by=make_account("editor"))
    answer = contributor.post(DECIDE, {"proposals": chosen(foreign), "act": act, "comment": "x"}, follow=True)
    assert "not here. Choose again." in answer.content.decode()
    assert states(foreign) == ["waiting"]


@pytest.mark.parametrize(
    "data",
    [
        {"act": "accept"},
        {"act": "accept", "proposals": ""},
        {"act": "accept", "proposals": "x"},
        {"act": "accept", "proposals": "987654"},
        {"act": "accept", "proposals": ",".join(map(str, range(1, 50_000)))},
        {"act": "withdraw", "proposals": "1 OR 1=1"},
    ],
)
def test_a_choice_that_is_none_is_refused_with_a_sentence(publisher, two, data):
    assert "Choose again." in publisher.post(DECIDE, data, follow=True).content.decode()
    assert states(*two) == ["waiting", "waiting"]


def test_an_act_that_is_none_is_refused(publisher, two):
    for act in ("", "delete", "ACCEPT"):
        assert publisher.post(DECIDE, {"proposals": chosen(*two), "act": act}).status_code == 403
    assert publisher.get(f"{LIST}all/delete/").status_code == 403
    assert publisher.get(DECIDE).status_code == 302


def test_nobody_accepts_their_own(publisher, item, settings):
    own = make_proposal(item, "planned", by=publisher.account)
    accept = {"proposals": chosen(own), "act": "accept"}
    page = publisher.post(DECIDE, accept).content.decode()
    assert "Nobody accepts what they proposed themselves" in page
    assert "You proposed it yourself" in page
    assert states(own) == ["waiting"]
    settings.ALLOW_OWN_PROPOSALS = True
    publisher.post(DECIDE, accept)
    assert states(own) == ["accepted"]


def test_the_second_to_accept_is_told_that_it_was_done(publisher, as_role, item, two):
    accept = {"proposals": chosen(two[0]), "act": "accept"}
    publisher.post(DECIDE, accept)
    page = as_role("publisher").post(DECIDE, accept).content.decode()
    assert "is not waiting any more: it was accepted" in page
    assert item.updates.count() == 1


def test_what_was_withdrawn_in_the_meantime_can_be_left_out(publisher, contributor, item, two):
    withdraw_proposals([two[0].pk], by=contributor.account)
    both = {"proposals": chosen(*two), "act": "accept"}
    page = publisher.post(DECIDE, both).content.decode()
    assert "1 proposal cannot be accepted" in page
    assert "It is not waiting any more: it was withdrawn." in page
    assert not item.updates.exists()
    assert f'name="proposals" value="{two[1].pk}"' in page
    page = publisher.post(DECIDE, both | {"proposals": chosen(two[1]), "look": "1"}).content.decode()
    assert "Accept it: put it on the public record" in page
    assert not item.updates.exists()
    publisher.post(DECIDE, {"proposals": chosen(two[1]), "act": "accept"})
    assert item.updates.get().position == "under-way"


def test_what_the_record_no_longer_allows_is_refused_with_the_reason(publisher, item):
    pcc = make_policing_body(item.body)
    proposal = make_proposal(item, "assured", by=make_account("editor"))
    pcc.oversees.all().delete()
    page = publisher.post(DECIDE, {"proposals": chosen(proposal), "act": "accept"}).content.decode()
    assert "did not answer for" in page
    assert states(proposal) == ["waiting"]


# Many -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["accept", "give_back"])
def test_what_is_chosen_in_the_list_is_looked_at_first_without_any_script(publisher, two, act):
    page = publisher.post(LIST, {"action": act, ACTION_CHECKBOX_NAME: [row.pk for row in two], "index": "0"})
    shown = page.content.decode()
    assert "2 proposals, and what each would change in public" in shown
    assert f'name="proposals" value="{chosen(*two)}"' in shown
    assert "No progress published" in shown
    assert states(*two) == ["waiting", "waiting"]


def test_all_of_a_list_are_accepted_from_its_link(publisher, item, two):
    other = make_proposal(make_item(), "planned", by=make_account("editor"))
    changelist = publisher.get(f"{LIST}?force=cleveland").context["cl"]
    ((accept, _words), (give_back, _more)) = changelist.decide_all
    shown = publisher.get(accept).content.decode()
    assert f'name="proposals" value="{chosen(*two)}"' in shown
    assert "Accept all 2" in shown
    assert "Return all 2" in publisher.get(give_back).content.decode()
    publisher.post(DECIDE, {"proposals": chosen(*two), "act": "accept"})
    assert states(*two, other) == ["accepted", "accepted", "waiting"]


@pytest.mark.parametrize("query", ["state=nonsense", "p=99", "nonsense=1", "state=withdrawn"])
def test_a_list_of_nothing_or_a_broken_one_leads_back(publisher, two, query):
    answer = publisher.get(f"{LIST}all/accept/?{query}", follow=True)
    assert answer.status_code == 200
    assert states(*two) == ["waiting", "waiting"]


def test_a_batch_is_accepted_as_one_and_each_sender_told_once(
    publisher, item, contributor, django_capture_on_commit_callbacks
):
    items = [item, *[make_item(body=item.body) for _number in range(4)]]
    statement = make_proposal(item, "says-complete", by=make_account("editor"), reason="x").statement()
    words = statement | {"reason": "All is done.", "effective_on": partial("2021-06")}
    keys = [one.pk for one in items]
    rows = propose_updates(keys, words, by=contributor.account, on=TODAY, batch="spring")
    with django_capture_on_commit_callbacks(execute=True):
        answer = publisher.post(DECIDE, {"proposals": chosen(*rows), "act": "accept"}, follow=True)
    assert "5 proposals were accepted" in answer.content.decode()
    assert batch_url("spring") in answer.content.decode()
    public = Client().get(batch_url("spring")).content.decode()
    assert all(one.get_absolute_url() in public for one in items)
    assert [message.to for message in mail.outbox] == [["contributor@example.org"]]


def test_a_thousand_are_accepted_well_within_the_time_of_a_request(publisher):
    inspection, force, editor = make_inspection(), make_force(), make_account("editor")
    Recommendation.objects.bulk_create(
        Recommendation(ref=f"r-{n}", inspection=inspection, number=str(n), number_key=str(n), text="Do it.")
        for n in range(MOST_AT_ONCE)
    )
    Addressee.objects.bulk_create(Addressee(recommendation=one, body=force) for one in Recommendation.objects.all())
    statement = make_proposal(make_item(), "planned", by=editor).statement() | {"stated_by": "itself"}
    keys = list(Addressee.objects.filter(body=force).values_list("pk", flat=True))
    rows = propose_updates(keys, statement, by=editor, on=TODAY, batch="spring")
    began = time.process_time()
    assert publisher.get(f"{LIST}all/accept/?q=spring").status_code == 200
    looked = time.process_time() - began
    assert publisher.post(DECIDE, {"proposals": chosen(*rows), "act": "accept"}).status_code == 302
    took = time.process_time() - began - looked
    print(f"{len(rows)} proposals: looked at in {looked:.1f} s, accepted in {took:.1f} s")
    assert StatusUpdate.objects.filter(batch="spring").count() == MOST_AT_ONCE
    assert max(looked, took) < 15


def test_the_queries_of_the_decision_do_not_grow_with_the_proposals(publisher, django_assert_max_num_queries):
    editor = make_account("editor")
    rows = [make_proposal(make_item(), "planned", by=editor) for _number in range(12)]
    with django_assert_max_num_queries(20):
        publisher.get(f"{LIST}all/accept/")
    with django_assert_max_num_queries(44):
        publisher.post(DECIDE, {"proposals": chosen(*rows), "act": "accept"})
