"""Writes that span models, as verbs."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from inspections.ledger import day_of_recording
from inspections.models import Addressee, Body, Proposal, Recommendation, StaffNote, StatusPeriod, StatusUpdate
from inspections.models.edition import hold, move
from inspections.models.moves import Delta, add_moves, counted_from, miscounted, moves_of, rebuild_moves
from inspections.models.period import periods_of
from inspections.models.search import index
from inspections.models.withdrawal import Withdrawable
from inspections.seals import wait
from inspections.together import Line, weigh

REBUILT_AT_ONCE = 500
MOVES_HELD = 100_000  # in memory, before they are written; a load mentions the same days again and again


@transaction.atomic
def record_update(addressee: Addressee, *, recorded_on: datetime.date, **statement: Any) -> StatusUpdate:
    """Add one statement to the ledger and bring the item's periods up to date, both or neither.

    `statement` holds the fields of StatusUpdate, from `stated_by` to `corrects` and `recorded_by`. Raises
    ValidationError, field by field, where a rule of the ledger is broken.
    """
    # One writer at a time for an item, so that sequences have neither gaps nor twins. Not its key: whoever holds the
    # edition may add periods to the item, and must not wait here for whoever waits for the edition.
    addressee = (
        Addressee.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body", "recommendation__inspection")
        .get(pk=addressee.pk)
    )
    last = addressee.updates.aggregate(number=Max("sequence"), day=Max("recorded_on"))
    recorded_on = day_of_recording(recorded_on, filter(None, [last["day"]]))
    update = StatusUpdate(addressee=addressee, sequence=(last["number"] or 0) + 1, recorded_on=recorded_on, **statement)
    update.full_clean()
    update.save(force_insert=True)
    rebuild_periods([addressee.pk])
    return update


class Refused(ValidationError):
    """Something cannot be done as the record stands now; the sentences say why, for the person who asked."""


def refuse_problems(lines: Iterable[Line]) -> None:
    """Raise Refused with a sentence for each line that cannot be recorded, if there is one."""
    wrong = [f"{line.item}: {sentence}" for line in lines for sentence in line.problems]
    if wrong:
        raise Refused(wrong)


def add_to_ledger(lines: Sequence[Line], by: Any) -> list[StatusUpdate]:
    """Save the rows of lines that were weighed with their items locked, and bring the periods up to date."""
    refuse_problems(lines)
    for line in lines:
        line.update.pk, line.update.recorded_by = None, by
    updates = StatusUpdate.objects.bulk_create([line.update for line in lines])
    rebuild_periods({line.item.pk for line in lines})
    wait([update.pk for update in updates])
    move({line.item.pk for line in lines}, said=True)
    return updates


def lock_items(items: Iterable[int]) -> None:
    """One writer at a time for each item, in one order, so that two who want the same items do not wait in a circle.

    Raises Refused if one of them is gone.
    """
    wanted = set(items)
    locked = Addressee.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    found = locked.values_list("pk", flat=True)
    if len(found) != len(wanted):
        raise Refused(_("Some of these items are not there any more. Choose again."))


def take_name(batch: str) -> None:
    """Refuse the name of a batch that is on the ledger or proposed for it.

    Whoever asks here goes on alone until the end of the transaction: two who chose the same name at the same moment
    would become one batch.
    """
    ledger = ContentType.objects.get_for_model(StatusUpdate)
    list(ContentType.objects.select_for_update(no_key=True).filter(pk=ledger.pk))
    if any(model._default_manager.filter(batch=batch).exists() for model in (StatusUpdate, Proposal)):
        raise Refused(_("There is a batch of the name “%(batch)s” already. Choose another name.") % {"batch": batch})


@transaction.atomic
def record_together(
    items: Sequence[int], statement: dict[str, Any], *, batch: str, by: Any, on: datetime.date, note: str = ""
) -> list[StatusUpdate]:
    """Record one statement about many items, by primary key, under one batch: all of them, or none.

    Raises Refused, with a sentence for each item that cannot take it; see inspections.together.
    """
    lock_items(items)
    take_name(batch)
    updates = add_to_ledger(weigh(items, statement, on, batch), by)
    keep_notes((update, note, by) for update in updates)
    return updates


def keep_notes(notes: Iterable[tuple[StatusUpdate, str, Any]]) -> None:
    """Keep internal notes beside the rows that they were written with, each with its writer; empty ones are left."""
    StaffNote.objects.bulk_create(
        StaffNote(addressee_id=update.addressee_id, update=update, text=text, written_by=by)
        for update, text, by in notes
        if text
    )


@transaction.atomic
def rebuild_periods(addressees: Iterable[int], tick: Callable[[int], object] = lambda done: None) -> None:
    """Bring the status periods of these items, by primary key, and the change tables to what the ledger comes to.

    Only what is wrong is written. `tick` hears how many more are done.
    """
    keys = sorted(set(addressees))
    hold()
    moved = Delta()
    for some in _portions(keys):
        moved.update(_rewrite_periods(some))
        if len(moved) > MOVES_HELD:
            add_moves(moved)
            moved.clear()
        tick(len(some))
    add_moves(moved)


def _portions(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), REBUILT_AT_ONCE):
        yield keys[start : start + REBUILT_AT_ONCE]


def _rewrite_periods(keys: list[int]) -> Delta:
    """Replace the periods that are not what the ledger comes to; return what that changes in the change tables."""
    said = StatusUpdate.objects.only("addressee", "sequence", "position", "effective_on", "corrects").order_by()
    items = Addressee.objects.filter(pk__in=keys).select_related("recommendation__inspection")
    gone, new, moved = [], [], Delta()
    for item in items.order_by("pk").prefetch_related(Prefetch("updates", said), "periods"):
        right = periods_of(item, list(item.updates.all()), counted_from(item.recommendation))
        stored = {period.shape: period for period in item.periods.all()}
        changed = [(period, 1) for period in right if stored.pop(period.shape, None) is None]
        changed += [(period, -1) for period in stored.values()]
        for period, sign in changed:
            new.append(period) if sign > 0 else gone.append(period.pk)
            for day, status, count in moves_of(period):
                moved[item.body_id, day, status] += sign * count
    for some in _portions(gone):
        StatusPeriod.objects.filter(pk__in=some).delete()
    StatusPeriod.objects.bulk_create(new)
    return moved


@transaction.atomic
def recount(**about: Any) -> None:
    """Let items count from the day from which they are public now, after that has moved, or not at all.

    `about` says which, as a filter of items: `recommendation__inspection=…`.
    """
    hold()  # or an update that somebody else is recording about one of them would not be seen
    which = {f"addressee__{name}": value for name, value in about.items()}
    wrong = StatusPeriod.objects.filter(miscounted(), **which).order_by()
    if keys := list(wrong.values_list("addressee", flat=True).distinct()):
        rebuild_periods(keys)


@transaction.atomic
def take_out(item: Addressee) -> None:
    """Take an item that is about to be deleted out of the change tables."""
    hold()
    moved = Delta()
    for period in item.periods.all():
        for day, status, count in moves_of(period):
            moved[item.body_id, day, status] -= count
    add_moves(moved)


@transaction.atomic
def rebuild_change_tables() -> None:
    """Write the change tables from nothing, from the stored periods."""
    hold()
    rebuild_moves()


@transaction.atomic
def address_to(recommendation: Recommendation, bodies: Iterable[Body]) -> int:
    """Address a recommendation to these bodies, apart from those it is addressed to already; say to how many more."""
    have = set(Addressee.objects.filter(recommendation=recommendation).values_list("body_id", flat=True))
    new = {body.pk: body for body in bodies if body.pk not in have}
    items = Addressee.objects.bulk_create(Addressee(recommendation=recommendation, body=body) for body in new.values())
    rebuild_periods([item.pk for item in items])
    index([recommendation.pk])
    move([item.pk for item in items])
    return len(items)


def goes_along(thing: Withdrawable) -> list[Withdrawable]:
    """What is withdrawn or put back together: with a recommendation, what belongs to it."""
    return [*thing.with_what_belongs()] if isinstance(thing, Recommendation) else [thing]


@transaction.atomic
def withdraw(thing: Withdrawable, *, on: datetime.date, note: str) -> list[Withdrawable]:
    """Take back an inspection, a recommendation or a response that is public; return all that went with it.

    Each keeps its page, with the note, and counts no more from that day on. Raises Refused, with the reason.
    """
    thing, note = _locked(thing), note.strip()
    refuse_withdrawal(thing, on)
    if not note:
        raise Refused(_("Give the reason. The public reads it."))
    gone = [each for each in goes_along(thing) if not each.is_withdrawn(on)]
    _mark(gone, on, note)
    return gone


@transaction.atomic
def put_back(thing: Withdrawable) -> list[Withdrawable]:
    """Undo a withdrawal that was a mistake, with what went along then; return all of it.

    Raises Refused, with the reason.
    """
    thing = _locked(thing)
    refuse_return(thing)
    day, note = thing.withdrawn_on, thing.withdrawal_note
    back = [each for each in goes_along(thing) if (each.withdrawn_on, each.withdrawal_note) == (day, note)]
    _mark(back, None, "")
    return back


def refuse_withdrawal(thing: Withdrawable, on: datetime.date) -> None:
    """Raise Refused where there is nothing to withdraw."""
    if thing.is_withdrawn(on):
        raise Refused(_("It was withdrawn already."))
    if not thing.is_readable(on):
        raise Refused(_("The public has not seen it, so there is nothing to withdraw. It can be changed or deleted."))
    if not thing.is_public(on):
        raise Refused(_("Its inspection was withdrawn, and it with that."))


def refuse_return(thing: Withdrawable) -> None:
    """Raise Refused where a thing cannot be put back as the record stands."""
    if thing.withdrawn_on is None:
        raise Refused(_("It is not withdrawn."))
    above = thing.parent if isinstance(thing, Recommendation) else None
    if above and above.withdrawn_on:
        raise Refused(_("What it belongs to is withdrawn. Put that back first: “%(name)s”.") % {"name": above})


def _locked(thing: Withdrawable) -> Any:
    """The thing as it is now. Until the end of the transaction nobody else withdraws it or puts it back."""
    return type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)


def _mark(things: Iterable[Withdrawable], on: datetime.date | None, note: str) -> None:
    for each in things:
        each.withdrawn_on, each.withdrawal_note = on, note
        each.save(update_fields=["withdrawn_on", "withdrawal_note"])
