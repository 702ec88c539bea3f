"""The ledger: who said what about progress, when, on what evidence. Rows are added and never changed."""

import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .body import Body
from .fields import FirstDay, PartialDateField, SlugField
from .inspection import Inspection
from .recommendation import asked_by
from .source import Source


class Voice(models.TextChoices):
    """The three parties that speak about progress. They are never merged."""

    ADDRESSED_BODY = "addressed-body", _("Addressed body")
    POLICING_BODY = "local-policing-body", _("Local policing body")
    INSPECTORATE = "inspectorate", _("Inspectorate")


class Position(models.TextChoices):
    """What a voice may say. Each position belongs to one voice."""

    NOT_STARTED = "not-started", _("Not started")
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under-way", _("Under way")
    SAYS_COMPLETE = "says-complete", _("Reported complete")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
    ASSURED = "assured", _("Assured")
    PARTLY_ASSURED = "partly-assured", _("Partly assured")
    NOT_ASSURED = "not-assured", _("Not assured")
    AWAITING_REVIEW = "awaiting-review", _("Awaiting review")
    BEING_PROGRESSED = "being-progressed", _("Being progressed")
    COMPLETE = "complete", _("Complete")
    NO_FURTHER_ACTION = "no-further-action", _("No further action needed")
    SUPERSEDED = "superseded", _("Superseded")
    REOPENED = "reopened", _("Reopened")
    NOT_EXAMINED = "not-examined", _("Not examined this time")

    @property
    def voice(self) -> Voice:
        return next(voice for voice, positions in POSITIONS.items() if self in positions)

    @property
    def closes(self) -> bool:
        return self in CLOSING


POSITIONS: dict[Voice, tuple[Position, ...]] = {
    Voice.ADDRESSED_BODY: (
        Position.NOT_STARTED,
        Position.PLANNED,
        Position.UNDER_WAY,
        Position.SAYS_COMPLETE,
        Position.NOT_ACCEPTED,
    ),
    Voice.POLICING_BODY: (Position.ASSURED, Position.PARTLY_ASSURED, Position.NOT_ASSURED),
    Voice.INSPECTORATE: (
        Position.AWAITING_REVIEW,
        Position.BEING_PROGRESSED,
        Position.COMPLETE,
        Position.NO_FURTHER_ACTION,
        Position.SUPERSEDED,
        Position.REOPENED,
        Position.NOT_EXAMINED,
    ),
}

# Only an inspectorate closes anything. Every closure seen in public was declared in a report or letter of an inspector.
CLOSING = (Position.COMPLETE, Position.NO_FURTHER_ACTION, Position.SUPERSEDED)


class Evidence(models.TextChoices):
    INSPECTION = "inspection", _("Inspection")
    DOCUMENT = "document", _("Document")
    ASSERTION = "assertion", _("Assertion")


class LedgerIsAppendOnly(Exception):
    """Somebody tried to change or delete a row of the ledger."""

    def __init__(self) -> None:
        super().__init__("A status update is never changed or deleted. Record a new one that corrects it.")


class StatusUpdateQuerySet(models.QuerySet["StatusUpdate"]):
    """Reading and adding only. The database refuses the rest as well, whoever asks."""

    def public(self, on: datetime.date) -> "StatusUpdateQuerySet":
        """What had been said by that day about items that are public on it."""
        return self.filter(asked_by(on, "addressee__recommendation__"), effective_on__lte=on)

    def uncorrected(self) -> "StatusUpdateQuerySet":
        """What no later row has put right.

        As a question within the question: of a join with what corrects it PostgreSQL believes that it leaves one row.
        """
        return self.filter(~Exists(StatusUpdate.objects.filter(corrects=OuterRef("pk"))))

    def in_order(self) -> "StatusUpdateQuerySet":
        """By the day on which it was said, and within a day in the order recorded."""
        return self.order_by("effective_on__first_day", "sequence")

    def update(self, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly

    def delete(self) -> NoReturn:
        raise LedgerIsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly


class Statement(models.Model):
    """The words of a statement, whether it is on the record or only proposed for it."""

    position = models.CharField(
        _("position"), max_length=20, choices=Position, help_text=_("Public: what was said, in our words.")
    )
    effective_on = PartialDateField(
        _("said on"), help_text=_("Public: when it was said. A year or a month will do if that is all that is known.")
    )
    reason = models.TextField(_("reason"), help_text=_("Public: what was said and why, in a sentence or two."))
    publisher_wording = models.CharField(
        _("publisher's wording"),
        max_length=200,
        blank=True,
        help_text=_("Public: the publisher's own word for the status, as it was."),
    )
    evidence = models.CharField(
        _("evidence"),
        max_length=20,
        choices=Evidence,
        help_text=_("Public: what the statement rests on. An assertion is a statement with nothing to show for it."),
    )
    target_on = PartialDateField(
        _("promised for"),
        null=True,
        blank=True,
        help_text=_("Public: the date now promised. Earlier promises stay on the record."),
    )
    batch = SlugField(
        _("batch"), blank=True, help_text=_("Public: the same word on every update that was recorded together.")
    )

    class Meta:
        abstract = True

    @property
    def voice(self) -> Voice:
        return Position(self.position).voice


class StatusUpdate(Statement):
    """One statement by one voice about one addressee's progress. Write it with actions.record_update."""

    addressee = models.ForeignKey(
        "inspections.Addressee", models.PROTECT, verbose_name=_("item"), related_name="updates", help_text=_("Public.")
    )
    sequence = models.PositiveIntegerField(_("sequence"), help_text=_("Public: 1, 2, 3… in the order recorded."))
    stated_by = models.ForeignKey(
        Body,
        models.PROTECT,
        verbose_name=_("stated by"),
        related_name="statements",
        help_text=_("Public: whose statement this is."),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source"),
        null=True,
        blank=True,
        related_name="updates",
        help_text=_("Public: the document. It may only be left out for an assertion that closes nothing."),
    )
    made_in = models.ForeignKey(
        Inspection,
        models.PROTECT,
        verbose_name=_("made in"),
        null=True,
        blank=True,
        related_name="updates_made",
        help_text=_("Public: the later inspection, usually a follow-up, in which it was said."),
    )
    recorded_on = models.DateField(_("recorded on"), help_text=_("Public: the day on which it was put on the record."))
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        related_name="corrected_by",
        help_text=_("Public: the earlier row that this one puts right. Both stay on the record."),
    )
    recorded_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("entered by"),
        null=True,
        editable=False,
        related_name="+",
        help_text=_("Never public: the account."),
    )

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = ["addressee", "sequence"]
        indexes = [
            models.Index(fields=["effective_on"]),
            # The order of a history, from the latest on: what was said lately is read along it.
            models.Index(FirstDay("effective_on").desc(), F("id").desc(), name="status_update_latest"),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="status_update_batch"),
            # The few that put another right, by the day on which that was recorded.
            models.Index(fields=["recorded_on"], condition=~Q(corrects=None), name="status_update_corrections"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["addressee", "sequence"], name="status_update_sequence_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="status_update_sequence_from_one"),
            models.CheckConstraint(
                condition=Q(position__in=Position.values),
                name="status_update_position",
                violation_error_message=_("That is not a position."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="status_update_has_reason", violation_error_message=_("Give a reason.")
            ),
            models.CheckConstraint(
                condition=Q(evidence="assertion", position__in=[p for p in Position.values if p not in CLOSING])
                | (~Q(evidence="assertion") & Q(source__isnull=False)),
                name="status_update_has_source",
                violation_error_message=_("Give a source. Only an assertion that closes nothing may do without."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee_id}/{self.sequence}: {self.get_position_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LedgerIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly

    def clean(self) -> None:
        """Apply the rules of the ledger; see inspections.ledger."""
        from inspections.ledger import problems

        found = problems(self)
        if found:
            raise ValidationError(found)
