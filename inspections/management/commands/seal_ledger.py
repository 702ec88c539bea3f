"""Seal the rows of the ledger that have become public by themselves, as an embargo ended."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.seals import seal_now


class Command(BaseCommand):
    help = (
        "Seals every row of the ledger that is public and has no seal. The next write would do so too; a timer that "
        "runs this keeps the wait short where little is written."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = seal_now()
        self.stdout.write(
            ngettext("%d row was sealed.", "%d rows were sealed.", sealed) % sealed
            if sealed
            else _("Nothing waits for a seal.")
        )
