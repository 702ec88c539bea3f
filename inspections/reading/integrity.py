"""What readers are told of the seals: the head of the chain on a day, the heads of the days before, what waits."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils import timezone

from inspections.models import Seal
from inspections.seals import all_waiting, published


@dataclass(frozen=True)
class Head:
    """The last seal of a day, and how many were made on it."""

    day: datetime.date
    sealed: int
    position: int
    sha256: str
    sealed_at: str

    @property
    def moment(self) -> datetime.datetime:
        """By the clock in London."""
        return timezone.localtime(datetime.datetime.fromisoformat(self.sealed_at))


def heads(on: datetime.date, first: int = 0, most: int = 1) -> list[Head]:
    """The heads of days with seals, up to a day, the latest first; two queries."""
    rows = Seal.objects.filter(day__lte=on).order_by("-day").values_list("day")
    days = rows.annotate(sealed=Count("pk"), last=Max("position"))[first : first + most]
    found = {last: (day, sealed) for day, sealed, last in days}
    seals = Seal.objects.filter(position__in=found).order_by("-position")
    return [Head(*found[each.position], each.position, each.sha256, each.sealed_at) for each in seals]


def days_with_seals(on: datetime.date) -> int:
    """On how many days, up to a day, something was sealed."""
    return Seal.objects.filter(day__lte=on).order_by().values("day").distinct().count()


def waiting(on: datetime.date) -> int:
    """How many rows anybody can read today that have no seal yet; `on` is today."""
    return published(all_waiting(), on).count()
