"""The headline status: what an addressee's updates, up to a day, come to.

One walk over the updates decides everything; StatusPeriod is its projection for speed. The rule in words is in
the methodology page, from the same enums.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.models.status import Position, StatusUpdate


class HeadlineStatus(models.TextChoices):
    """Our words for how an item stands. They are ours and not the inspectorate's."""

    NO_PROGRESS = "no-progress", _("No progress published")
    NOT_STARTED = "not-started", _("Not started")
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under-way", _("Under way")
    REPORTED_COMPLETE = "reported-complete", _("Reported complete, not confirmed")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
    REOPENED = "reopened", _("Reopened")
    CONFIRMED_COMPLETE = "confirmed-complete", _("Confirmed complete")
    CLOSED = "closed", _("Closed without being completed")
    SUPERSEDED = "superseded", _("Superseded")

    @property
    def meaning(self) -> str:
        return str(MEANINGS[self])

    @property
    def is_closed(self) -> bool:
        return self in CLOSED_STATUSES


MEANINGS = {
    HeadlineStatus.NO_PROGRESS: _("Nothing has been published beyond “awaiting review”, or nothing at all."),
    HeadlineStatus.NOT_STARTED: _("The addressed body says that it has not started."),
    HeadlineStatus.PLANNED: _("The addressed body says that it has a plan."),
    HeadlineStatus.UNDER_WAY: _("The addressed body or the inspectorate says that work is going on."),
    HeadlineStatus.REPORTED_COMPLETE: _(
        "The addressed body says that it is complete. The inspectorate has not said so."
    ),
    HeadlineStatus.NOT_ACCEPTED: _("The addressed body refuses. The inspectorate has not closed it."),
    HeadlineStatus.REOPENED: _("The inspectorate has taken it up again after closing it."),
    HeadlineStatus.CONFIRMED_COMPLETE: _("The inspectorate says that it is complete."),
    HeadlineStatus.CLOSED: _("The inspectorate says that no further action is needed."),
    HeadlineStatus.SUPERSEDED: _("The inspectorate says that a later recommendation takes its place."),
}

CLOSED_STATUSES = (HeadlineStatus.CONFIRMED_COMPLETE, HeadlineStatus.CLOSED, HeadlineStatus.SUPERSEDED)
OPEN_STATUSES = tuple(status for status in HeadlineStatus if status not in CLOSED_STATUSES)

# Where each position moves the headline. A position that is not here never moves it: a local policing body's
# assurance and "not examined" stand beside the headline.
MOVES: dict[str, HeadlineStatus] = {
    Position.NOT_STARTED: HeadlineStatus.NOT_STARTED,
    Position.PLANNED: HeadlineStatus.PLANNED,
    Position.UNDER_WAY: HeadlineStatus.UNDER_WAY,
    Position.SAYS_COMPLETE: HeadlineStatus.REPORTED_COMPLETE,
    Position.NOT_ACCEPTED: HeadlineStatus.NOT_ACCEPTED,
    Position.BEING_PROGRESSED: HeadlineStatus.UNDER_WAY,
    Position.COMPLETE: HeadlineStatus.CONFIRMED_COMPLETE,
    Position.NO_FURTHER_ACTION: HeadlineStatus.CLOSED,
    Position.SUPERSEDED: HeadlineStatus.SUPERSEDED,
    Position.REOPENED: HeadlineStatus.REOPENED,
}

# After a closure only these move it to anything but another closure, and they all mean Reopened.
TAKES_UP_AGAIN = (Position.AWAITING_REVIEW, Position.BEING_PROGRESSED, Position.REOPENED)


@dataclass(frozen=True, slots=True)
class Headline:
    """How an item stands: the status, the update that moved it there, and whether it was ever reopened.

    `update` is None where nothing has moved it yet.
    """

    status: HeadlineStatus = HeadlineStatus.NO_PROGRESS
    update: StatusUpdate | None = None
    reopened: bool = False


def _moved(headline: Headline, update: StatusUpdate) -> Headline:
    """The headline after one more update."""
    position = update.position
    if headline.status.is_closed:
        if position in TAKES_UP_AGAIN:
            return Headline(HeadlineStatus.REOPENED, update, reopened=True)
        if not Position(position).closes:
            return headline
    if position == Position.AWAITING_REVIEW:
        return headline if headline.update else replace(headline, update=update)
    status = MOVES.get(position)
    if status is None or status == headline.status:
        return headline
    return Headline(status, update, headline.reopened or status == HeadlineStatus.REOPENED)


def in_force(updates: Iterable[StatusUpdate]) -> list[StatusUpdate]:
    """The updates that no later row corrects, by effective day and then sequence; a partial date is its first day.

    A corrected row never counts, not even for days before the correction: it was a mistake then too.
    """
    updates = list(updates)
    corrected = {update.corrects_id for update in updates}
    standing = (update for update in updates if update.pk not in corrected)
    return sorted(standing, key=lambda update: (update.effective_on.first, update.sequence))


def walk(updates: Iterable[StatusUpdate]) -> Iterator[tuple[datetime.date, Headline]]:
    """Yield each day on which something was said, with the headline at its end, in order."""
    headline, day = Headline(), None
    for update in in_force(updates):
        if day is not None and update.effective_on.first != day:
            yield day, headline
        headline, day = _moved(headline, update), update.effective_on.first
    if day is not None:
        yield day, headline


def headline(updates: Iterable[StatusUpdate], on: datetime.date) -> Headline:
    """The headline of an addressee on a day, from all its updates."""
    standing = Headline()
    for day, later in walk(updates):
        if day > on:
            break
        standing = later
    return standing
