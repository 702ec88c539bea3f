"""Statements about many items at once: what each would come to, and which item cannot take it and why.

Nothing is written here; actions.record_together and proposals.publish_proposals write, all lines or none.
"""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.headline import Headline, headline
from inspections.ledger import day_of_recording, problems
from inspections.models import Addressee, Body, Oversight, Position, StatusUpdate, Succession
from inspections.models.recommendation import asked_by

MOST_AT_ONCE = 1000  # items; measured to be recorded well within the time of a request

# Who speaks, where it is not one and the same body for all.
ITSELF, OVERSEER = "itself", "overseer"
WHO_SPEAKS = {
    ITSELF: gettext_lazy("Each addressed body, for itself"),
    OVERSEER: gettext_lazy("Each one’s local policing body of that day"),
}


@dataclass
class Line:
    """One item with the row that it would get, its public headline without and with it, and what is in the way."""

    item: Addressee
    update: StatusUpdate
    before: Headline
    after: Headline
    problems: list[str] = field(default_factory=list)

    @property
    def moves(self) -> bool:
        return self.before.status != self.after.status


def closed_to_updates(item: Addressee, on: datetime.date) -> str:
    """Why nothing can be recorded about an item on that day, whatever is said; empty if something can."""
    recommendation = item.recommendation
    if recommendation.is_public(on):
        return ""
    if recommendation.inspection.is_readable(on):
        return _("It was withdrawn. Nothing more is recorded about it.")
    return _("It is not public yet. Updates are recorded when it is.")


class Weighing:
    """The facts about some items, fetched once for all of them: four queries, however many there are."""

    def __init__(self, items: Iterable[int], on: datetime.date) -> None:
        self.on = on
        found = Addressee.objects.filter(pk__in=list(items)).select_related("body", "recommendation__inspection")
        updates = Prefetch("updates", StatusUpdate.objects.order_by("sequence"))
        self.items = {item.pk: item for item in found.order_by("pk").prefetch_related(updates)}
        self.rows = {pk: list(item.updates.all()) for pk, item in self.items.items()}
        forces = {item.body_id for item in self.items.values()}
        self.oversight: dict[int, list[Oversight]] = {force: [] for force in forces}
        for row in Oversight.objects.filter(force__in=forces).select_related("policing_body"):
            self.oversight[row.force_id].append(row)
        self.succeeded = set(
            Succession.objects.filter(
                asked_by(on, "later__"),
                earlier__in={item.recommendation_id for item in self.items.values()},
            ).values_list("earlier", flat=True)
        )
        self._keys = itertools.count(-1, -1)  # of rows that are not saved; none is taken for one that is corrected

    def overseer(self, item: Addressee, day: Any) -> Body | None:
        """The one local policing body that answered for the item's force on a day; None where it is not one."""
        rows = self.oversight[item.body_id]
        found = {row.policing_body for row in rows if day and row.covers(day.first, day.last)}
        return found.pop() if len(found) == 1 else None

    def line(self, pk: int, statement: dict[str, Any], batch: str = "") -> Line:
        """What a statement would come to for an item; a further one for the same item stands on it.

        `statement` holds the fields of StatusUpdate from `stated_by` to `corrects`; its `stated_by` is a body, ITSELF
        or OVERSEER.
        """
        item, rows = self.items[pk], self.rows[pk]
        speaker = statement["stated_by"]
        if speaker == ITSELF:
            speaker = item.body
        elif speaker == OVERSEER:
            speaker = self.overseer(item, statement["effective_on"])
        said = {**statement, "stated_by": speaker}
        if speaker is None:
            del said["stated_by"]
        update = StatusUpdate(
            pk=next(self._keys),
            addressee=item,
            sequence=max((row.sequence for row in rows), default=0) + 1,
            recorded_on=day_of_recording(self.on, (row.recorded_on for row in rows)),
            batch=batch,
            **said,
        )
        before = headline(rows, self.on)
        wrong = list(self._wrong(item, update))
        if wrong:
            return Line(item, update, before, before, wrong)
        rows.append(update)
        return Line(item, update, before, headline(rows, self.on))

    def _wrong(self, item: Addressee, update: StatusUpdate) -> Iterable[str]:
        if closed := closed_to_updates(item, self.on):
            yield closed
            return
        if not update.stated_by_id:
            yield _("It is not known to have had one local policing body on that day.")
            return
        superseded = update.position == Position.SUPERSEDED
        found = problems(
            update,
            oversight=self.oversight[item.body_id],
            has_successor=item.recommendation_id in self.succeeded if superseded else None,
        )
        yield from (sentence for sentences in found.values() for sentence in sentences)


def weigh(items: Sequence[int], statement: dict[str, Any], on: datetime.date, batch: str) -> list[Line]:
    """What one statement would come to for each of these items, in the order of references and bodies."""
    weighing = Weighing(items, on)
    lines = [weighing.line(pk, statement, batch) for pk in weighing.items]
    return sorted(lines, key=lambda line: (line.item.recommendation.ref, line.item.body.label))
