"""A proposal is waiting or decided on, and says by whom, when and why."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from inspections.models import Proposal, ProposalState, StatusUpdate
from inspections.models.proposal import STATEMENT
from inspections.proposals import return_proposals, withdraw_proposals
from tests.make import make_account, make_item, make_proposal, make_source, make_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    return make_proposal(make_item("r-1"), "under-way", by=make_account("editor"))


def test_each_state_is_in_the_words_that_it_belongs_to(proposal):
    publisher = make_account("publisher")
    for state, waiting, withdrawable in (("waiting", 1, True), ("returned", 0, True), ("withdrawn", 0, False)):
        if state == "returned":
            return_proposals([proposal.pk], by=publisher, comment="Not like this.")
        elif state == "withdrawn":
            withdraw_proposals([proposal.pk], by=proposal.proposed_by)
        proposal.refresh_from_db()
        assert proposal.state == state
        assert Proposal.objects.waiting().count() == waiting
        assert (proposal.is_waiting, proposal.is_withdrawable) == (bool(waiting), withdrawable)


def test_it_is_called_by_its_item_and_what_is_said(proposal):
    assert str(proposal) == f"{proposal.addressee}: Under way"


def test_its_statement_has_every_field_that_a_row_of_the_ledger_is_made_of(proposal):
    own = {"addressee", "sequence", "recorded_on", "recorded_at", "recorded_by", "batch", "id"}
    assert set(STATEMENT) == {field.name for field in StatusUpdate._meta.concrete_fields} - own
    assert set(proposal.statement()) == set(STATEMENT)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": ProposalState.RETURNED},
        {"state": ProposalState.RETURNED, "decided_at": timezone.now()},
        {"state": ProposalState.WITHDRAWN},
        {"state": ProposalState.ACCEPTED, "decided_at": timezone.now()},
        {"decided_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_decision_without_its_facts(proposal, changed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**changed)


def test_no_row_of_the_ledger_without_an_acceptance(proposal):
    update = make_update(make_item(), "under-way", source=make_source())
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(update=update)
