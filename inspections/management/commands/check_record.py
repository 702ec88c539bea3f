"""Check that the record holds together: what is derived against what it is derived from, and every rule."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.management.progress import Bars
from inspections.record_check import RecordCheck


class Command(BaseCommand):
    help = (
        "Compares every status period with the ledger, the change tables with the periods, and every row with the "
        "rules. Names what disagrees, with exit code 1. It writes nothing. Whether the rows of the ledger "
        "are as they were published is for verify_ledger."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        with Bars() as bars:
            check = RecordCheck(bars.bar)
            for disagreement in check.disagreements():
                found += 1
                self.stderr.write(str(disagreement))
        looked_at = _("%(items)s, %(updates)s checked") % {
            "items": ngettext("%d item", "%d items", check.items) % check.items,
            "updates": ngettext("%d update", "%d updates", check.updates) % check.updates,
        }
        if found:
            wrong = ngettext("%d thing disagrees", "%d things disagree", found) % found
            raise CommandError(
                f"{looked_at}; {wrong}. " + _("Periods and change tables are put right by rebuild_periods.")
            )
        self.stdout.write(f"{looked_at}; " + _("nothing disagrees."))
