"""Write the status periods and the change tables afresh from the ledger."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from inspections.actions import rebuild_change_tables, rebuild_periods
from inspections.management.progress import Bars
from inspections.models import Addressee


class Command(BaseCommand):
    help = (
        "Works out the status periods of every item, and the change tables, afresh from the ledger. "
        "check_record says whether any is wrong."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Addressee.objects.order_by("pk").values_list("pk", flat=True))
        with Bars() as bars, transaction.atomic():  # nobody records anything between the periods and the tables
            rebuild_periods(keys, bars.bar(_("Histories"), len(keys)))
            rebuild_change_tables()
        self.stdout.write(_("Worked out for %d items.") % len(keys))
