"""Write the search documents afresh, some at a time: readers go on searching, and editors writing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import F
from django.utils.translation import gettext as _

from inspections.management.progress import Bars
from inspections.models import Recommendation
from inspections.models.search_document import INDEXED_AT_ONCE, index, tidy


class Command(BaseCommand):
    help = "Writes what every recommendation can be found by afresh."

    def handle(self, *args: Any, **options: Any) -> None:
        oldest_first = F("inspection__published_on").asc(nulls_first=True), "-inspection_id", "-number_key"
        keys = list(Recommendation.objects.order_by(*oldest_first).values_list("pk", flat=True))
        with Bars() as bars:
            tick = bars.bar(_("Recommendations"), len(keys))
            for start in range(0, len(keys), INDEXED_AT_ONCE):
                index(keys[start : start + INDEXED_AT_ONCE], tick, afresh=True)
        tidy()
        self.stdout.write(_("%d recommendations can be found again.") % len(keys))
