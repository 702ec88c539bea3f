"""Of which rows an account may do what its roles allow: everything, or what concerns the bodies that it speaks for.

Permissions without rows are the business of inspections.roles. The admin, its actions, the worklist and the digest all
ask here, so that a row which an account must not see is not there for it, by whatever address.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from inspections.models import (
    Addressee,
    Body,
    BodyKind,
    Grade,
    Inspection,
    Observation,
    Proposal,
    Recommendation,
    Response,
    ResponseItem,
    Source,
    StatusUpdate,
    Succession,
)
from inspections.models.addressee import AddresseeQuerySet

SEE_ALL = "inspections.see_all"
PUBLISH = "inspections.publish_inspection"
RECORD = "inspections.add_statusupdate"
PROPOSE = "inspections.add_proposal"
DECIDE = "inspections.decide_proposal"
LOAD = "inspections.load_dataset"


@dataclass(frozen=True)
class Scope:
    """What one account sees. `bodies` are those that it speaks for; they limit it only without `sees_all`."""

    account: Any
    sees_all: bool
    bodies: tuple[Body, ...]
    on: datetime.date

    def items(self) -> AddresseeQuerySet:
        """The items that the account may see: all, or the public ones that its bodies have a voice about."""
        if self.sees_all:
            return Addressee.objects.all()
        return Addressee.objects.public(self.on).filter(self._spoken_of())

    def _spoken_of(self) -> Q:
        """Items to its bodies, to forces that they answer or answered for, and of inspections that they made."""
        own = [body.pk for body in self.bodies]
        inspectorates = [body.pk for body in self.bodies if body.kind == BodyKind.INSPECTORATE]
        made = Inspection.objects.filter(inspectorates__in=inspectorates)
        forces = Body.objects.filter(overseen_by__policing_body__in=own)
        return Q(body__in=own) | Q(body__in=forces) | Q(recommendation__inspection__in=made)

    def updates(self) -> QuerySet[StatusUpdate]:
        """The rows of the ledger about those items."""
        if self.sees_all:
            return StatusUpdate.objects.all()
        return StatusUpdate.objects.filter(addressee__in=self.items())

    def proposals(self) -> QuerySet[Proposal]:
        """All proposals, or those in the voice of its bodies."""
        if self.sees_all:
            return Proposal.objects.all()
        return Proposal.objects.filter(stated_by__in=self.bodies, addressee__in=self.items())

    def sources(self) -> QuerySet[Source]:
        """All sources, or those that the public can see and those that its bodies' proposals brought along.

        Another may be what an embargoed report is prepared from.
        """
        from inspections.dataset.selection import Selection

        if self.sees_all:
            return Source.objects.all()
        colleagues = Proposal.objects.filter(proposed_by__speaks_for__body__in=self.bodies)
        proposed = colleagues.filter(stated_by__in=self.bodies).values("source")
        return Source.objects.filter(Selection(self.on).quoted | Q(pk__in=proposed))

    def voices(self, speakers: list[Body]) -> list[Body]:
        """Of those who have a voice about an item, the ones in whose voice the account may speak."""
        if self.sees_all:
            return speakers
        own = {body.pk for body in self.bodies}
        return [body for body in speakers if body.pk in own]


def scope_of(account: Any, on: datetime.date) -> Scope:
    """What an account may see on that day. One query, for its bodies."""
    if isinstance(account, AnonymousUser) or not account.is_active:
        return Scope(account, False, (), on)
    sees_all = account.has_perm(SEE_ALL)
    bodies = () if sees_all else tuple(Body.objects.filter(pk__in=account.speaks_for.values("body")))
    return Scope(account, sees_all, bodies, on)


def is_out(thing: Any, on: datetime.date) -> bool:
    """Whether the public can read a thing of the record on that day; what has no draft of its own always is out."""
    match thing:
        case Inspection():
            return thing.is_readable(on)
        case Observation() | Grade() | Recommendation() | Response():
            return thing.inspection.is_readable(on)
        case Addressee():
            return thing.recommendation.inspection.is_readable(on)
        case ResponseItem():
            return thing.response.inspection.is_readable(on)
        case Succession():
            return thing.earlier.inspection.is_readable(on) and thing.later.inspection.is_readable(on)
        case Source():
            from inspections.dataset.selection import Selection

            return Source.objects.filter(Selection(on).quoted, pk=thing.pk).exists()
    return True


def may_alter(account: Any, thing: Any, on: datetime.date) -> bool:
    """Whether an account that may change things of this kind may change this one: in draft anybody, then publishers."""
    return bool(account.has_perm(PUBLISH)) or not is_out(thing, on)
