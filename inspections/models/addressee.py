"""The unit that is followed: one recommendation to one body."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from inspections.headline import CLOSED_STATUSES, Headline, HeadlineStatus
from inspections.paths import path_to

from .body import Body
from .inspection import readable_by
from .recommendation import Deadline, Recommendation, asked_by
from .status import POSITIONS, Position, StatusUpdate, Voice

if TYPE_CHECKING:
    from .period import StatusPeriod


def _said(on: datetime.date) -> models.QuerySet[StatusUpdate]:
    """The statements in force about an item of an outer query, by that day."""
    return StatusUpdate.objects.filter(addressee=OuterRef("pk"), effective_on__lte=on).uncorrected()


def _last_word(on: datetime.date) -> Coalesce:
    """What the addressed body said last, of what is in force by that day; empty where it said nothing."""
    words = _said(on).filter(position__in=POSITIONS[Voice.ADDRESSED_BODY])
    return Coalesce(Subquery(words.order_by("-effective_on__first_day", "-sequence").values("position")[:1]), Value(""))


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def public(self, on: datetime.date) -> Self:
        """Items of recommendations that are on the public record on that day."""
        return self.filter(asked_by(on, "recommendation__"))

    def readable(self, on: datetime.date) -> Self:
        """Items of inspections published by that day, withdrawn or not: what has a page of its own."""
        return self.filter(readable_by(on, "recommendation__inspection__"))

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

    def with_due_day(self, on: datetime.date) -> Self:
        """Open on that day, with a day by which it was asked for."""
        return self.open(on).exclude(recommendation__due_day=None)

    def published(self) -> Self:
        """Those whose day of publication is known."""
        return self.filter(recommendation__inspection__published_on__isnull=False)

    def published_by(self, day: datetime.date) -> Self:
        """Published on a day or before; a partial date counts as its first day."""
        return self.filter(recommendation__inspection__published_on__lte=day)

    def by_status(self) -> dict[str, int]:
        """How many stand in each headline status; they must be `standing` on a day."""
        counted = self.values_list(F("status")).annotate(count=Count("pk", distinct=True))
        return dict(counted.order_by())

    def asked_for_at_once(self, on: datetime.date) -> Self:
        """Open on that day, and asked for immediately: these have no day to be past."""
        return self.open(on).filter(recommendation__deadline=Deadline.IMMEDIATELY)

    def claimed(self, on: datetime.date) -> Self:
        """Those of which the addressed body's last word by that day is “complete”."""
        # Most items were never claimed; asking that first spares the database the sorting.
        claims = _said(on).filter(position=Position.SAYS_COMPLETE)
        return self.filter(Exists(claims)).alias(last_word=_last_word(on)).filter(last_word=Position.SAYS_COMPLETE)

    def claimed_not_confirmed(self, on: datetime.date) -> Self:
        """Claimed, and not standing as confirmed complete on that day; see inspections.last_words."""
        return self.standing(on).exclude(status=HeadlineStatus.CONFIRMED_COMPLETE).claimed(on)

    def claimed_for(self, on: datetime.date, days: int) -> Self:
        """Claimed and not confirmed on that day, and claimed without a break for so many days or more.

        See inspections.last_words.days_claimed.
        """
        recent = on - datetime.timedelta(days=days - 1)
        claim_day = OuterRef("effective_on__first_day")
        said_after = Q(effective_on__first_day__gt=claim_day) | Q(
            effective_on__first_day=claim_day, sequence__gt=OuterRef("sequence")
        )
        taken_back = StatusUpdate.objects.filter(
            said_after,
            addressee=OuterRef("addressee"),
            position__in=set(POSITIONS[Voice.ADDRESSED_BODY]) - {Position.SAYS_COMPLETE},
            effective_on__lte=on,
        ).uncorrected()
        claims = _said(on).filter(~Exists(taken_back), position=Position.SAYS_COMPLETE)
        # A claim that nothing came after is the last word, so `claimed` need not look for that again.
        unconfirmed = self.standing(on).exclude(status=HeadlineStatus.CONFIRMED_COMPLETE)
        return unconfirmed.filter(Exists(claims.exclude(effective_on__lasts_to=recent)))

    def confirmed(self, on: datetime.date) -> Self:
        """Standing as confirmed complete on that day."""
        return self.standing(on).filter(status=HeadlineStatus.CONFIRMED_COMPLETE)

    def confirmed_not_claimed(self, on: datetime.date) -> Self:
        """Confirmed complete, while the addressed body has not said so, or said otherwise last."""
        return self.confirmed(on).alias(last_word=_last_word(on)).exclude(last_word=Position.SAYS_COMPLETE)

    def stale(self, on: datetime.date, days: int) -> Self:
        """Open on that day, without news for so many days or more; see inspections.last_words.days_silent.

        News is any statement in force; where there is none, the publication of the report. What has neither a
        statement nor a known day of publication is not in here.
        """
        recent = on - datetime.timedelta(days=days - 1)
        published_since = Q(recommendation__inspection__published_on__lasts_to=recent)
        told_since = Exists(_said(on).filter(effective_on__lasts_to=recent))
        return self.with_known_news(on).filter(~told_since).exclude(~Exists(_said(on)) & published_since)

    def with_known_news(self, on: datetime.date) -> Self:
        """Open on that day, with a statement or a known day of publication from which silence can be counted."""
        return self.open(on).filter(Exists(_said(on)) | Q(recommendation__inspection__published_on__isnull=False))

    def told_since(self, on: datetime.date, days: int) -> Self:
        """Open on that day, with a statement that is less than so many days old."""
        recent = on - datetime.timedelta(days=days - 1)
        return self.open(on).filter(Exists(_said(on).filter(effective_on__lasts_to=recent)))

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
        return path_to("item-detail", self.recommendation.ref, self.body.slug)

    @property
    def headline(self) -> Headline:
        """How it stands on the day given to `with_headline`, which must have been asked first."""
        periods: list[StatusPeriod] = self.periods_of_day  # type: ignore[attr-defined]
        return periods[0].headline

    def is_overdue(self, on: datetime.date, status: HeadlineStatus) -> bool:
        return not status.is_closed and self.recommendation.is_overdue(on)
