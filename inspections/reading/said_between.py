"""What was said between two days: headlines that moved, assurances given, promised dates put off."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.headline import HeadlineStatus
from inspections.models import (
    Addressee,
    Position,
    Response,
    ResponseItem,
    StatusPeriod,
    StatusUpdate,
    Voice,
)
from inspections.models.recommendation import asked_by
from inspections.models.status import POSITIONS
from inspections.reading.batches import batch_url
from inspections.reading.lately import said
from inspections.reading.selection import items_in_words
from inspections.reading.slippage import Move, moves, promises_of, shift
from inspections.reading.spans import MOST_LINES, Group, Line, Span, rest_of

RECOMMENDATION = "addressee__recommendation__"
INSPECTION = f"{RECOMMENDATION}inspection__"


def headlines_moved(span: Span) -> QuerySet[Any]:
    """The periods that began in the time with another headline, each with its `day` and the headline `before`."""
    public_from = F(f"{INSPECTION}public_from")
    previous = StatusPeriod.objects.filter(addressee=OuterRef("addressee"), end=OuterRef("start")).values("status")
    begun = StatusPeriod.objects.filter(asked_by(span.until, RECOMMENDATION), span.of("addressee__body"))
    return (
        span.happened(begun, "start")
        # What was over before the report came out never stood on the record.
        .filter(update__isnull=False, end__gt=public_from)
        .annotate(day=Greatest("start", public_from), before=Subquery(previous[:1]))
        .exclude(before=F("status"))
    )


def assurances_given(span: Span) -> QuerySet[StatusUpdate]:
    """What local policing bodies said in the time."""
    spoken = said(StatusUpdate.objects.filter(position__in=POSITIONS[Voice.POLICING_BODY]), span.until)
    return span.happened(spoken.filter(span.of("addressee__body", "stated_by")), "effective_on")


def promises_moved(span: Span) -> list[tuple[datetime.date, Addressee, Move]]:
    """Each promised date that was put off or brought forward in the time, with its day and item, the latest first.

    Three queries.
    """
    statements = said(StatusUpdate.objects.exclude(target_on=None), span.until)
    statements = span.happened(statements.filter(span.of("addressee__body")), "effective_on")
    responses = Response.objects.public(span.until).filter(responded_within(span))
    answers = ResponseItem.objects.filter(response__in=responses.values("pk")).exclude(target_on=None)
    promised_then = statements.order_by().values("addressee").union(answers.order_by().values("addressee"))
    by_item = promises_of(span.items().filter(pk__in=promised_then), span.until)
    moved = {pk: found for pk, promises in by_item.items() if (found := moves(promises))}
    fetched = Addressee.objects.select_related("body", "recommendation__inspection").in_bulk(moved)
    dated = [(_day_of(move, fetched[pk]), fetched[pk], move) for pk, found in moved.items() for move in found]
    within = [each for each in dated if span.since <= each[0] <= span.until]
    return sorted(within, key=lambda each: each[0], reverse=True)


def _day_of(move: Move, item: Addressee) -> datetime.date:
    """The day on which a new date was promised: never before the report."""
    earliest, said_on = item.recommendation.inspection.public_from, move.after.said_on
    return max(said_on.first, earliest) if said_on else earliest


def headline_changes(span: Span) -> Group:
    """From which headline to which, and who said so; what moved together is one line. Five queries."""
    changes = headlines_moved(span)
    counts = changes.order_by().aggregate(changes=Count("pk"), items=Count("addressee", distinct=True))
    lines = _lumped(changes, "update__", "day", "before", "status").order_by("-day", "-newest")
    total, shown = lines.count(), list(lines[:MOST_LINES])
    found = StatusPeriod.objects.select_related(
        "update__stated_by", "addressee__body", "addressee__recommendation__inspection"
    ).in_bulk([row["newest"] for row in shown])
    made = []
    for row in shown:
        period = found[row["newest"]]
        update = period.update
        assert update is not None  # or the period would have been left out
        went = {"before": HeadlineStatus(row["before"]), "after": HeadlineStatus(row["status"])}
        said_so = str(Position(update.position).label)
        made.append(_line(update, period.addressee, row, day=row["day"], facts=said_so, **went))
    number = ngettext("%(count)s change", "%(count)s changes", counts["changes"]) % {"count": f"{counts['changes']:,}"}
    return Group(
        "headlines",
        _("Headline statuses that changed"),
        _("%(changes)s, to %(some)s of %(items)s")
        % {"changes": number, "some": f"{counts['items']:,}", "items": items_in_words(span.items().count())},
        total,
        made,
        more_url=rest_of(span, made, total),
    )


def assurances(span: Span) -> Group:
    """What local policing bodies said about items, which moves no headline; four queries."""
    spoken = assurances_given(span)
    counts = spoken.order_by().aggregate(statements=Count("pk"), items=Count("addressee", distinct=True))
    number = ngettext("%(count)s assurance", "%(count)s assurances", counts["statements"])
    lines = _lumped(spoken, "", "position").order_by("-effective_on__first_day", "-newest")
    total, shown = lines.count(), list(lines[:MOST_LINES])
    found = StatusUpdate.objects.select_related(
        "stated_by", "addressee__body", "addressee__recommendation__inspection"
    ).in_bulk([row["newest"] for row in shown])
    made = []
    for row in shown:
        update = found[row["newest"]]
        made.append(_line(update, update.addressee, row, position=Position(update.position)))
    return Group(
        "assurances",
        _("Assurances by local policing bodies"),
        _("%(assurances)s, about %(items)s")
        % {
            "assurances": number % {"count": f"{counts['statements']:,}"},
            "items": items_in_words(counts["items"]),
        },
        total,
        made,
        _("An assurance stands beside the headline status and does not move it."),
        rest_of(span, made, total),
    )


def _lumped(rows: QuerySet[Any], update: str, *alike: str) -> QuerySet[Any, dict[str, Any]]:
    """Rows about items put together where they are alike and of one batch, or of one recommendation without one.

    `update` leads from a row to the statement. Each answer holds the newest row and how many items it stands for.
    """
    alone = Case(When(**{f"{update}batch": "", "then": F("addressee__recommendation")}), default=None)
    keys = (f"{update}effective_on", f"{update}stated_by", f"{update}batch", *alike)
    return (
        rows.order_by()
        .annotate(alone=alone)
        .values("alone", *keys)
        .annotate(
            newest=Max("pk"),
            items=Count("addressee", distinct=True),
            recommendations=Count("addressee__recommendation", distinct=True),
            bodies=Count("addressee__body", distinct=True),
            reasons=Count(f"{update}reason", distinct=True),
        )
    )


def _line(update: StatusUpdate, item: Addressee, row: Mapping[str, Any], **fields: Any) -> Line:
    """The line of one statement, or of as many as were put together."""
    recommendation, together = item.recommendation, row["items"] > 1
    text, url, whom = recommendation.text, f"{item.get_absolute_url()}#entry-{update.sequence}", item.body.label
    if together:
        url = recommendation.get_absolute_url()
        if row["recommendations"] > 1:
            text = ngettext("%(count)d recommendation", "%(count)d recommendations", row["recommendations"]) % {
                "count": row["recommendations"]
            }
            url = batch_url(update.batch)
        if row["bodies"] > 1:
            whom = ngettext("%(count)d body", "%(count)d bodies", row["bodies"]) % {"count": row["bodies"]}
    earliest = recommendation.inspection.public_from
    return Line(
        fields.pop("day", max(update.effective_on.first, earliest)),
        str(update.effective_on),
        text,
        url,
        who=update.stated_by.label,
        whom=whom if whom != update.stated_by.label else "",
        reason=update.reason if row["reasons"] == 1 else _("The reasons differ from item to item."),
        together=_("%(items)s together") % {"items": items_in_words(row["items"])} if together else "",
        together_url=(batch_url(update.batch) if update.batch else url) if together else "",
        **fields,
    )


def moved_dates(span: Span) -> Group:
    """Promised dates that were put off or brought forward; three queries."""
    lines = [_moved_line(day, item, move) for day, item, move in promises_moved(span)]
    items = len({line.url for line in lines})
    number = ngettext("%(count)s move", "%(count)s moves", len(lines)) % {"count": f"{len(lines):,}"}
    return Group(
        "moved",
        _("Promised dates that moved"),
        _("%(moves)s, of %(items)s") % {"moves": number, "items": items_in_words(items)},
        len(lines),
        lines[:MOST_LINES],
        more_url=rest_of(span, lines[:MOST_LINES], len(lines)),
    )


def _moved_line(day: datetime.date, item: Addressee, move: Move) -> Line:
    said_on = move.after.said_on
    by = shift(move.before.target, move.after.target)
    words = _("Promised for %(after)s; before, for %(before)s") % {
        "before": move.before.target,
        "after": move.after.target,
    }
    return Line(
        day,
        str(said_on) if said_on else _("Day not known"),
        item.recommendation.text,
        f"{item.get_absolute_url()}#promises",
        who=move.after.who,
        whom=item.body.label if item.body.label != move.after.who else "",
        facts=f"{words} ({by})" if by else words,
    )


def responded_within(span: Span) -> Q:
    """The condition that a response was published, sent, or looked for in vain in the time."""
    sent = Q(published_on=None) & span.within("submitted_on", "inspection__")
    return span.within("not_found_as_of", "inspection__") | span.within("published_on", "inspection__") | sent
