"""Proposals: statements that somebody wants on the record, and a publisher has yet to accept."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .addressee import Addressee
from .body import Body
from .inspection import Inspection
from .source import Source
from .status import Statement, StatusUpdate


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        """Neither accepted nor returned nor withdrawn."""
        return self.filter(state=ProposalState.WAITING)


class Proposal(Statement):
    """A statement on its way to the ledger. Nothing of it is public until it is accepted.

    Write it with propose_updates of inspections.proposals, and decide on it with publish_proposals, return_proposals or
    withdraw_proposals.
    """

    addressee = models.ForeignKey(
        Addressee,
        models.PROTECT,
        verbose_name=_("item"),
        related_name="proposals",
        help_text=_("Public once it is accepted."),
    )
    stated_by = models.ForeignKey(Body, models.PROTECT, verbose_name=_("stated by"), related_name="+")
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="proposals"
    )
    made_in = models.ForeignKey(
        Inspection, models.PROTECT, verbose_name=_("made in"), null=True, blank=True, related_name="+"
    )
    corrects = models.ForeignKey(
        StatusUpdate, models.PROTECT, verbose_name=_("corrects"), null=True, blank=True, related_name="+"
    )
    note = models.TextField(
        _("internal note"), blank=True, help_text=_("Never public: for colleagues, to be read before it is accepted.")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("proposed by"),
        related_name="proposals",
        help_text=_("Never public: the account."),
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now, help_text=_("Never public."))
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Never public: the account."),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, help_text=_("Never public."))
    comment = models.TextField(_("comment"), blank=True, help_text=_("Never public: why it was returned."))
    update = models.OneToOneField(
        StatusUpdate,
        models.PROTECT,
        verbose_name=_("recorded as"),
        null=True,
        blank=True,
        related_name="proposal",
        help_text=_("Public: the row of the ledger that it became."),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["state", "proposed_at"])]
        permissions = [("decide_proposal", _("Can accept and return proposals"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="proposal_decided_at",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", update__isnull=False) | (~Q(state="accepted") & Q(update=None)),
                name="proposal_accepted_is_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(comment=""),
                name="proposal_returned_says_why",
                violation_error_message=_("Say why you return it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_position_display()}"

    @property
    def is_withdrawable(self) -> bool:
        """Whether its sender can withdraw it: a returned one as well, once the comment is read."""
        return self.state in (ProposalState.WAITING, ProposalState.RETURNED)

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    def statement(self) -> dict[str, Any]:
        """The fields of the statement, as actions.record_update takes them."""
        return {name: getattr(self, name) for name in STATEMENT}


# What makes a statement, in a form, in a proposal and on the ledger; without the batch, which joins several.
STATEMENT = (
    "stated_by",
    "position",
    "effective_on",
    "reason",
    "publisher_wording",
    "evidence",
    "source",
    "made_in",
    "target_on",
    "corrects",
)
