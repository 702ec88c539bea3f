"""Editions: how often the public record has changed. What the public is shown depends on edition, day and address."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from tracker.prepared import prepared

from .inspection import Inspection

THE_ROW = 1
STEPS_KEPT = 1000
# An embargo that has ended is counted for so long after: machines whose clocks differ by less agree on what an edition
# shows, since each counts by the clock by which it shows.
CLOCKS_DIFFER = datetime.timedelta(hours=1)


class Edition(models.Model):
    """One row. `move` changes it in the transaction of every change of what can be public, and nothing else does."""

    number = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField()
    # When the last edition began with anything but new rows of the ledger.
    beside_at = models.DateTimeField(null=True)
    # When embargoes end, in order, as ISO times in UTC: those to come, and those of the last hour before the move.
    moments = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ROW), name="edition_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class EditionStep(models.Model):
    """Of which items the standing may be another since the edition before; null where that was not looked at.

    What is held in memory about items is brought up to date by it. Older steps are deleted.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    items = models.JSONField(null=True)

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Current:
    """The edition of this moment: its name, and since when it stands.

    What is kept in memory goes by both: where an older copy of the record is put back, numbers come again. `beside` is
    another as soon as anything but the ledger is.
    """

    name: str
    since: datetime.datetime
    beside: str = ""

    def __str__(self) -> str:
        return self.name

    def is_beside(self, earlier: "Current") -> bool:
        """Whether nothing but the ledger is another than in an earlier edition; False where that is not known."""
        return self.beside[:1].isdigit() and self.beside == earlier.beside


@transaction.atomic(savepoint=False)
def move(items: Iterable[int] | None = None, *, said: bool = False) -> None:
    """Begin a new edition. Call it in the transaction that changes the record: both are seen together, or neither.

    items: the primary keys of all items of which status, publicness, deadline, kind or theme may have changed;
    None where they were not counted up. said: nothing is new but rows of the ledger about these items. The row of the
    edition is locked until that transaction ends, so editions follow each other in the order in which they become
    visible. What of the ledger is public by then and has no seal gets one.
    """
    from inspections.seals import seal_waiting

    now = timezone.now()
    if not Edition.objects.filter(pk=THE_ROW).update(number=F("number") + 1, moved_at=now):
        Edition.objects.create(pk=THE_ROW, number=1, moved_at=now)
    # After the row is locked: a moment that somebody else has just put there must not be lost.
    other_moments = _write_moments(now)
    if other_moments or not said:
        Edition.objects.filter(pk=THE_ROW).update(beside_at=now)
    number = Edition.objects.filter(pk=THE_ROW).values_list("number", flat=True)[0]
    EditionStep.objects.create(number=number, items=None if items is None else sorted(set(items)))
    if number % STEPS_KEPT == 0:
        EditionStep.objects.filter(number__lte=number - STEPS_KEPT).delete()
    seal_waiting()


def hold() -> None:
    """Lock the row, as `move` does, and begin no edition: until the transaction ends nobody else moves or holds it.

    Items are locked before it (not their keys, see actions.record_update); nothing is locked after it but rows that
    only its holder writes. So nobody waits in a circle.
    """
    while not list(Edition.objects.select_for_update().filter(pk=THE_ROW).values_list("pk")):
        Edition.objects.get_or_create(pk=THE_ROW, defaults={"moved_at": timezone.now()})


def keep_moments() -> None:
    """Store afresh when embargoes end, where an inspection that is not out yet was changed; no edition begins."""
    hold()
    now = timezone.now()
    if _write_moments(now):
        Edition.objects.filter(pk=THE_ROW).update(beside_at=now)


def _write_moments(now: datetime.datetime) -> bool:
    """Store when embargoes end; say whether that is another list than before."""
    ends = Inspection.objects.filter(draft=False, public_at__gt=now - CLOCKS_DIFFER).order_by("public_at")
    moments = ends.values_list("public_at", flat=True).distinct()
    found = [moment.astimezone(datetime.UTC).isoformat() for moment in moments if moment]
    if found == Edition.objects.filter(pk=THE_ROW).values_list("moments", flat=True)[0]:
        return False
    Edition.objects.filter(pk=THE_ROW).update(moments=found)
    return True


def named(
    number: int,
    moved_at: datetime.datetime,
    moments: Iterable[str],
    now: datetime.datetime,
    beside_at: datetime.datetime | None = None,
) -> Current:
    """The edition that a row comes to at a moment.

    An embargo that ends changes what the public sees though nothing is written. So the number of those that have ended
    stands behind the number of changes: 1234, then 1234.1. The first is never used twice, so neither is the pair.
    """
    ended = [moment for moment in map(datetime.datetime.fromisoformat, moments) if moment <= now]
    beside = f"{beside_at} {ended[-1] if ended else ''}"
    if not ended:
        return Current(str(number), moved_at, beside)
    return Current(f"{number}.{len(ended)}", max(moved_at, ended[-1]), beside)


@prepared
def _row() -> QuerySet[Edition, Any]:
    return Edition.objects.filter(pk=THE_ROW).values_list("number", "moved_at", "moments", "beside_at")


def edition(now: datetime.datetime | None = None) -> Current:
    """The edition of this moment. One query, by primary key."""
    for number, moved_at, moments, beside_at in _row():
        return named(number, moved_at, moments, now or timezone.now(), beside_at)
    return Current("0", datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC))


@prepared
def _steps(after: int, until: int) -> "QuerySet[EditionStep, Any]":
    steps = EditionStep.objects.filter(number__gt=after, number__lte=until)
    return steps.order_by().values_list("items", flat=True)


def touched_since(number: int) -> set[int] | None:
    """The items of which something may have changed after the edition of a number, by primary key; None for any."""
    now = next((row[0] for row in _row()), 0)
    found: set[int] = set()
    seen = 0
    for items in _steps(number, now):
        if items is None:
            return None
        found.update(items)
        seen += 1
    return found if seen == now - number else None
