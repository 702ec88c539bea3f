"""E-mail to staff about what became of what they sent."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from inspections.models import Proposal

log = logging.getLogger(__name__)

MOST_NAMED = 50  # items in one message; the list behind its link has them all


def tell_senders(proposals: Iterable[Proposal]) -> None:
    """Tell those who sent these proposals what was decided: one message a person, once the decision is saved.

    A message that cannot be sent is logged and undoes nothing: the worklist says the same.
    """
    by_sender: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        sender = proposal.proposed_by
        if sender.email and sender.is_active and sender.pk != proposal.decided_by_id:
            by_sender.setdefault(sender.pk, []).append(proposal)
    for rows in by_sender.values():
        transaction.on_commit(lambda rows=rows: _send(rows), robust=True)  # type: ignore[misc]


def _send(rows: list[Proposal]) -> None:
    first = rows[0]
    subject = ngettext(
        "%(count)d proposed update was %(state)s", "%(count)d proposed updates were %(state)s", len(rows)
    ) % {"count": len(rows), "state": str(first.get_state_display()).lower()}
    path = f"{reverse('admin:inspections_proposal_changelist')}?mine=yes&state={first.state}"
    body = render_to_string(
        "emails/proposals_decided.txt",
        {
            "rows": rows[:MOST_NAMED],
            "others": max(len(rows) - MOST_NAMED, 0),
            "state": first.state,
            "comment": first.comment,
            "address": f"{settings.SITE_URL.rstrip('/')}{path}" if settings.SITE_URL else "",
        },
    )
    try:
        send_mail(subject, body, None, [first.proposed_by.email])
    except OSError:  # what smtplib raises, refused and unreachable servers among them
        log.exception("A notice about %d proposals could not be sent", len(rows))
