"""The table of what changed between two days: the groups of the page in its order, each change a row of its own.

The page puts together what was said of many items at once, and shows the newest of a long group; a file has every row.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.dataset.columns import Kind
from inspections.dataset.stored import text_of
from inspections.models import (
    Addressee,
    MonitoringPhase,
    Recommendation,
    StatusUpdate,
)
from inspections.reading import corrections as correcting
from inspections.reading.answers import in_words
from inspections.reading.changes import (
    concerning,
    corrected_within,
    published_within,
    response_day,
    responses_within,
)
from inspections.reading.said_between import assurances_given, headlines_moved, promises_moved
from inspections.reading.spans import Span
from inspections.reading.withdrawals import withdrawals as withdrawn

from .table import AT_ONCE, Column, Table

# The names are public addresses of a kind: programs rest on them, so none is ever renamed or given another meaning.
COLUMNS = (
    Column("change", _("What kind of change it is, by the name that its group has in the address of the page.")),
    Column(
        "day", _("The day on which it counts: the first that its date can mean, never before the report."), Kind.DAY
    ),
    Column("date", _("When it was said or done, as exact as its source."), Kind.DATE),
    Column("inspection", _("The key of the inspection that it is about, or of which something was asked for.")),
    Column("recommendation", _("The key of the recommendation, where it is about one.")),
    Column("body", _("The key of the body that was asked, or that was monitored.")),
    Column("who", _("Who said or did it.")),
    Column("position", _("What was said, in our word for it, where it is a statement.")),
    Column("before", _("The headline status before, where that changed; of a promise the date that was given before.")),
    Column("after", _("The headline status after it, or the date that is promised now.")),
    Column("text", _("The title, or what was asked for, or what was answered.")),
    Column("reason", _("What was said and why, in our words.")),
    Column("address", _("The page on which it stands, without the host.")),
)
TABLE = Table("changes", _("What changed between two days"), COLUMNS)
_NAMES = tuple(column.name for column in COLUMNS)

Cells = dict[str, Any]


def rows(span: Span) -> Iterator[list[str]]:
    """The cells of every change, in the order of the columns."""
    for name, make in MAKERS.items():
        for cells in make(span):
            yield [name, *(text_of(cells.get(column)) for column in _NAMES[1:])]


def inspections(span: Span) -> Iterator[Cells]:
    for each in (
        published_within(span)
        .filter(concerning(span))
        .select_related("programme")
        .order_by("-public_from", "title", "pk")
    ):
        yield {
            "day": each.public_from,
            "date": each.published_on,
            "inspection": each.slug,
            "who": each.programme.name,
            "text": each.title,
            "reason": each.summary,
            "address": each.get_absolute_url(),
        }


def recommendations(span: Span) -> Iterator[Cells]:
    """One row for each item, so that whom it was addressed to stands in it."""
    public = Recommendation.objects.public(span.until).filter(inspection__in=published_within(span).values("pk"))
    found = span.items().filter(recommendation__in=public.values("pk"))
    ordered = found.order_by(
        "-recommendation__inspection__public_from", "recommendation__number_key", "body__name", "pk"
    )
    for item in ordered.select_related("body", "recommendation__inspection").iterator(AT_ONCE):
        inspection = item.recommendation.inspection
        yield _about(item) | {"day": inspection.public_from, "date": inspection.published_on}


def headlines(span: Span) -> Iterator[Cells]:
    found = headlines_moved(span).select_related(
        "update__stated_by", "addressee__body", "addressee__recommendation__inspection"
    )
    for period in found.order_by("-day", "-pk").iterator(AT_ONCE):
        moved = {"day": period.day, "before": period.before, "after": period.status}
        assert period.update is not None  # or it would have been left out
        yield _said(period.update, period.addressee) | moved


def assurances(span: Span) -> Iterator[Cells]:
    rows = assurances_given(span).select_related(
        "stated_by", "addressee__body", "addressee__recommendation__inspection"
    )
    for update in rows.order_by("-effective_on__first_day", "-pk").iterator(AT_ONCE):
        yield _said(update, update.addressee)


def responses(span: Span) -> Iterator[Cells]:
    found = responses_within(span).select_related("inspection", "responder").order_by("pk")
    for each in sorted(found, key=response_day, reverse=True):
        yield {
            "day": response_day(each),
            "date": each.not_found_as_of or each.published_on or each.submitted_on,
            "inspection": each.inspection.slug,
            "who": each.responder.name,
            "text": in_words(each),
            "reason": each.summary,
            "address": each.inspection.get_absolute_url(),
        }


def moved(span: Span) -> Iterator[Cells]:
    """Promised dates that were put off or brought forward."""
    for day, item, move in promises_moved(span):
        dates = {"before": move.before.target, "after": move.after.target}
        yield _about(item) | dates | {"day": day, "date": move.after.said_on, "who": move.after.who}


def corrections(span: Span) -> Iterator[Cells]:
    for update in correcting.fetched(corrected_within(span)).iterator(AT_ONCE):
        yield _said(update, update.addressee) | {"day": update.recorded_on}


def withdrawals(span: Span) -> Iterator[Cells]:
    for each in withdrawn(span.until, span.since, span.bodies):
        yield {
            "day": each.on,
            "date": each.on,
            "who": each.what,
            "text": each.text,
            "reason": each.note,
            "address": each.url,
        }


def monitoring(span: Span) -> Iterator[Cells]:
    """A phase is a row when it begins and another when it ends."""
    made: list[Cells] = []
    found = MonitoringPhase.objects.filter(span.within("start") | span.within("end"), span.of("body"))
    for phase in found.select_related("body").order_by("body__name", "pk"):
        for side, date in (("after", phase.start), ("before", phase.end)):
            if date and span.since <= date.first <= span.until:
                made.append(
                    {
                        "day": date.first,
                        "date": date,
                        "body": phase.body.slug,
                        side: phase.phase,
                        "text": phase.get_phase_display(),
                        "reason": phase.reason,
                        "address": phase.body.get_absolute_url(),
                    }
                )
    yield from sorted(made, key=lambda cells: cells["day"], reverse=True)


def _about(item: Addressee) -> Cells:
    return {
        "inspection": item.recommendation.inspection.slug,
        "recommendation": item.recommendation.ref,
        "body": item.body.slug,
        "text": item.recommendation.text,
        "address": item.get_absolute_url(),
    }


def _said(update: StatusUpdate, item: Addressee) -> Cells:
    public_from = item.recommendation.inspection.public_from
    return _about(item) | {
        "day": max(update.effective_on.first, public_from),
        "date": update.effective_on,
        "who": update.stated_by.name,
        "position": update.position,
        "reason": update.reason,
        "address": f"{item.get_absolute_url()}#entry-{update.sequence}",
    }


# The groups of the page, by the names that they have in its address, in its order.
MAKERS: dict[str, Callable[[Span], Iterator[Cells]]] = {
    "inspections": inspections,
    "recommendations": recommendations,
    "headlines": headlines,
    "assurances": assurances,
    "responses": responses,
    "moved": moved,
    "corrections": corrections,
    "withdrawals": withdrawals,
    "monitoring": monitoring,
}
