"""Write the status periods afresh from the ledger, or check that they agree with it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from inspections.actions import REBUILT_AT_ONCE, rebuild_periods
from inspections.management.progress import Bars
from inspections.models import Addressee, StatusPeriod
from inspections.models.period import periods_of

Shape = tuple[Any, ...]


class Command(BaseCommand):
    help = "Works out the status periods of every item afresh from the ledger. With --check it only compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; name the items that disagree, with exit code 1"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Addressee.objects.order_by("pk").values_list("pk", flat=True))
        with Bars() as bars:
            tick = bars.bar(_("Histories"), len(keys))
            if not options["check"]:
                rebuild_periods(keys, tick)
                self.stdout.write(_("Worked out for %d items.") % len(keys))
                return
            wrong: list[Addressee] = []
            for start in range(0, len(keys), REBUILT_AT_ONCE):
                some = keys[start : start + REBUILT_AT_ONCE]
                wrong += disagreeing(some)
                tick(len(some))
        for item in wrong:
            self.stderr.write(_("%s: the periods are not what the ledger comes to.") % item)
        if wrong:
            raise CommandError(_("%d items disagree. Run rebuild_periods to put them right.") % len(wrong))
        self.stdout.write(_("The periods of %d items agree with the ledger.") % len(keys))


def disagreeing(keys: list[int]) -> Iterator[Addressee]:
    """Yield those of the items whose stored periods are not what the ledger comes to."""
    items = Addressee.objects.filter(pk__in=keys).select_related("recommendation", "body")
    for item in items.order_by("pk").prefetch_related("updates", "periods"):
        derived = [shape(period) for period in periods_of(item, list(item.updates.all()))]
        if derived != sorted((shape(period) for period in item.periods.all()), key=lambda found: found[0]):
            yield item


def shape(period: StatusPeriod) -> Shape:
    return period.start, period.end, str(period.status), period.update_id, period.reopened
