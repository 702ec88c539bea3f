"""Published responses to inspections, and what they say about each recommendation."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.days import today
from inspections.partial_dates import PartialDate

from .addressee import Addressee
from .body import Body
from .fields import PartialDateField, WebAddressField
from .inspection import Inspection, readable_by
from .source import Source
from .withdrawal import VANISHES, Withdrawable, not_withdrawn


class ResponseQuerySet(models.QuerySet["Response"]):
    def public(self, on: datetime.date) -> Self:
        """Those there are of inspections that are public on that day, and not withdrawn."""
        return self.readable(on).filter(not_withdrawn(on, "inspection__") & not_withdrawn(on))

    def readable(self, on: datetime.date) -> Self:
        """What had been published, sent, or looked for in vain by that day, withdrawn or not.

        A response of which no day is known counts as there.
        """
        dated = Q(not_found_as_of__lte=on) | Q(published_on__lte=on) | Q(published_on=None, submitted_on__lte=on)
        undated = Q(published_on=None, submitted_on=None, not_found_as_of=None)
        return self.filter(readable_by(on, "inspection__"), dated | undated)


def there_from(
    public_from: datetime.date,
    published_on: PartialDate | None,
    submitted_on: PartialDate | None,
    not_found_as_of: datetime.date | None,
) -> datetime.date:
    """From which day on a response is `readable`, of an inspection that came out on the first of these days."""
    dated = published_on or submitted_on
    known = [day for day in (dated.first if dated else None, not_found_as_of) if day]
    return max(public_from, min(known, default=public_from))


class Response(Withdrawable):
    """A body's published response to an inspection, or the day on which we looked and found none."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, verbose_name=_("inspection"), related_name="responses", help_text=_("Public.")
    )
    responder = models.ForeignKey(
        Body,
        models.PROTECT,
        verbose_name=_("responder"),
        related_name="responses",
        help_text=_(
            "Public: who answers. By law it is the local policing body; "
            "the chief officer's comments are part of its answer."
        ),
    )
    published_on = PartialDateField(_("published"), null=True, blank=True, help_text=_("Public. Empty if not known."))
    submitted_on = PartialDateField(
        _("submitted"),
        null=True,
        blank=True,
        help_text=_("Public: the day on which a plan or statement was sent to the inspectorate."),
    )
    url = WebAddressField(
        _("address"), max_length=1000, blank=True, help_text=_("Public: where the response can be read.")
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source"),
        null=True,
        blank=True,
        related_name="responses",
        help_text=_("Public: the document that shows it."),
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("Public: in our own words."))
    not_found_as_of = models.DateField(
        _("looked for, and not found, on"),
        null=True,
        blank=True,
        help_text=_(
            "Public: the day on which somebody looked and found no response. Only if there is nothing else to say."
        ),
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["inspection", "responder"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "responder"],
                name="response_once",
                violation_error_message=_("This body's response to the inspection is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(not_found_as_of__isnull=True)
                & ~Q(published_on=None, submitted_on=None, source=None, url="")
                | Q(not_found_as_of__isnull=False, published_on=None, submitted_on=None, source=None, url=""),
                name="response_found_or_not",
                violation_error_message=_(
                    "Give a date, an address or a source, or the day on which none was found; not both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.responder.label}: {self.inspection}"

    @property
    def was_found(self) -> bool:
        return self.not_found_as_of is None

    def is_readable(self, on: datetime.date) -> bool:
        """Whether it was there by that day, withdrawn or not; see ResponseQuerySet.readable."""
        date = self.published_on or self.submitted_on
        day = self.not_found_as_of or (date.first if date else None)
        return self.inspection.is_readable(on) and (day is None or day <= on)

    def is_public(self, on: datetime.date) -> bool:
        """Whether it is on the public record on that day."""
        return self.is_readable(on) and not self.inspection.is_withdrawn(on) and not self.is_withdrawn(on)

    def clean(self) -> None:
        super().clean()
        self.clean_days()
        self.clean_embargo(today())

    def clean_embargo(self, on: datetime.date) -> None:
        """What is public does not move to an inspection that is not."""
        if self._state.adding or not self.inspection_id:
            return
        before = Response.objects.select_related("inspection").filter(pk=self.pk).first()
        if before and before.inspection.is_readable(on) and not self.inspection.is_readable(on):
            raise ValidationError({"inspection": VANISHES})

    def clean_days(self) -> None:
        """The rule about the order of its days; it asks the database nothing, so a load applies it to each row."""
        report = self.inspection.published_on if self.inspection_id else None
        if report and self.published_on and self.published_on.last < report.first:
            raise ValidationError(
                {
                    "published_on": _("A response cannot come before the report, which was published on %(day)s.")
                    % {"day": report}
                }
            )


class Decision(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PARTLY_ACCEPTED = "partly-accepted", _("Partly accepted")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
    NO_ACTION = "no-action", _("No action to be taken")
    NOT_ADDRESSED = "not-addressed", _("Not addressed")


class ResponseItem(models.Model):
    """What a response says about one recommendation to one body."""

    response = models.ForeignKey(Response, models.CASCADE, verbose_name=_("response"), related_name="items")
    addressee = models.ForeignKey(
        Addressee,
        models.PROTECT,
        verbose_name=_("item"),
        related_name="response_items",
        help_text=_("Public: the recommendation and the body that it was made to."),
    )
    decision = models.CharField(_("decision"), max_length=20, choices=Decision, help_text=_("Public."))
    action = models.TextField(_("action"), blank=True, help_text=_("Public: what was done or is proposed, or why not."))
    owner = models.CharField(
        _("owner"), max_length=200, blank=True, help_text=_("Public: the office that is to see to it.")
    )
    target_on = PartialDateField(_("promised for"), null=True, blank=True, help_text=_("Public."))

    class Meta:
        verbose_name = _("answer to a recommendation")
        verbose_name_plural = _("answers to recommendations")
        ordering = ["response", "addressee"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "addressee"],
                name="response_item_once",
                violation_error_message=_("This response answers that item already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_decision_display()}"

    def clean(self) -> None:
        super().clean()
        if self.response_id and self.addressee_id:
            asked_in = self.addressee.recommendation.inspection_id
            if asked_in != self.response.inspection_id:
                raise ValidationError({"addressee": _("That recommendation was made in another inspection.")})
