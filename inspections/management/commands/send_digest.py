"""Send staff what waits for them, by e-mail; for cron or a systemd timer."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.days import today
from inspections.digest import Outcome, Result, send_digests
from inspections.models import DigestPeriod


class Command(BaseCommand):
    help = (
        "Sends each active member of staff with an e-mail address their worklist, unless nothing waits for them. "
        "A second run of the same day or ISO week sends nothing again. Exit code 1 if a message could not be sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", choices=DigestPeriod.values, help="The period within which it is sent once.")
        parser.add_argument("--dry-run", action="store_true", help="Print what would be sent to whom; send nothing.")

    def handle(self, *args: Any, period: str, dry_run: bool, **options: Any) -> None:
        if not settings.SITE_URL:
            raise CommandError(
                _(
                    "SITE_URL is not set, so the links of the messages would lead nowhere. Set it to the public "
                    "address of the site, for example https://recommendations.example.org."
                )
            )
        outcomes: Counter[Outcome] = Counter()
        for result in send_digests(period, today(), settings.SITE_URL.rstrip("/"), dry_run=dry_run):
            outcomes[result.outcome] += 1
            self.tell(result, dry_run)
        self.stdout.write(
            (_("Would be sent to %(sent)d") if dry_run else _("Sent to %(sent)d")) % {"sent": outcomes[Outcome.SENT]}
            + _("; nothing to do for %(nothing)d; sent before to %(before)d; failed for %(failed)d.")
            % {outcome.value: outcomes[outcome] for outcome in Outcome}
        )
        if failed := outcomes[Outcome.FAILED]:
            raise CommandError(
                ngettext(
                    "%(count)d message could not be sent. Run this again once the mail server takes it.",
                    "%(count)d messages could not be sent. Run this again once the mail server takes them.",
                    failed,
                )
                % {"count": failed}
            )

    def tell(self, result: Result, dry_run: bool) -> None:
        """Print what went wrong, and in a dry run the whole message."""
        whom = {"account": result.account, "address": result.account.email}
        if result.outcome == Outcome.FAILED:
            self.stderr.write(_("%(account)s <%(address)s>: %(error)s") % {**whom, "error": result.error})
        elif dry_run and result.message:
            self.stdout.write(_("To: %(account)s <%(address)s>") % whom)
            self.stdout.write(_("Subject: %(subject)s") % {"subject": result.message.subject})
            self.stdout.write(f"\n{result.message.body}\n")
