"""Write the search documents afresh."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from inspections.management.progress import Bars
from inspections.models import Recommendation
from inspections.models.search import INDEXED_AT_ONCE, index


class Command(BaseCommand):
    help = "Writes what every recommendation can be found by afresh."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Recommendation.objects.order_by("pk").values_list("pk", flat=True))
        with Bars() as bars:
            tick = bars.bar(_("Recommendations"), len(keys))
            for start in range(0, len(keys), INDEXED_AT_ONCE):
                some = keys[start : start + INDEXED_AT_ONCE]
                index(some)
                tick(len(some))
        self.stdout.write(_("%d recommendations can be found again.") % len(keys))
