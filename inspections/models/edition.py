"""Editions: how often the public record has changed. What the public is shown depends on edition, day and address."""

import datetime
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, F, Max
from django.utils import timezone

from .inspection import Inspection

THE_ROW = 1


class Edition(models.Model):
    """One row. `move` changes it in the transaction of every change of what can be public, and nothing else does."""

    number = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ROW), name="edition_one_row")]

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Current:
    """The edition of this moment: its name, and since when it stands."""

    name: str
    since: datetime.datetime

    def __str__(self) -> str:
        return self.name


def move() -> None:
    """Begin a new edition. Call it in the transaction that changes the record: both are seen together, or neither.

    The row is locked until that transaction ends, so editions follow each other in the order in which they become
    visible.
    """
    now = timezone.now()
    if not Edition.objects.filter(pk=THE_ROW).update(number=F("number") + 1, moved_at=now):
        Edition.objects.create(pk=THE_ROW, number=1, moved_at=now)


def edition(now: datetime.datetime | None = None) -> Current:
    """The edition of this moment. Two queries by index.

    An embargo that ends changes what the public sees though nothing is written. So the number of those that have ended
    stands behind the number of changes: 1234, then 1234.1. The first is never used twice, so neither is the pair.
    """
    now = now or timezone.now()
    row = Edition.objects.filter(pk=THE_ROW).first()
    number, since = (row.number, row.moved_at) if row else (0, datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC))
    ended = Inspection.objects.filter(public_at__gt=since, public_at__lte=now).aggregate(
        count=Count("pk"), last=Max("public_at")
    )
    if ended["count"]:
        return Current(f"{number}.{ended['count']}", ended["last"])
    return Current(str(number), since)
