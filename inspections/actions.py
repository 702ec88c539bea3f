"""Writes that span models, as verbs."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from inspections.models import Addressee, Body, Recommendation, StatusPeriod, StatusUpdate
from inspections.models.period import periods_of
from inspections.models.search import index

REBUILT_AT_ONCE = 500


@transaction.atomic
def record_update(addressee: Addressee, *, recorded_on: datetime.date, **statement: Any) -> StatusUpdate:
    """Add one statement to the ledger and bring the item's periods up to date, both or neither.

    `statement` holds the fields of StatusUpdate, from `stated_by` to `corrects` and `recorded_by`. Raises
    ValidationError, field by field, where a rule of the ledger is broken.
    """
    # One writer at a time for an item, so that sequences have neither gaps nor twins.
    addressee = (
        Addressee.objects.select_for_update(of=("self",))
        .select_related("body", "recommendation__inspection")
        .get(pk=addressee.pk)
    )
    last = addressee.updates.aggregate(last=Max("sequence"))["last"] or 0
    update = StatusUpdate(addressee=addressee, sequence=last + 1, recorded_on=recorded_on, **statement)
    update.full_clean()
    update.save(force_insert=True)
    rebuild_periods([addressee.pk])
    return update


@transaction.atomic
def rebuild_periods(addressees: Iterable[int], tick: Callable[[int], object] = lambda done: None) -> None:
    """Write the status periods of these items, by primary key, afresh from the ledger.

    `tick` hears how many more are done.
    """
    keys = list(addressees)
    for start in range(0, len(keys), REBUILT_AT_ONCE):
        some = keys[start : start + REBUILT_AT_ONCE]
        StatusPeriod.objects.filter(addressee__in=some).delete()
        items = Addressee.objects.filter(pk__in=some).prefetch_related("updates")
        StatusPeriod.objects.bulk_create(
            period for item in items for period in periods_of(item, list(item.updates.all()))
        )
        tick(len(some))


@transaction.atomic
def address_to(recommendation: Recommendation, bodies: Iterable[Body]) -> int:
    """Address a recommendation to these bodies, apart from those it is addressed to already; say to how many more."""
    have = set(Addressee.objects.filter(recommendation=recommendation).values_list("body_id", flat=True))
    new = {body.pk: body for body in bodies if body.pk not in have}
    items = Addressee.objects.bulk_create(Addressee(recommendation=recommendation, body=body) for body in new.values())
    rebuild_periods([item.pk for item in items])
    index([recommendation.pk])
    return len(items)
