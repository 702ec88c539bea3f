"""One answer that a body owed to an inspection, or gave without owing it, and what became of it by a day."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.deadlines import CLOCKS, LastDay
from inspections.models import Body, Inspection, Response, ResponseDuty
from inspections.partial_dates import PartialDate


class AnswerState(models.TextChoices):
    """What became of an answer that was due, or given without being due."""

    IN_TIME = "in-time", _("Answered in time")
    LATE = "late", _("Answered late")
    ANSWERED = "answered", _("Answered; whether in time is not known")
    NOT_FOUND = "not-found", _("None found by us")
    NOT_LOOKED_FOR = "not-looked-for", _("None recorded, no search recorded")
    DUE = "due", _("Not due yet")
    NOT_NAMED = "not-named", _("Who had to answer is not recorded")
    NO_CLOCK = "no-clock", _("No time was set")

    @property
    def meaning(self) -> str:
        return str(MEANINGS[self])

    @property
    def is_answered(self) -> bool:
        return self in (AnswerState.IN_TIME, AnswerState.LATE, AnswerState.ANSWERED)


MEANINGS = {
    AnswerState.IN_TIME: _("An answer was given by the last day."),
    AnswerState.LATE: _("An answer was given after the last day, even if its day is known only to the month or year."),
    AnswerState.ANSWERED: _("There is an answer, but its day, or that of the report, is not known well enough."),
    AnswerState.NOT_FOUND: _(
        "Somebody looked after the last day and found none. That does not mean that there is none."
    ),
    AnswerState.NOT_LOOKED_FOR: _("No answer is on this record, and since the last day nobody has looked for one."),
    AnswerState.DUE: _("The last day has not passed."),
    AnswerState.NOT_NAMED: _("The record does not say which body it was."),
    AnswerState.NO_CLOCK: _(
        "Comments that the law does not ask for, such as a force’s own, and answers, found or looked for in vain, to a "
        "report that started no clock."
    ),
}


@dataclass(frozen=True)
class Duty:
    """One body and one inspection that it had to answer, or answered without having to (`required` is false)."""

    inspection: Inspection
    on: datetime.date
    responder: Body | None  # None: not recorded
    required: bool = True
    forces: tuple[Body, ...] = ()  # the addressed bodies that it answers for
    inspected: frozenset[int] = frozenset()
    candidates: tuple[Body, ...] = ()  # who it may have been, where the day of publication leaves that open
    start: PartialDate | None = None
    last: LastDay | None = None
    response: Response | None = field(default=None, compare=False)

    def concerns(self, body: Body) -> bool:
        """Whether a body gave or owed this answer, or it was about that body."""
        parties = {each.pk for each in (*self.forces, *self.candidates)} | {self.responder and self.responder.pk}
        answered = {self.response.responder_id} if self.response else set()
        return body.pk in parties | answered | (set() if self.required else self.inspected)

    @property
    def successor(self) -> Body | None:
        """The body that took over and answered instead of the one that had to."""
        if self.response and self.responder and self.response.responder_id != self.responder.pk:
            return self.response.responder
        return None

    @property
    def response_found(self) -> bool:
        return self.response is not None and self.response.was_found

    @property
    def answered_on(self) -> PartialDate | None:
        """The day that stops the clock: for the Police Act that of publication, otherwise that of submission."""
        if not self.response or not self.response_found:
            return None
        is_plan = self.required and self.inspection.duty != ResponseDuty.POLICE_ACT
        return self.response.submitted_on if is_plan else self.response.published_on

    @property
    def days_late(self) -> int | None:
        """By how many days, at the least, an answer was late: 0 or less for one that may have been in time."""
        return (self.answered_on.first - self.last.latest).days if self.answered_on and self.last else None

    @property
    def day_number(self) -> int | None:
        """On which day of the clock the answer was given, where both days are known exactly."""
        if not self.answered_on or not self.last or not self.start:
            return None
        if not self.answered_on.is_exact or not self.start.is_exact or self.answered_on.first < self.start.first:
            return None
        return CLOCKS[self.inspection.duty].number(self.start.first, self.answered_on.first)

    @property
    def days_left(self) -> int | None:
        """Days to the last day, less than 0 once it has passed; None where it is not known exactly."""
        return (self.last.latest - self.on).days if self.last and self.last.is_exact else None

    @cached_property
    def state(self) -> AnswerState:
        """What became of it by the day. Nobody is called late who may have been in time."""
        if not self.required:
            return AnswerState.NO_CLOCK
        if self.responder is None:
            return AnswerState.NOT_NAMED
        if self.response_found:
            if self.last is None or self.answered_on is None:
                return AnswerState.ANSWERED
            if self.answered_on.first > self.last.latest:
                return AnswerState.LATE
            in_time = self.answered_on.last <= self.last.earliest
            return AnswerState.IN_TIME if in_time else AnswerState.ANSWERED
        if self.last and self.on <= self.last.latest:
            return AnswerState.DUE
        looked = self.response.not_found_as_of if self.response else None
        if looked is None or (self.last and looked <= self.last.latest):
            return AnswerState.NOT_LOOKED_FOR
        return AnswerState.NOT_FOUND
