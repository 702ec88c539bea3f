"""The unit that is followed: one recommendation to one body."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, FilteredRelation, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.headline import CLOSED_STATUSES, Headline, HeadlineStatus

from .body import Body
from .inspection import published_by
from .recommendation import Deadline, Recommendation

if TYPE_CHECKING:
    from .period import StatusPeriod


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def public(self, on: datetime.date) -> Self:
        """Items of inspections published by that day."""
        return self.filter(published_by(on, "recommendation__inspection__"))

    def standing(self, on: datetime.date) -> Self:
        """Join the one status period of that day, as `period`: `period__status` can then be filtered and counted."""
        in_force = Q(periods__start__lte=on, periods__end__gt=on)
        return self.annotate(period=FilteredRelation("periods", condition=in_force), status=F("period__status"))

    def open(self, on: datetime.date) -> Self:
        """Not closed by the inspectorate on that day."""
        return self.standing(on).exclude(status__in=CLOSED_STATUSES)

    def overdue(self, on: datetime.date) -> Self:
        """Open on that day, and asked for by an earlier day. “Immediately” has no day and is never in here."""
        return self.open(on).filter(recommendation__due_day__lt=on)

    def due_between(self, on: datetime.date, last: datetime.date) -> Self:
        """Open on that day, and asked for by a day from then to `last`."""
        return self.open(on).filter(recommendation__due_day__range=(on, last))

    def asked_for_at_once(self, on: datetime.date) -> Self:
        """Open on that day, and asked for immediately: these have no day to be past."""
        return self.open(on).filter(recommendation__deadline=Deadline.IMMEDIATELY)

    def with_headline(self, on: datetime.date) -> Self:
        """Fetch each item's period of that day and the update that decided it; see Addressee.headline."""
        from .period import StatusPeriod

        periods = StatusPeriod.objects.filter(start__lte=on, end__gt=on).select_related("update")
        return self.prefetch_related(Prefetch("periods", periods, to_attr="periods_of_day"))


class Addressee(models.Model):
    """One recommendation, one addressed body: an item, with a history of its own."""

    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        verbose_name=_("recommendation"),
        related_name="addressees",
        help_text=_("Public."),
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        verbose_name=_("addressed body"),
        related_name="items",
        help_text=_("Public: who was asked."),
    )

    status: str  # the headline status of the day, on items asked for with `standing`

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["recommendation", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "body"],
                name="addressee_once",
                violation_error_message=_("The recommendation is addressed to this body already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.ref} – {self.body.label}"

    def get_absolute_url(self) -> str:
        return reverse("item-detail", args=[self.recommendation.ref, self.body.slug])

    @property
    def headline(self) -> Headline:
        """How it stands on the day given to `with_headline`, which must have been asked first."""
        periods: list[StatusPeriod] = self.periods_of_day  # type: ignore[attr-defined]
        return periods[0].headline

    def is_open(self, headline: Headline) -> bool:
        return not headline.status.is_closed

    def is_overdue(self, on: datetime.date, status: HeadlineStatus) -> bool:
        return not status.is_closed and self.recommendation.is_overdue(on)
