"""The projection of the headline status over time."""

import datetime
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inspections.headline import Headline, HeadlineStatus, walk

from .addressee import Addressee
from .status import StatusUpdate

# Periods tile the whole of time, so that no day needs a special case.
BEGINNING = datetime.date.min
END = datetime.date.max

Shape = tuple[datetime.date, datetime.date, str, int, bool, datetime.date | None]


class StatusPeriod(models.Model):
    """An addressee's headline status from one day up to, and not including, another.

    Derived from the ledger by inspections.headline, in the transaction of each new update. Nothing else writes it.
    """

    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="periods")
    status = models.CharField(_("headline status"), max_length=20, choices=HeadlineStatus)
    start = models.DateField()
    end = models.DateField()
    update = models.ForeignKey(StatusUpdate, models.PROTECT, null=True, related_name="periods")
    reopened = models.BooleanField(default=False)
    # From which day it counts in the change tables; null where it does not. What was put in is taken out by this.
    counted_from = models.DateField(null=True)

    class Meta:
        ordering = ["addressee", "start"]
        indexes = [
            models.Index(fields=["status", "start", "end"]),
            models.Index(fields=["addressee", "end", "start"]),
            models.Index(fields=["start"], name="status_period_start"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["addressee", "start"], name="status_period_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="status_period_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.addressee_id}: {self.status} {self.start}–{self.end}"

    @property
    def shape(self) -> "Shape":
        """Everything that it says; two periods of one item that say the same are the same."""
        return self.start, self.end, str(self.status), self.update_id or 0, self.reopened, self.counted_from

    @property
    def headline(self) -> Headline:
        return Headline(HeadlineStatus(self.status), self.update, self.reopened)


def stretches(updates: Iterable[StatusUpdate]) -> Iterator[tuple[datetime.date, datetime.date, Headline]]:
    """The headline that a list of updates comes to, from one day up to, and not including, another, in order."""
    start, standing = BEGINNING, Headline()
    for day, headline in walk(updates):
        if headline != standing:
            yield start, day, standing
            start, standing = day, headline
    yield start, END, standing


def periods_of(
    addressee: Addressee, updates: list[StatusUpdate], counted_from: datetime.date | None = None
) -> list[StatusPeriod]:
    """The periods, unsaved, that an addressee's updates come to; see models.moves for `counted_from`."""
    return [
        StatusPeriod(
            addressee=addressee,
            status=headline.status,
            start=start,
            end=end,
            update=headline.update,
            reopened=headline.reopened,
            counted_from=counted_from,
        )
        for start, end, headline in stretches(updates)
    ]
