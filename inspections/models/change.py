"""The stream of changes: what was put on the public record, in one order that never changes.

What happens is noted as waiting in the transaction in which it happens, by triggers (migration 0006), so that no way of
writing is forgotten. It is given its number later, when it has been committed and may be read: by whoever reads the
stream first. So nothing can come in behind a number that somebody has seen already, in whatever order transactions end,
and what is embargoed has no number, nor leaves a gap.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .inspection import Inspection, readable_by
from .recommendation import Recommendation
from .response import Response
from .status import Position, StatusUpdate

NUMBERED_AT_ONCE = 1000


class ChangeKind(models.TextChoices):
    UPDATE_RECORDED = "update-recorded", _("A status update was recorded")
    CORRECTION_RECORDED = "correction-recorded", _("A status update was recorded that corrects an earlier one")
    INSPECTION_PUBLISHED = "inspection-published", _("An inspection came onto the record")
    RESPONSE_RECORDED = "response-recorded", _("A response was recorded")
    RESPONSE_NOT_FOUND = "response-not-found", _("A response was looked for and not found")
    INSPECTION_WITHDRAWN = "inspection-withdrawn", _("An inspection was withdrawn")
    RECOMMENDATION_WITHDRAWN = "recommendation-withdrawn", _("A recommendation was withdrawn")
    RESPONSE_WITHDRAWN = "response-withdrawn", _("A response was withdrawn")
    INSPECTION_PUT_BACK = "inspection-put-back", _("The withdrawal of an inspection was undone")
    RECOMMENDATION_PUT_BACK = "recommendation-put-back", _("The withdrawal of a recommendation was undone")
    RESPONSE_PUT_BACK = "response-put-back", _("The withdrawal of a response was undone")

    @property
    def noun(self) -> str:
        """What the change is about: update, correction, inspection, recommendation or response."""
        return self.value.partition("-")[0]


class WaitingChangeQuerySet(models.QuerySet["WaitingChange"]):
    def ready(self, on: datetime.date) -> "WaitingChangeQuerySet":
        """What may be read by now, given today's date; the rest waits for its day or its hour."""
        same = OuterRef("object_id")
        gone_by = Q(withdrawn_on=None) | Q(withdrawn_on__lte=on)
        updates = StatusUpdate.objects.filter(
            readable_by(on, "addressee__recommendation__inspection__"), pk=same, effective_on__lte=on
        )
        readable: dict[str, models.QuerySet[Any]] = {
            "update": updates,
            "correction": updates,
            "inspection": Inspection.objects.readable(on).filter(gone_by, pk=same),
            "recommendation": Recommendation.objects.readable(on).filter(gone_by, pk=same),
            "response": Response.objects.readable(on).filter(gone_by, pk=same),
        }
        found = Q()
        for noun, rows in readable.items():
            found |= Q(Exists(rows), kind__in=[kind for kind in ChangeKind if kind.noun == noun])
        return self.filter(found).order_by("pk")


class WaitingChange(models.Model):
    """Something that happened and has no number yet. Written by triggers, taken away when it is numbered."""

    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()

    objects = WaitingChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Change(models.Model):
    """One entry of the stream, in the words of the moment. The database refuses to change or delete it."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=30, choices=ChangeKind)
    time = models.DateTimeField(_("time"))
    day = models.DateField(_("day"), db_index=True)
    what = models.CharField(_("what"), max_length=1000)
    path = models.CharField(_("page"), max_length=300)
    inspection = models.CharField(_("inspection"), max_length=100)
    recommendation = models.CharField(_("recommendation"), max_length=100, blank=True)
    body = models.CharField(_("body"), max_length=100, blank=True)
    sequence = models.PositiveIntegerField(_("sequence"), null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.what}"


def number_changes(on: datetime.date) -> int:
    """Give what has happened and may be read by now its place in the stream; say how many there were.

    One query where there is nothing to do. Otherwise it writes, a portion at a time, each in a transaction of its own.
    """
    if not WaitingChange.objects.ready(on).exists():
        return 0
    numbered = 0
    while done := _number_some(on):
        numbered += done
    return numbered


@transaction.atomic
def _number_some(on: datetime.date) -> int:
    # One at a time: a second would give the same numbers. On SQLite the transaction itself has the only write lock.
    stream = ContentType.objects.get_for_model(Change)
    list(ContentType.objects.select_for_update(no_key=True).filter(pk=stream.pk))
    waiting = list(WaitingChange.objects.ready(on)[:NUMBERED_AT_ONCE])
    last, now = Change.objects.order_by("-number").first(), timezone.now()
    # Never before the entry in front of it, though clocks of machines differ: the entries by a day are the first ones.
    now = max(now, last.time) if last else now
    found = _fetched(waiting)
    Change.objects.bulk_create(
        Change(
            number=number,
            kind=row.kind,
            time=now,
            day=timezone.localdate(now),
            **_words(ChangeKind(row.kind), found[ChangeKind(row.kind).noun][row.object_id]),
        )
        for number, row in enumerate(waiting, start=last.number + 1 if last else 1)
    )
    WaitingChange.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return len(waiting)


def _fetched(waiting: Iterable[WaitingChange]) -> dict[str, dict[int, Any]]:
    """The things that changes are about, by noun and primary key, with all that their words need."""
    keys: dict[str, set[int]] = {}
    for row in waiting:
        keys.setdefault(ChangeKind(row.kind).noun, set()).add(row.object_id)
    updates = StatusUpdate.objects.select_related(
        "addressee__body", "addressee__recommendation__inspection", "stated_by"
    )
    things: dict[str, models.QuerySet[Any]] = {
        "update": updates,
        "correction": updates,
        "inspection": Inspection.objects.all(),
        "recommendation": Recommendation.objects.select_related("inspection"),
        "response": Response.objects.select_related("inspection", "responder"),
    }
    return {noun: {row.pk: row for row in things[noun].filter(pk__in=some)} for noun, some in keys.items()}


def _words(kind: ChangeKind, thing: Any) -> dict[str, Any]:
    """What an entry says. It is kept as it is here, whatever is renamed later: old addresses go on working."""
    if isinstance(thing, StatusUpdate):
        asked, body = thing.addressee.recommendation, thing.addressee.body
        says = f"{thing.stated_by.label}: {Position(thing.position).label}"
        return {
            "what": f"{says} ({asked.ref}, {body.label})",
            "path": thing.addressee.get_absolute_url(),
            "inspection": asked.inspection.slug,
            "recommendation": asked.ref,
            "body": body.slug,
            "sequence": thing.sequence,
        }
    if isinstance(thing, Response):
        return {
            "what": f"{kind.label}: {thing.responder.label}, {thing.inspection.title}",
            "path": thing.inspection.get_absolute_url(),
            "inspection": thing.inspection.slug,
            "body": thing.responder.slug,
        }
    if isinstance(thing, Recommendation):
        return {
            "what": f"{kind.label}: {thing.ref}",
            "path": thing.get_absolute_url(),
            "inspection": thing.inspection.slug,
            "recommendation": thing.ref,
        }
    return {"what": f"{kind.label}: {thing.title}", "path": thing.get_absolute_url(), "inspection": thing.slug}
