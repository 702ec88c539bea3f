"""Change tables: how many items came to stand in each headline status, less how many left it, by day and by month.

How many stood in a status on a day is the sum of the months before that day's month and of its days so far. So the cost
of an answer grows neither with the items nor with what was said about them. inspections.reading.moves reads the tables.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice, repeat
from typing import Any

from django.db import connection, models
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from .period import END, StatusPeriod
from .recommendation import Recommendation

ALL = 0  # in place of a body's primary key: items to any body
WRITTEN_AT_ONCE = 4000  # rows, of four values each

# By body (primary key), day and status, how many items came less how many left.
Delta = Counter[tuple[int, datetime.date, str]]


class Moves(models.Model):
    """How many items of one body, or of all, came to stand in a status less how many left it, within some days.

    Derived from StatusPeriod in the transaction that writes those; see inspections.actions.rebuild_periods. A row may
    have come to 0.
    """

    body_key = models.BigIntegerField()  # no foreign key: ALL is no body
    status = models.CharField(_("headline status"), max_length=20)
    delta = models.IntegerField()

    class Meta:
        abstract = True


class DayMoves(Moves):
    """The moves of one day."""

    day = models.DateField()

    class Meta:
        # In the order in which they are read: a body, some days, every status.
        constraints = [models.UniqueConstraint(fields=["body_key", "day", "status"], name="day_moves_once")]

    def __str__(self) -> str:
        return f"{self.body_key}: {self.status} {self.day} {self.delta:+}"


class MonthMoves(Moves):
    """The moves of the days of one month."""

    month = models.DateField()  # its first day

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body_key", "month", "status"], name="month_moves_once")]

    def __str__(self) -> str:
        return f"{self.body_key}: {self.status} {self.month:%Y-%m} {self.delta:+}"


def counted_from(recommendation: Recommendation) -> datetime.date | None:
    """From which day its items count: from that of its inspection; None for what is in draft or was withdrawn.

    An hour of publication is left out of account, since nothing is written when it comes. Until then who reads the
    tables takes those items out.
    """
    inspection = recommendation.inspection
    if inspection.draft or inspection.withdrawn_on or recommendation.withdrawn_on:
        return None
    return inspection.public_from


def miscounted() -> Q:
    """The condition on periods that they count otherwise than `counted_from` says now."""
    asked = "addressee__recommendation__"
    counts = Q(
        **{
            f"{asked}inspection__draft": False,
            f"{asked}inspection__withdrawn_on": None,
            f"{asked}withdrawn_on": None,
        }
    )
    elsewhen = Q(counted_from=None) | ~Q(counted_from=F(f"{asked}inspection__public_from"))
    return (counts & elsewhen) | (~counts & Q(counted_from__isnull=False))


def moves_of(period: StatusPeriod) -> Iterator[tuple[datetime.date, str, int]]:
    """The day on which an item came to stand in a period's status, and the one on which it left; none before it counts.

    Each as day, status, +1 or -1.
    """
    return moves_between(period.start, period.end, period.status, period.counted_from)


def moves_between(
    start: datetime.date, end: datetime.date, status: str, since: datetime.date | None
) -> Iterator[tuple[datetime.date, str, int]]:
    """The same for a period that is no object; `since` is the day from which it counts."""
    if since is None or end <= since:
        return
    yield max(start, since), status, 1
    if end != END:
        yield end, status, -1


@lru_cache(maxsize=10_000)  # the same days come again and again
def first_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def add_moves(delta: Delta) -> None:
    """Add the moves of bodies to the tables, and to those of all bodies. Up to four rows for each move.

    Call it with the edition held (models.edition.hold): from there to the end of the transaction nobody else writes
    here, so two writers wait for each other once, at that row, and never in a circle over the rows of these tables.
    """
    _write(delta)
    _write(of_all(delta))


def of_all(delta: Delta) -> Delta:
    """The same moves as those of all bodies together."""
    found = Delta()
    for (_body, day, status), count in delta.items():
        found[ALL, day, status] += count
    return found


def of_months(delta: Delta) -> Delta:
    """The same moves, each on the first day of its month."""
    found = Delta()
    for (key, day, status), count in delta.items():
        found[key, first_of_month(day), status] += count
    return found


def _write(delta: Delta) -> None:
    _upsert(DayMoves, "day", delta)
    _upsert(MonthMoves, "month", of_months(delta))


def _upsert(model: type[DayMoves] | type[MonthMoves], date: str, delta: Delta) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    rows: Iterator[tuple[Any, ...]] = ((*key, count) for key, count in sorted(delta.items()) if count)
    while some := list(islice(rows, WRITTEN_AT_ONCE)):
        places = ", ".join(["(%s, %s, %s, %s)"] * len(some))
        # bulk_create can replace what is there, and not add to it.
        statement = (
            f"INSERT INTO {table} (body_key, {date}, status, delta) VALUES {places} "  # noqa: S608 - names of ours
            f"ON CONFLICT (body_key, {date}, status) DO UPDATE SET delta = {table}.delta + excluded.delta"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in some for value in row])


Row = tuple[int, datetime.date, str, int]  # body, day, status, count


def _from_periods() -> list[Iterator[Row]]:
    """How many items came and, negative, how many left, as the stored periods have it; both by body."""
    periods = StatusPeriod.objects.filter(counted_from__isnull=False, end__gt=F("counted_from"))
    periods = periods.annotate(begun=Greatest("start", "counted_from"))
    return [
        some.values_list("addressee__body", field, "status")
        .annotate(count=sign * Count("pk"))
        .order_by("addressee__body")
        .iterator()
        for field, sign, some in (("begun", 1, periods), ("end", -1, periods.exclude(end=END)))
    ]


def _from_tables() -> list[Iterator[Row]]:
    """What the tables hold by day and by month, both by body, ALL first."""
    return [
        model.objects.values_list("body_key", date, "status", "delta").order_by("body_key").iterator()
        for model, date in ((DayMoves, "day"), (MonthMoves, "month"))
    ]


def _by_body(streams: list[Iterator[Row]]) -> Iterator[tuple[int, tuple[Delta, ...]]]:
    """Read rows that come by body side by side, so that no more than one body's are held."""
    numbered = (zip(repeat(number), rows, strict=False) for number, rows in enumerate(streams))
    for body, rows in groupby(merge(*numbered, key=lambda row: row[1][0]), key=lambda row: row[1][0]):
        found = tuple(Delta() for _stream in streams)
        for number, (_body, day, status, count) in rows:
            found[number][body, day, status] += count
        yield body, found


def compared() -> Iterator[tuple[int, Delta, Delta, Delta]]:
    """Of each body, what its stored periods come to, and what the tables hold by day and by month; last of ALL.

    Four queries. What is held grows with days and statuses, and not with items.
    """
    in_all, held = Delta(), (Delta(), Delta())
    for body, (came, left, by_day, by_month) in _by_body(_from_periods() + _from_tables()):
        came.update(left)
        in_all.update(of_all(came))
        if body == ALL:
            held = by_day, by_month
        else:
            yield body, came, by_day, by_month
    yield ALL, in_all, *held


def rebuild_moves() -> None:
    """Write both tables from nothing, from the stored periods. Hold the edition."""
    with connection.cursor() as cursor:
        for model in (DayMoves, MonthMoves):  # row by row, as Django deletes them, all would be fetched first
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
    in_all = Delta()
    for _body, (came, left) in _by_body(_from_periods()):
        came.update(left)
        _write(came)
        in_all.update(of_all(came))
    _write(in_all)
