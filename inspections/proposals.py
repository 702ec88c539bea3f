"""What happens to a proposal, as verbs: it is sent, and then accepted, returned or withdrawn."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.actions import Refused, add_to_ledger, keep_notes, lock_items, refuse_problems, take_name
from inspections.models import Proposal, ProposalState
from inspections.notices import tell_senders
from inspections.scope import DECIDE, RECORD
from inspections.together import Weighing, weigh


def may_decide(account: Any) -> bool:
    """Whether an account accepts and returns proposals."""
    return bool(account.has_perm(DECIDE) and account.has_perm(RECORD))


def may_accept(account: Any, proposal: Proposal) -> bool:
    """Whether an account may accept this one: nobody accepts their own, unless ALLOW_OWN_PROPOSALS is set."""
    return may_decide(account) and bool(settings.ALLOW_OWN_PROPOSALS or proposal.proposed_by_id != account.pk)


@transaction.atomic
def propose_updates(
    items: Sequence[int], statement: dict[str, Any], *, by: Any, on: datetime.date, batch: str = "", note: str = ""
) -> list[Proposal]:
    """Propose one statement about these items, by primary key: all of them, or none.

    What the same account proposes already in the same words is not proposed twice. Raises Refused.
    """
    lock_items(items)
    lines = weigh(items, statement, on, batch)
    refuse_problems(lines)
    waiting = {_said(row): row for row in Proposal.objects.waiting().filter(proposed_by=by, addressee__in=list(items))}
    rows = [
        Proposal(
            addressee=line.item,
            batch=batch,
            note=note,
            proposed_by=by,
            **{**statement, "stated_by": line.update.stated_by},
        )
        for line in lines
    ]
    new = [row for row in rows if _said(row) not in waiting]
    if new and batch:
        take_name(batch)
    Proposal.objects.bulk_create(new)
    return [waiting.get(_said(row), row) for row in rows]


def _said(proposal: Proposal) -> tuple[Any, ...]:
    """What makes two proposals the same: all that was said, and of what."""
    date = proposal.target_on.iso if proposal.target_on else ""
    return (
        proposal.addressee_id,
        proposal.stated_by_id,
        proposal.position,
        proposal.effective_on.iso,
        proposal.reason,
        proposal.publisher_wording,
        proposal.evidence,
        proposal.source_id,
        proposal.made_in_id,
        date,
        proposal.corrects_id,
    )


def _is_waiting(proposal: Proposal) -> bool:
    return proposal.is_waiting


def _lock_proposals(proposals: Iterable[int], is_right: Callable[[Proposal], bool] = _is_waiting) -> list[Proposal]:
    """The proposals, all in a state that is right. Raises Refused if somebody was quicker with one."""
    wanted = set(proposals)
    rows = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    found = list(
        rows.select_related(
            "addressee__recommendation",
            "addressee__body",
            "stated_by",
            "source",
            "made_in",
            "corrects",
            "proposed_by",
        )
    )
    if len(found) != len(wanted):
        raise Refused(_("Some of these proposals are not here. Choose again."))
    late = [proposal for proposal in found if not is_right(proposal)]
    if late:
        sentence = _("“%(proposal)s” is not waiting any more: it was %(state)s.")
        raise Refused([sentence % {"proposal": row, "state": str(row.get_state_display()).lower()} for row in late])
    return found


@transaction.atomic
def publish_proposals(proposals: Iterable[int], *, by: Any, on: datetime.date) -> list[Proposal]:
    """Put proposals, by primary key, on the ledger: all of them, or none.

    Raises Refused where one cannot go on the record as it stands now, or is the account's own, unless the setting
    ALLOW_OWN_PROPOSALS says that one person may do both.
    """
    rows = _lock_proposals(proposals)
    if not all(may_accept(by, row) for row in rows):
        raise Refused(_("Nobody accepts what they proposed themselves. Ask a colleague."))
    items = {row.addressee_id for row in rows}
    lock_items(items)
    weighing = Weighing(items, on)
    lines = [weighing.line(row.addressee_id, row.statement(), row.batch) for row in rows]
    updates = add_to_ledger(lines, by)
    now = timezone.now()
    for row, update in zip(rows, updates, strict=True):
        row.state, row.update, row.decided_by, row.decided_at = ProposalState.ACCEPTED, update, by, now
    Proposal.objects.bulk_update(rows, ["state", "update", "decided_by", "decided_at"])
    keep_notes((update, row.note, row.proposed_by) for row, update in zip(rows, updates, strict=True))
    tell_senders(rows)
    return rows


def _decide(rows: list[Proposal], state: ProposalState, by: Any) -> list[Proposal]:
    now = timezone.now()
    for row in rows:
        row.state, row.decided_by, row.decided_at = state, by, now
    Proposal.objects.bulk_update(rows, ["state", "comment", "decided_by", "decided_at"])
    return rows


@transaction.atomic
def return_proposals(proposals: Iterable[int], *, by: Any, comment: str) -> list[Proposal]:
    """Send proposals, by primary key, back to who sent them, with a comment. Raises Refused without one."""
    if not comment.strip():
        raise Refused(_("Say in the comment why you return it: the sender reads it."))
    rows = _lock_proposals(proposals)
    for row in rows:
        row.comment = comment.strip()
    _decide(rows, ProposalState.RETURNED, by)
    tell_senders(rows)
    return rows


@transaction.atomic
def withdraw_proposals(proposals: Iterable[int], *, by: Any) -> list[Proposal]:
    """Take back proposals of one's own that are waiting or were returned. Raises Refused for somebody else's."""
    rows = _lock_proposals(proposals, lambda proposal: proposal.is_withdrawable)
    if any(row.proposed_by_id != by.pk for row in rows):
        raise Refused(_("Only who sent a proposal can withdraw it. Return it instead, with a comment."))
    return _decide(rows, ProposalState.WITHDRAWN, by)
