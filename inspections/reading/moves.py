"""How many items stood in which headline status on a day, or at the end of each month.

All items and those of one body are counted from the change tables, at a cost that does not grow with the record; any
other selection from the periods of its items. Both say the same.
"""

import calendar
import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from inspections.headline import HeadlineStatus
from inspections.models import Addressee, Body, DayMoves, Inspection, MonthMoves, Recommendation, StatusPeriod
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.moves import ALL, first_of_month
from tracker.prepared import prepared

IN_ORDER = tuple(HeadlineStatus)
PLACES: dict[str, int] = {status: place for place, status in enumerate(IN_ORDER)}
# By day and status: how many items came to stand in it on that day less how many left it.
Found = Counter[tuple[datetime.date, str]]


@dataclass(frozen=True)
class Month:
    """The end of a month, or the day of the page if that comes first, and how many items stood how."""

    day: datetime.date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def month_ends(first: datetime.date, on: datetime.date) -> list[datetime.date]:
    """The last day of each month from that of `first` on; the month that is still running ends with `on`."""
    found, year, month = [], first.year, first.month
    while (year, month) < (on.year, on.month):
        found.append(datetime.date(year, month, calendar.monthrange(year, month)[1]))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return [*found, on]


def counts_on(day: datetime.date, *, today: datetime.date, body: Body | None = None) -> dict[str, int]:
    """How many items, or items of one body, stood in each status on a day, of the record as it was on that day.

    What counting the standing of the public items of that day comes to. Two queries, and two more in the rare case that
    something was withdrawn since or waits for its hour.
    """
    standing: Counter[str] = Counter()
    for status, count in _sums(body.pk if body else ALL, first_of_month(day), day):
        standing[status] += count
    for (_day, status), count in _apart(day, today, body).items():
        standing[status] += count
    return _in_order(standing)


def counts_by_month(on: datetime.date, *, today: datetime.date, body: Body | None = None) -> list[Month]:
    """How items, or those of one body, stood at the end of each month, from the first publication to the day.

    They are those that are public on that day, each from the day on which its inspection was public. Queries as for
    `counts_on`.
    """
    found = _apart(on, today, body)
    for first_or_day, status, count in _stored(body.pk if body else ALL, first_of_month(on), on):
        found[first_or_day, status] += count
    return by_month(found, on)


# Both of the months before that of the day, whose first day is `first`, and of the days of its own month so far.


@prepared
def _sums(key: int, first: datetime.date, day: datetime.date) -> "QuerySet[MonthMoves, Any]":
    months = MonthMoves.objects.filter(body_key=key, month__lt=first).values_list("status")
    days = DayMoves.objects.filter(body_key=key, day__range=(first, day)).values_list("status")
    return months.annotate(sum=Sum("delta")).union(days.annotate(sum=Sum("delta")), all=True)


@prepared
def _stored(key: int, first: datetime.date, day: datetime.date) -> "QuerySet[MonthMoves, Any]":
    months = MonthMoves.objects.filter(body_key=key, month__lt=first).values_list("month", "status", "delta")
    days = DayMoves.objects.filter(body_key=key, day__range=(first, day)).values_list("day", "status", "delta")
    return months.union(days, all=True)


@prepared
def _elsewhere(on: datetime.date) -> "QuerySet[Inspection, Any]":
    gone = Inspection.objects.filter(withdrawn_on__gt=on), Recommendation.objects.filter(withdrawn_on__gt=on)
    waiting = Inspection.objects.filter(public_at__gt=timezone.now(), public_from__lte=on)
    some: dict[str, QuerySet[Any]] = {"inspection": gone[0], "asked": gone[1], "waiting": waiting}
    first, *others = (rows.order_by().values_list("pk", Value(kind)) for kind, rows in some.items())
    return first.union(*others, all=True)


def _apart(on: datetime.date, today: datetime.date, body: Body | None) -> Found:
    """What the tables say otherwise than the record of that day, because nothing is written when time passes.

    They leave out what was withdrawn later than that day, and have what waits for its hour.
    """
    keys: dict[str, list[int]] = {"inspection": [], "asked": [], "waiting": []}
    for key, kind in _elsewhere(on):
        keys[kind].append(key)
    if on < today:
        keys["waiting"] = []
    found = Found()
    ours = Addressee.objects.filter(body=body) if body else Addressee.objects.all()
    if keys["inspection"] or keys["asked"]:
        later = Q(recommendation__inspection__in=keys["inspection"]) | Q(recommendation__in=keys["asked"])
        found.update(moves_of(ours.public(on).filter(later), on))
    if keys["waiting"]:
        waits = Q(recommendation__inspection__in=keys["waiting"], periods__counted_from__isnull=False)
        found.subtract(moves_of(ours.filter(waits), on))
    return found


def moves_of(items: AddresseeQuerySet, on: datetime.date) -> Found:
    """The moves of these items up to a day, from their periods, each from when its inspection was public.

    Two queries, which bring a row for each day and status.
    """
    # An item of two themes comes twice; the ids of the items do not mind.
    periods = StatusPeriod.objects.filter(addressee__in=items.order_by().values("pk")).annotate(
        begun=Greatest(F("start"), F("addressee__recommendation__inspection__public_from"))
    )
    periods = periods.filter(end__gt=F("begun"), begun__lte=on).order_by()
    found = Found()
    for field, sign, some in (("begun", 1, periods), ("end", -1, periods.filter(end__lte=on))):
        for day, status, count in some.values_list(field, "status").annotate(count=Count("pk")):
            found[day, status] += sign * count
    return found


def by_month(found: Found, on: datetime.date) -> list[Month]:
    """How many stood how at the end of each month, from that of the first move; nothing where nothing moved."""
    moves = [(day, status, count) for (day, status), count in found.items() if count]
    if not moves:
        return []
    ends = month_ends(min(day for day, _status, _count in moves), on)
    first = _number(ends[0])
    moved = np.zeros((len(ends), len(IN_ORDER)), np.int64)
    for day, status, count in moves:
        moved[_number(day) - first, PLACES[status]] += count
    standing = moved.cumsum(axis=0).tolist()
    return [
        Month(day, {status: count for status, count in zip(IN_ORDER, counts, strict=True) if count})
        for day, counts in zip(ends, standing, strict=True)
    ]


def _number(day: datetime.date) -> int:
    """Of its month, counted from the year 0."""
    return day.year * 12 + day.month


def _in_order(standing: Counter[str]) -> dict[str, int]:
    return {status: standing[status] for status in IN_ORDER if standing[status]}


def months(items: AddresseeQuerySet, on: datetime.date) -> list[Month]:
    """How these items stood at the end of each month, from the first publication to the day; two queries.

    `items` must be public on the day. Each counts from the day on which its inspection was public.
    """
    return by_month(moves_of(items, on), on)
