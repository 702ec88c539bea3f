"""The worklist by post: to each member of staff what waits for them, once a day or once a week.

It holds nothing that the account could not see in the admin: it is made of the same worklist, by the same scope.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.models import Addressee, Digest, DigestPeriod, Inspection
from inspections.owed import how_long
from inspections.reading.duty import Duty
from inspections.scope import scope_of
from inspections.worklist import Entry, worklist

MOST_NAMED = 10  # rows of a task; the list behind its link has them all
LONGEST_TEXT = 120


class Outcome(models.TextChoices):
    """What became of the digest of one account."""

    SENT = "sent", gettext_lazy("sent")
    NOTHING = "nothing", gettext_lazy("nothing to do")
    BEFORE = "before", gettext_lazy("sent before")
    FAILED = "failed", gettext_lazy("failed")


@dataclass(frozen=True)
class Result:
    """What became of the digest of an account; with the message where there is one, and what went wrong."""

    account: Any
    outcome: Outcome
    message: EmailMultiAlternatives | None = None
    error: str = ""


def starts_on(period: str, on: datetime.date) -> datetime.date:
    """The day that stands for a period: the day itself, or the Monday of its ISO week."""
    return on - datetime.timedelta(days=on.weekday()) if period == DigestPeriod.WEEKLY else on


def recipients() -> QuerySet[Any]:
    """Staff whose account is active and has an address."""
    accounts = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    return accounts.exclude(email="").order_by("username")


def send_digests(period: str, on: datetime.date, site: str, *, dry_run: bool = False) -> Iterator[Result]:
    """Send each account its digest of the period, unless it had it before, and yield what became of it.

    `site` is the address of the site, without a slash at its end. A dry run makes the messages and sends none.
    """
    for account in recipients():
        yield _send(account, period, on, site, dry_run)


def _send(account: Any, period: str, on: datetime.date, site: str, dry_run: bool) -> Result:
    """Note it first and send it then, so that two runs at once, or a crash between the two, never send it twice.

    After such a crash this digest is lost, and the next one says all that it would have said. A message that is
    refused leaves no note: the next run of the same period tries again.
    """
    key = {"account": account, "period": period, "starts_on": starts_on(period, on)}
    if Digest.objects.filter(**key).exists():
        return Result(account, Outcome.BEFORE)
    message = digest(account, on, site)
    if message is None:
        return Result(account, Outcome.NOTHING)
    if dry_run:
        return Result(account, Outcome.SENT, message)
    note, is_new = Digest.objects.get_or_create(**key)
    if not is_new:
        return Result(account, Outcome.BEFORE)
    try:
        message.send()
    except Exception as error:  # whatever a mail server or its library raises: the others are to get theirs
        note.delete()
        return Result(account, Outcome.FAILED, message, f"{type(error).__name__}: {error}")
    return Result(account, Outcome.SENT, message)


def digest(account: Any, on: datetime.date, site: str) -> EmailMultiAlternatives | None:
    """The message to an account on a day; None where nothing waits for it."""
    entries = worklist(scope_of(account, on)).to_do
    if not entries:
        return None
    context = {
        "account": account,
        "on": on,
        "site": site,
        "first_page": site + reverse("admin:index"),
        "sections": [_section(entry, site) for entry in entries],
    }
    subject = ngettext("%(count)d task waits for you", "%(count)d tasks wait for you", len(entries))
    message = EmailMultiAlternatives(
        subject % {"count": len(entries)},
        render_to_string("emails/digest.txt", context),
        to=[account.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    return message


def _section(entry: Entry, site: str) -> dict[str, Any]:
    rows = [_named(row, site) for row in entry.rows[:MOST_NAMED]]
    return {"entry": entry, "address": site + entry.address, "rows": rows, "more": entry.count - len(rows)}


def _named(row: Any, site: str) -> tuple[str, str]:
    """A row in words, on one line, and the address of its page."""
    words, address = str(row), ""
    match row:
        case Duty():
            responder = row.responder.label if row.responder else _("Who had to answer is not recorded")
            # How long comes first: what is cut off is the end.
            words, address = f"{how_long(row)}: {responder}, {row.inspection}", row.inspection.get_absolute_url()
        case Addressee():
            words = f"{row}: {row.recommendation.text}"
        case Inspection():
            due = _("draft") if row.draft else str(row.published_on)
            words = f"{row} ({due})"
    if not address:
        address = reverse(f"admin:inspections_{row._meta.model_name}_change", args=[row.pk])
    return Truncator(" ".join(words.split())).chars(LONGEST_TEXT), site + address
