"""What a site's record holds, asked past the server: by management commands, on the database itself."""

import json
from collections import Counter
from typing import Any

from tests.harness.server import Site

MARK = "Written while it broke"

# Prints what is asked for as one line of JSON.
ASKED = """
import json
from django.db.models import Count, Max
from inspections.models import Addressee, Edition, StatusUpdate
written = StatusUpdate.objects.filter(reason__startswith="{mark}")
items = StatusUpdate.objects.values("addressee").annotate(count=Count("pk"), last=Max("sequence")).order_by()
print(json.dumps({{
    "reasons": list(written.order_by("pk").values_list("reason", flat=True)),
    "moments": [moment.isoformat() for moment in written.order_by("pk").values_list("recorded_at", flat=True)],
    "gaps": [each for each in items if each["count"] != each["last"]],
    "edition": Edition.objects.get().number,
    "updates": StatusUpdate.objects.count(),
    "items": list(
        Addressee.objects.filter(recommendation__inspection__draft=False, recommendation__withdrawn_on=None)
        .order_by("pk").values_list("pk", "recommendation__ref", "body__slug")[:{items}]
    ),
}}))
"""


def held(site: Site, items: int = 0) -> dict[str, Any]:
    """What the database holds: reasons written by these tests, gaps in sequences, the edition, the number of updates.

    items: of so many items, the key, the reference of the recommendation and the slug of the body.
    """
    code = ASKED.format(mark=MARK, items=items)
    found: dict[str, Any] = json.loads(site.manage("shell", "--no-imports", "-c", code))
    return found


def lost(site: Site, acknowledged: list[str]) -> int:
    """How many acknowledged updates are not there exactly once, counted after the whole record was found in order."""
    found = held(site)
    check(site, found)
    there = Counter(found["reasons"])
    assert not [reason for reason, count in there.items() if count > 1], "An update was recorded twice."
    return sum(there[reason] != 1 for reason in acknowledged)


def check(site: Site, found: dict[str, Any] | None = None) -> None:
    """Raise AssertionError unless sequences have no gaps, all that is derived agrees, and the chain verifies."""
    assert (found or held(site))["gaps"] == []
    assert "nothing disagrees" in site.manage("check_record")
    site.manage("verify_ledger")
