"""The table of answers to inspections: who owed or gave each, by when, and what became of it by a day."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.dataset.columns import Kind, join
from inspections.dataset.stored import text_of
from inspections.models import Response
from inspections.reading.duty import AnswerState, Duty

from .items import NO, YES
from .table import Column, Table


def _of(response: Response | None, name: str) -> Any:
    return getattr(response, name) if response else None


def _days_late(duty: Duty) -> int | None:
    return duty.days_late if duty.state == AnswerState.LATE else None


# The names are public addresses of a kind: programs rest on them, so none is ever renamed or given another meaning.
_COLUMNS: tuple[tuple[Column, Callable[[Duty], Any]], ...] = (
    (Column("inspection", _("The lasting key of the inspection.")), lambda duty: duty.inspection.slug),
    (Column("title", _("The title of its report.")), lambda duty: duty.inspection.title),
    (Column("programme", _("The lasting key of its programme.")), lambda duty: duty.inspection.programme.slug),
    (
        Column("published_on", _("When its report was published."), Kind.DATE),
        lambda duty: duty.inspection.published_on,
    ),
    (
        Column("responder", _("The lasting key of the body that had to answer, or answered; empty if not recorded.")),
        lambda duty: duty.responder and duty.responder.slug,
    ),
    (Column("responder_name", _("The name of that body.")), lambda duty: duty.responder and duty.responder.name),
    (
        Column("required", _("“yes” if the law or the report asked for the answer, otherwise “no”.")),
        lambda duty: YES if duty.required else NO,
    ),
    (
        Column("forces", _("The keys of the addressed bodies that it answers for, with “; ” between them.")),
        lambda duty: join(body.slug for body in duty.forces),
    ),
    (Column("clock_start", _("The day on which the time to answer began."), Kind.DATE), lambda duty: duty.start),
    (
        Column("last_day", _("The last day to answer; the latest that it can be, where that is not exact."), Kind.DAY),
        lambda duty: duty.last and duty.last.latest,
    ),
    (
        Column("last_day_exact", _("“yes” if that day is known exactly, “no” if not; empty if there is none.")),
        lambda duty: duty.last and (YES if duty.last.is_exact else NO),
    ),
    (
        Column("state", _("What became of it by the day, as the parameter “state” of an address has it.")),
        lambda duty: duty.state.value,
    ),
    (Column("state_label", _("The same in words; the words are ours.")), lambda duty: duty.state.label),
    (
        Column("answered_by", _("The key of the body that answered; its successor may have, instead of it.")),
        lambda duty: duty.response.responder.slug if duty.response and duty.response_found else None,
    ),
    (Column("answered_on", _("The day that stopped the clock."), Kind.DATE), lambda duty: duty.answered_on),
    (
        Column("days_late", _("By how many days, at the least, it was late; empty if it was not."), Kind.INTEGER),
        _days_late,
    ),
    (
        Column("not_found_as_of", _("The day on which somebody looked for an answer and found none."), Kind.DAY),
        lambda duty: _of(duty.response, "not_found_as_of"),
    ),
    (Column("url", _("Where the response can be read."), Kind.URL), lambda duty: _of(duty.response, "url")),
    (Column("summary", _("What it says, in our words.")), lambda duty: _of(duty.response, "summary")),
)
COLUMNS = tuple(column for column, _take in _COLUMNS)
TABLE = Table("responses", _("Answers to inspections, given or owed"), COLUMNS)


def rows(duties: Iterable[Duty]) -> Iterator[list[str]]:
    """The cells of each answer, in the order of the columns."""
    for duty in duties:
        yield [text_of(take(duty)) for _column, take in _COLUMNS]
