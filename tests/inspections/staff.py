"""Accounts with a role, and their browsers."""

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from inspections.days import today
from inspections.models import Proposal
from tests.make import partial
from tracker.models import User


def browser_of(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def days_ago(days: int) -> str:
    return (today() - datetime.timedelta(days=days)).isoformat()


def propose(item: Any, by: User, state: str = "waiting") -> Proposal:
    """A proposal in the voice of the addressed body, in any state but accepted."""
    decided = {} if state == "waiting" else {"decided_at": timezone.now(), "comment": "Not like this."}
    return Proposal.objects.create(
        addressee=item,
        stated_by=item.body,
        position="under-way",
        effective_on=partial(days_ago(1)),
        reason="Work goes on.",
        evidence="assertion",
        proposed_by=by,
        state=state,
        **decided,
    )
