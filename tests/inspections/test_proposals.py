"""What happens to a proposal: sent once, accepted by somebody else as the record then stands, returned or withdrawn."""

import pytest

from inspections.actions import Refused
from inspections.headline import headline
from inspections.models import Proposal, ProposalState, StaffNote, StatusUpdate
from inspections.proposals import (
    may_accept,
    may_decide,
    propose_updates,
    publish_proposals,
    return_proposals,
    withdraw_proposals,
)
from tests.make import (
    TODAY,
    make_account,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_proposal,
    make_recommendation,
    make_staff,
    make_succession,
    make_update,
    partial,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return make_item("r-1")


@pytest.fixture
def sender(item):
    return make_account("contributor", item.body, username="sender")


@pytest.fixture
def publisher():
    return make_account("publisher", username="the-publisher")


def make_statement(**fields):
    return {
        "stated_by": "itself",
        "position": "under-way",
        "effective_on": partial("2021-06"),
        "reason": "Every force wrote back.",
        "publisher_wording": "",
        "evidence": "assertion",
        "source": None,
        "made_in": None,
        "target_on": None,
        "corrects": None,
    } | fields


def test_a_proposal_is_public_nowhere_and_moves_nothing(item, sender):
    proposal = make_proposal(item, "under-way", by=sender)
    assert proposal.is_waiting
    assert not StatusUpdate.objects.exists()
    assert headline(item.updates.all(), TODAY).status == "no-progress"


def test_accepting_records_it_in_the_publishers_name_with_the_senders_note(item, sender, publisher):
    proposal = make_proposal(item, "under-way", by=sender, note="The chief said so by telephone.", on="2021-06")
    publish_proposals([proposal.pk], by=publisher, on=TODAY)
    proposal.refresh_from_db()
    update = item.updates.get()
    assert (proposal.state, proposal.update, proposal.decided_by) == (ProposalState.ACCEPTED, update, publisher)
    assert (update.recorded_by, update.recorded_on, update.reason) == (publisher, TODAY, proposal.reason)
    note = StaffNote.objects.get()
    assert (note.text, note.update, note.written_by) == ("The chief said so by telephone.", update, sender)
    assert item.periods.get(end__gt=TODAY).status == "under-way"


def test_every_field_of_the_statement_goes_on_the_ledger(item, publisher):
    review = make_inspection("review", published="2021-01-10")
    wrong = make_update(item, "says-complete", on="2021-01")
    editor = make_account("editor")
    proposal = make_proposal(
        item, "complete", by=editor, made_in=review, publisher_wording="Done", corrects=wrong, batch="spring"
    )
    publish_proposals([proposal.pk], by=publisher, on=TODAY)
    update = item.updates.get(sequence=2)
    for name, value in proposal.statement().items():
        assert getattr(update, name) == value, name
    assert update.batch == "spring"


def test_the_same_words_are_proposed_once(item, sender):
    first = make_proposal(item, "under-way", by=sender)
    assert make_proposal(item, "under-way", by=sender) == first
    other = make_proposal(item, "under-way", by=sender, reason="Something else.")
    colleague = make_account("contributor", item.body)
    assert make_proposal(item, "under-way", by=colleague) not in (first, other)
    assert Proposal.objects.count() == 3


def test_a_batch_of_proposals_sent_twice_is_one():
    items = [addressee.pk for addressee in make_recommendation(to=None).addressees.all()]
    items.append(make_item().pk)
    editor = make_account("editor")
    for _time in range(2):
        propose_updates(items, make_statement(), by=editor, on=TODAY, batch="spring")
    assert Proposal.objects.filter(batch="spring").count() == 2


def test_the_name_of_a_batch_belongs_to_one_sender(item):
    make_proposal(item, "under-way", by=make_account("editor"), batch="spring")
    with pytest.raises(Refused, match="“spring” already"):
        make_proposal(make_item(), "under-way", by=make_account("editor"), batch="spring")


def test_what_the_ledger_would_refuse_cannot_be_proposed(item, sender):
    with pytest.raises(Refused, match="before the inspection was published"):
        make_proposal(item, "under-way", by=sender, on="2019-12-31")
    with pytest.raises(Refused, match="can only say"):
        make_proposal(item, "under-way", by=sender, stated_by=make_inspectorate())
    with pytest.raises(Refused, match="not public yet"):
        make_proposal(make_item(inspection=make_inspection(draft=True)), "under-way", by=sender)
    assert not Proposal.objects.exists()


def test_a_proposal_is_accepted_once(item, sender, publisher):
    proposal = make_proposal(item, "under-way", by=sender)
    publish_proposals([proposal.pk], by=publisher, on=TODAY)
    with pytest.raises(Refused, match="not waiting any more: it was accepted"):
        publish_proposals([proposal.pk], by=make_account("publisher"), on=TODAY)
    with pytest.raises(Refused, match="it was accepted"):
        return_proposals([proposal.pk], by=publisher, comment="No.")
    with pytest.raises(Refused, match="it was accepted"):
        withdraw_proposals([proposal.pk], by=sender)
    assert item.updates.count() == 1


def test_what_was_withdrawn_cannot_be_accepted(item, sender, publisher):
    proposal = make_proposal(item, "under-way", by=sender)
    withdraw_proposals([proposal.pk], by=sender)
    with pytest.raises(Refused, match="it was withdrawn"):
        publish_proposals([proposal.pk], by=publisher, on=TODAY)
    assert not item.updates.exists()


def test_one_that_cannot_go_on_the_record_stops_all_that_were_chosen(item, sender, publisher):
    good = make_proposal(item, "under-way", by=sender)
    gone = make_proposal(item, "planned", by=sender)
    withdraw_proposals([gone.pk], by=sender)
    with pytest.raises(Refused, match="withdrawn"):
        publish_proposals([good.pk, gone.pk], by=publisher, on=TODAY)
    good.refresh_from_db()
    assert good.is_waiting
    assert not item.updates.exists()


def test_one_that_is_not_there_stops_all(item, sender, publisher):
    good = make_proposal(item, "under-way", by=sender)
    with pytest.raises(Refused, match="not here"):
        publish_proposals([good.pk, 987654], by=publisher, on=TODAY)
    assert not item.updates.exists()


def test_it_stands_on_what_was_recorded_since(item, sender, publisher):
    proposal = make_proposal(item, "says-complete", by=sender, on="2021-05")
    make_update(item, "under-way", on="2021-03")
    publish_proposals([proposal.pk], by=publisher, on=TODAY)
    assert item.updates.get(sequence=2).position == "says-complete"
    assert headline(item.updates.all(), TODAY).status == "reported-complete"


def test_several_about_one_item_stand_on_each_other(item, sender, publisher):
    both = [
        make_proposal(item, position, by=sender, on=day)
        for position, day in (("planned", "2021-01"), ("under-way", "2021-02"))
    ]
    publish_proposals([proposal.pk for proposal in both], by=publisher, on=TODAY)
    assert list(item.updates.values_list("sequence", "position")) == [(1, "planned"), (2, "under-way")]


def test_what_the_record_no_longer_allows_is_refused_with_the_reason(item, publisher):
    editor = make_account("editor")
    succession = make_succession(item.recommendation, make_recommendation())
    proposal = make_proposal(item, "superseded", by=editor)
    succession.delete()
    with pytest.raises(Refused, match=r"r-1.*Name the later recommendation first"):
        publish_proposals([proposal.pk], by=publisher, on=TODAY)
    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_a_policing_body_that_turns_out_not_to_have_answered_is_refused(item, publisher):
    pcc = make_policing_body(item.body, "pcc", start="2012")
    proposal = make_proposal(item, "assured", by=make_account("contributor", pcc))
    pcc.oversees.all().delete()
    with pytest.raises(Refused, match="did not answer for"):
        publish_proposals([proposal.pk], by=publisher, on=TODAY)


def test_what_became_embargoed_in_the_meantime_is_refused(item, sender, publisher):
    proposal = make_proposal(item, "under-way", by=sender)
    type(item.recommendation.inspection).objects.update(draft=True)
    with pytest.raises(Refused, match="not public yet"):
        publish_proposals([proposal.pk], by=publisher, on=TODAY)


def test_nobody_accepts_their_own_unless_a_setting_allows_it(item, publisher, settings):
    settings.ALLOW_OWN_PROPOSALS = False
    proposal = make_proposal(item, "under-way", by=publisher)
    assert not may_accept(publisher, proposal)
    with pytest.raises(Refused, match="Nobody accepts what they proposed themselves"):
        publish_proposals([proposal.pk], by=publisher, on=TODAY)
    assert not item.updates.exists()
    settings.ALLOW_OWN_PROPOSALS = True
    assert may_accept(publisher, proposal)
    publish_proposals([proposal.pk], by=publisher, on=TODAY)
    assert item.updates.count() == 1


def test_only_publishers_decide(item, sender, publisher):
    assert may_decide(publisher)
    assert may_decide(make_staff(superuser=True))
    for role in ("viewer", "editor", "administrator"):
        assert not may_decide(make_account(role))
    assert not may_decide(sender)


def test_returning_needs_a_comment_and_keeps_it(item, sender, publisher):
    proposal = make_proposal(item, "under-way", by=sender)
    with pytest.raises(Refused, match="why you return it"):
        return_proposals([proposal.pk], by=publisher, comment=" \n")
    return_proposals([proposal.pk], by=publisher, comment="Say which files. ")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.comment, proposal.decided_by) == ("returned", "Say which files.", publisher)
    assert not item.updates.exists()


def test_only_the_sender_withdraws_what_waits_or_was_returned(item, sender, publisher):
    waiting = make_proposal(item, "under-way", by=sender)
    returned = make_proposal(item, "planned", by=sender)
    return_proposals([returned.pk], by=publisher, comment="Say which files.")
    with pytest.raises(Refused, match="Only who sent a proposal"):
        withdraw_proposals([waiting.pk], by=publisher)
    withdraw_proposals([waiting.pk, returned.pk], by=sender)
    assert set(Proposal.objects.values_list("state", flat=True)) == {"withdrawn"}
    returned.refresh_from_db()
    assert returned.comment == "Say which files."
    with pytest.raises(Refused, match="it was withdrawn"):
        withdraw_proposals([waiting.pk], by=sender)


def test_a_part_of_a_batch_can_be_accepted_and_the_rest_later(publisher):
    editor = make_account("editor")
    items = [make_item().pk, make_item().pk]
    first, second = propose_updates(items, make_statement(), by=editor, on=TODAY, batch="spring")
    publish_proposals([first.pk], by=publisher, on=TODAY)
    publish_proposals([second.pk], by=publisher, on=TODAY)
    assert StatusUpdate.objects.filter(batch="spring").count() == 2
