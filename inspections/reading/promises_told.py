"""Every promise of a date on the record, by statements and by answers: of whom, and from when until when it counts."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from inspections.models import ResponseItem, StatusUpdate
from inspections.models.inspection import readable_by
from inspections.models.response import there_from
from inspections.reading.slippage import Promise
from tracker.prepared import Keys, prepared

NEVER = datetime.date.max.toordinal()

Window = tuple[int, int]  # the ordinals of the day from which, and of that on which no more

INSPECTION = "addressee__recommendation__inspection__"
WITHDRAWN = (f"{INSPECTION}withdrawn_on", "addressee__recommendation__withdrawn_on")
ITEM = ("addressee", "addressee__body", f"{INSPECTION}public_from", *WITHDRAWN)


class Told(NamedTuple):
    """A promise, of an item and its body by primary key."""

    item: int
    body: int
    public: Window  # of the item
    in_force: Window  # of the promise
    promise: Promise


def told(items: Keys | None) -> Iterator[Told]:
    """All promises of some items, or of all where None is given, in no order; of items that wait to come out too."""
    yield from _by_statements(items)
    yield from _by_answers(items)


def _window(begins: datetime.date, *ends: datetime.date | None) -> Window:
    return begins.toordinal(), min((end.toordinal() for end in ends if end), default=NEVER)


def _by_statements(items: Keys | None) -> Iterator[Told]:
    rows = _stated().iterator(chunk_size=5000) if items is None else _stated_of(items)
    for item, body, begins, gone, also_gone, target, said_on, sequence in rows:
        in_force = said_on.first.toordinal(), NEVER
        yield Told(item, body, _window(begins, gone, also_gone), in_force, Promise(target, said_on, "", sequence))


def _stated() -> "QuerySet[StatusUpdate, Any]":
    rows = StatusUpdate.objects.filter(readable_by(datetime.date.max, INSPECTION))
    rows = rows.uncorrected().exclude(target_on=None).order_by()
    return rows.values_list(*ITEM, "target_on", "effective_on", "sequence")


@prepared
def _stated_of(items: Keys) -> "QuerySet[StatusUpdate, Any]":
    return _stated().filter(addressee__in=items)


def _by_answers(items: Keys | None) -> Iterator[Told]:
    rows = _answered().iterator(chunk_size=5000) if items is None else _answered_of(items)
    for item, body, begins, gone, also_gone, target, *answer in rows:
        published, sent, looked_for, out, report_gone, answer_gone = answer
        in_force = _window(there_from(out, published, sent, looked_for), report_gone, answer_gone)
        yield Told(item, body, _window(begins, gone, also_gone), in_force, Promise(target, published or sent, "", 0))


def _answered() -> "QuerySet[ResponseItem, Any]":
    rows = ResponseItem.objects.filter(
        readable_by(datetime.date.max, INSPECTION), readable_by(datetime.date.max, "response__inspection__")
    )
    rows = rows.exclude(target_on=None).order_by()
    known = ("response__published_on", "response__submitted_on", "response__not_found_as_of")
    there = ("response__inspection__public_from", "response__inspection__withdrawn_on", "response__withdrawn_on")
    return rows.values_list(*ITEM, "target_on", *known, *there)


@prepared
def _answered_of(items: Keys) -> "QuerySet[ResponseItem, Any]":
    return _answered().filter(addressee__in=items)
