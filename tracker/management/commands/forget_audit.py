"""Entries of the audit list are kept for a time, and then forgotten."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from tracker.models import AuditEntry

DAYS = 730  # two years: long enough to look into what came out late
LEAST = 90


class Command(BaseCommand):
    help = f"Deletes entries of the audit list that are older than {DAYS} days. Run it once a day or once a month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, help=f"keep so many days, {LEAST} at least")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if days < LEAST:
            raise CommandError(f"--days {days} is too few: {LEAST} days of the audit list are kept at least.")
        old = AuditEntry.objects.filter(at__lt=now() - datetime.timedelta(days=days))
        count, _by_model = old.delete()
        self.stdout.write(f"Entries deleted that were older than {days} days: {count}.")
