"""What needs doing, for one account on one day: tasks, each with its rows and the list that shows the same rows.

The first page of the admin and the digest by post both ask here; the filters beside the lists take their rules and
numbers from here.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.headline import CLOSED_STATUSES
from inspections.models import Inspection, Proposal, ProposalState, Source
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.inspection import InspectionQuerySet
from inspections.owed import DUE_DAYS, responses_owed
from inspections.proposals import may_decide
from inspections.reading.duty import Duty
from inspections.scope import PROPOSE, Scope

QUIET_DAYS = 180  # after so long without news an item wants asking about
CLAIM_DAYS = 90  # after so long a claim wants confirming or refusing
COMING_DAYS = 7  # so far ahead publication is prepared

Rows = QuerySet[Any] | Sequence[Duty]


@dataclass(frozen=True)
class Task:
    """A kind of work: whose it is, its rows, and the list behind it; `%(days)d` in its words stands for `days`."""

    code: str
    title: Promise
    sentence: Promise
    is_for: Callable[[Scope], bool]
    rows: Callable[[Scope], Rows]
    address: Callable[[], str]
    days: int = 0


@dataclass(frozen=True)
class Entry:
    """A task as it stands for one account."""

    task: Task
    scope: Scope

    @property
    def code(self) -> str:
        return self.task.code

    @property
    def title(self) -> str:
        return str(self.task.title) % {"days": self.task.days}

    @property
    def sentence(self) -> str:
        return str(self.task.sentence) % {"days": self.task.days}

    @property
    def address(self) -> str:
        """The path of the staff's list of exactly these rows."""
        return self.task.address()

    @cached_property
    def rows(self) -> Rows:
        return self.task.rows(self.scope)

    @cached_property
    def count(self) -> int:
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)


@dataclass(frozen=True)
class Worklist:
    """All tasks of an account; where it has none, `why_none` says why, and whom to ask."""

    entries: tuple[Entry, ...] = ()
    why_none: str = ""

    @cached_property
    def to_do(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.count]

    @cached_property
    def nothing_to_do(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.count]


def worklist(scope: Scope) -> Worklist:
    """What needs doing for the account of a scope, on its day; at most 20 queries, however many rows."""
    if not scope.account.get_all_permissions():
        return Worklist(why_none=_("Your account has no role yet. Ask an administrator of this site to give it one."))
    entries = tuple(Entry(task, scope) for task in TASKS if task.is_for(scope))
    if not entries:
        return Worklist(
            why_none=_(
                "None of your roles is about the content of the register. If that is wrong, ask an administrator of "
                "this site for another role."
            )
        )
    if not scope.sees_all and not scope.bodies:
        return Worklist(
            why_none=_(
                "Your account speaks for no body yet, so no items are yours. Ask an administrator of this site to set "
                "the bodies that it speaks for."
            )
        )
    return Worklist(entries)


# --- The rows of each task -------------------------------------------------------------------------------------------


def public_items(scope: Scope) -> AddresseeQuerySet:
    """What can be recorded about: the items of the scope that are on the public record, longest asked for first."""
    items: Any = scope.items()
    rows: AddresseeQuerySet = items.public(scope.on).select_related("recommendation", "body")
    return rows.order_by(F("recommendation__due_day").asc(nulls_last=True), "pk")


def claimed_too_long(items: AddresseeQuerySet, on: datetime.date) -> AddresseeQuerySet:
    """Open on that day, and claimed and not confirmed for CLAIM_DAYS."""
    return items.claimed_for(on, CLAIM_DAYS).exclude(Q(status__in=CLOSED_STATUSES))


def closed_without_document(items: AddresseeQuerySet, on: datetime.date) -> AddresseeQuerySet:
    """Closed on that day by a row whose source no reader can open: it has neither an address nor an archived copy."""
    unreadable = Q(period__update__source__url="", period__update__source__archive_url="")
    return items.standing(on).filter(unreadable, Q(status__in=CLOSED_STATUSES))


def coming_inspections(inspections: InspectionQuerySet, on: datetime.date) -> InspectionQuerySet:
    """In draft, or to be published from that day to COMING_DAYS later."""
    return inspections.coming(on, on + datetime.timedelta(days=COMING_DAYS))


def without_address(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Documents that no reader can open."""
    return sources.filter(url="", archive_url="")


def _proposals(scope: Scope) -> QuerySet[Proposal]:
    return scope.proposals().select_related("addressee__recommendation", "addressee__body").order_by("proposed_at")


def _waiting_for_me(scope: Scope) -> QuerySet[Proposal]:
    waiting = _proposals(scope).filter(state=ProposalState.WAITING)
    return waiting if settings.ALLOW_OWN_PROPOSALS else waiting.exclude(proposed_by=scope.account)


def _mine(state: ProposalState) -> Callable[[Scope], Rows]:
    return lambda scope: _proposals(scope).filter(state=state, proposed_by=scope.account)


# --- Whose they are, and where ---------------------------------------------------------------------------------------


def _may(*permissions: str) -> Callable[[Scope], bool]:
    return lambda scope: bool(scope.account.has_perms(permissions))


def _sees_all_and_may(permission: str) -> Callable[[Scope], bool]:
    return lambda scope: scope.sees_all and bool(scope.account.has_perm(permission))


def _list(model: str, **query: str) -> Callable[[], str]:
    return lambda: f"{reverse(f'admin:inspections_{model}_changelist')}?{urlencode(query)}"


def _waiting_list() -> str:
    """Without one's own, unless one may accept them oneself."""
    return _list("proposal", state="waiting", **({} if settings.ALLOW_OWN_PROPOSALS else {"mine": "no"}))()


_ITEMS = _may("inspections.view_addressee")

TASKS = (
    Task(
        "proposals",
        gettext_lazy("Proposals waiting for you"),
        gettext_lazy("Look at what would change in public, and accept each or return it with a comment."),
        lambda scope: may_decide(scope.account),
        _waiting_for_me,
        _waiting_list,
    ),
    Task(
        "returned",
        gettext_lazy("Proposals returned to you"),
        gettext_lazy("Nothing of them is public. The comment says why: send them again, put right, or withdraw them."),
        _may(PROPOSE),
        _mine(ProposalState.RETURNED),
        _list("proposal", state="returned", mine="yes"),
    ),
    Task(
        "sent",
        gettext_lazy("Your proposals still waiting"),
        gettext_lazy("A publisher has yet to decide. Until then you can withdraw them."),
        _may(PROPOSE),
        _mine(ProposalState.WAITING),
        _list("proposal", state="waiting", mine="yes"),
    ),
    Task(
        "responses",
        gettext_lazy("Responses due in %(days)d days or late"),
        gettext_lazy("A response to an inspection was asked for by a day, and none is on record."),
        _ITEMS,
        responses_owed,
        lambda: reverse("admin:inspections_response_owed"),
        DUE_DAYS,
    ),
    Task(
        "overdue",
        gettext_lazy("Items past their date"),
        gettext_lazy("Still open, and the day by which it was asked for has passed."),
        _ITEMS,
        lambda scope: public_items(scope).overdue(scope.on),
        _list("addressee", status="open", due="overdue", public="yes"),
    ),
    Task(
        "at-once",
        gettext_lazy("Items asked for immediately"),
        gettext_lazy("Still open. They have no date to be past: inspectors wanted them done at once."),
        _ITEMS,
        lambda scope: public_items(scope).asked_for_at_once(scope.on),
        _list("addressee", status="open", due="immediate", public="yes"),
    ),
    Task(
        "quiet",
        gettext_lazy("Items without news for %(days)d days"),
        gettext_lazy("Still open. Nobody has said anything in that time, and the report is no newer either."),
        _ITEMS,
        lambda scope: public_items(scope).stale(scope.on, QUIET_DAYS),
        _list("addressee", status="open", news="quiet", public="yes"),
        QUIET_DAYS,
    ),
    Task(
        "claimed",
        gettext_lazy("Reported complete, not confirmed for %(days)d days"),
        gettext_lazy(
            "Still open, and the addressed body first said %(days)d days ago or more that it is complete. The "
            "inspectorate has not confirmed it."
        ),
        _ITEMS,
        lambda scope: claimed_too_long(public_items(scope), scope.on),
        _list("addressee", status="open", claim="long", public="yes"),
        CLAIM_DAYS,
    ),
    Task(
        "coming",
        gettext_lazy("Inspections in draft, or due out within %(days)d days"),
        gettext_lazy("Not public yet. Complete them, and check the day and time of publication."),
        _sees_all_and_may("inspections.view_inspection"),
        lambda scope: coming_inspections(Inspection.objects.all(), scope.on).order_by("public_from", "pk"),
        _list("inspection", publication="coming"),
        COMING_DAYS,
    ),
    Task(
        "sources",
        gettext_lazy("Sources whose address is missing"),
        gettext_lazy("Neither an address nor an archived copy is recorded, so no reader can open them."),
        _sees_all_and_may("inspections.view_source"),
        lambda scope: without_address(scope.sources()),
        _list("source", address="missing"),
    ),
    Task(
        "closed",
        gettext_lazy("Closed without a document"),
        gettext_lazy(
            "The source of the row that closed them has neither an address nor an archived copy, so no reader can "
            "check the closure. Add one to the source."
        ),
        _ITEMS,
        lambda scope: closed_without_document(public_items(scope), scope.on),
        _list("addressee", status="closed", document="none", public="yes"),
    ),
)
