"""What was said between two days: headlines that moved, assurances given, promised dates put off."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.bitmaps.rows import portions
from inspections.days import today
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
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.recommendation import asked_by
from inspections.models.status import POSITIONS
from inspections.paths import path_to
from inspections.reading import promises_held
from inspections.reading.batches import batch_url
from inspections.reading.headlines_held import moved_within
from inspections.reading.lately import said
from inspections.reading.lumps import ROW, STATEMENT, Lump, Told, lumped, told
from inspections.reading.selection import items_in_words
from inspections.reading.slippage import Move, Promise, moves, promises_of, shift
from inspections.reading.spans import FIRST_PAGE, Group, Line, Shown, Span, rest_of

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
    """Each promised date that was put off or brought forward in the time, with its day and item, the latest first."""
    statements = said(StatusUpdate.objects.exclude(target_on=None), span.until)
    statements = span.happened(statements.filter(span.of("addressee__body")), "effective_on")
    responses = Response.objects.public(span.until).filter(responded_within(span))
    answers = ResponseItem.objects.filter(response__in=responses.values("pk")).exclude(target_on=None)
    promised_then = statements.order_by().values_list("addressee").union(answers.order_by().values_list("addressee"))
    keys = [key for (key,) in promised_then]
    return [(day, item, move) for day, item, _index, move in _moves_of(span, keys)]


Dated = tuple[datetime.date, Addressee, int, Move]  # the day of a move, its item, and which one of the item it is


def _moves_of(span: Span, keys: Iterable[int], among: AddresseeQuerySet | None = None) -> list[Dated]:
    """The moves in the time of some items of the span, or among others; three queries for 500."""
    by_item: dict[int, list[Promise]] = {}
    for some in portions(keys):
        by_item |= promises_of((span.items() if among is None else among).filter(pk__in=some), span.until)
    moved = {pk: found for pk, promises in by_item.items() if (found := moves(promises))}
    fetched = Addressee.objects.select_related("body", "recommendation__inspection").in_bulk(moved)
    dated = [
        (_day_of(move, fetched[pk]), fetched[pk], index, move)
        for pk, found in moved.items()
        for index, move in enumerate(found)
    ]
    within = [each for each in dated if span.since <= each[0] <= span.until]
    return sorted(within, key=lambda each: each[0], reverse=True)


def _day_of(move: Move, item: Addressee) -> datetime.date:
    """The day on which a new date was promised: never before the report."""
    earliest, said_on = item.recommendation.inspection.public_from, move.after.said_on
    return max(said_on.first, earliest) if said_on else earliest


def headline_changes(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """From which headline to which, and who said so; what moved together is one line. See lumps.told for its queries.

    Up to today it comes from memory; what a preview shows of days to come is read.
    """
    if span.until > today():
        statement = ("update", *(f"update__{path}" for path in STATEMENT[1:]))
        rows = headlines_moved(span).order_by().values_list("pk", *ROW, *statement, "day", "before", "status")
        read = lumped(rows)
        lumps: Sequence[Lump] = read
        changes, some = sum(len(lump.updates) for lump in read), len({item for lump in read for item in lump.items})
    else:
        lumps = held = moved_within(span)
        changes, some = held.rows, held.items
    lines = []
    for lump, told_of in told(shown.of(lumps)):
        before, after = map(HeadlineStatus, lump.alike)
        said_so = str(Position(told_of.position).label)
        lines.append(_line(lump, told_of, facts=said_so, before=before, after=after))
    number = ngettext("%(count)s change", "%(count)s changes", changes) % {"count": f"{changes:,}"}
    return Group(
        "headlines",
        _("Headline statuses that changed"),
        _("%(changes)s, to %(some)s of %(items)s")
        % {"changes": number, "some": f"{some:,}", "items": items_in_words(len(span.shown))},
        len(lumps),
        lines,
        more_url=rest_of(span, "headlines", len(lumps)),
    )


def assurances(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """What local policing bodies said about items, which moves no headline; two queries, see lumps.told."""
    rows = assurances_given(span).order_by().values_list("pk", *ROW, *STATEMENT, "effective_on", "position")
    spoken = [(*row[:8], row[8].first, row[9]) for row in rows]
    lumps = lumped(spoken)
    lines = [
        _line(lump, told_of, position=Position(told_of.position), day=max(lump.day, told_of.public_from))
        for lump, told_of in told(shown.of(lumps))
    ]
    number = ngettext("%(count)s assurance", "%(count)s assurances", len(spoken))
    return Group(
        "assurances",
        _("Assurances by local policing bodies"),
        _("%(assurances)s, about %(items)s")
        % {
            "assurances": number % {"count": f"{len(spoken):,}"},
            "items": items_in_words(len({item for lump in lumps for item in lump.items})),
        },
        len(lumps),
        lines,
        _("An assurance stands beside the headline status and does not move it."),
        rest_of(span, "assurances", len(lumps)),
    )


def _line(lump: Lump, told_of: Told, **fields: Any) -> Line:
    """The line of one statement, or of as many as were put together."""
    together, recommendations, bodies = len(lump.items) > 1, len(lump.recommendations), len(lump.bodies)
    text, whom = told_of.text, told_of.body
    url = f"{path_to('item-detail', told_of.ref, told_of.body_slug)}#entry-{told_of.sequence}"
    if together:
        url = path_to("recommendation-detail", told_of.ref)
        if recommendations > 1:
            text = ngettext("%(count)d recommendation", "%(count)d recommendations", recommendations) % {
                "count": recommendations
            }
            url = batch_url(told_of.batch)
        if bodies > 1:
            whom = ngettext("%(count)d body", "%(count)d bodies", bodies) % {"count": bodies}
    return Line(
        fields.pop("day", lump.day),
        str(told_of.effective_on),
        text,
        url,
        who=told_of.by,
        whom=whom if whom != told_of.by else "",
        reason=told_of.reason if lump.same_reason else _("The reasons differ from item to item."),
        together=_("%(items)s together") % {"items": items_in_words(len(lump.items))} if together else "",
        together_url=(batch_url(told_of.batch) if told_of.batch else url) if together else "",
        **fields,
    )


def moved_dates(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """Promised dates that were put off or brought forward; three queries, and two more where some were withdrawn.

    Up to today they are counted in memory, and read are those that are shown.
    """
    if span.until > today():
        every = promises_moved(span)
        found = [(day, item.pk, 0) for day, item, _move in every]
        some = shown.of(every)
    else:
        found, others = promises_held.moved_within(span)
        found += [(day, item.pk, index) for day, item, index, _move in _moves_of(span, others)]
        found.sort(key=lambda each: (-each[0].toordinal(), each[1:]))
        wanted = {each[1:] for each in shown.of(found)}
        # They are public: to ask that again would lead the database to read every promise.
        shown_items = {item for item, _index in wanted}
        read = _moves_of(span, shown_items, Addressee.objects.all())
        some = [(day, item, move) for day, item, index, move in read if (item.pk, index) in wanted]
    number = ngettext("%(count)s move", "%(count)s moves", len(found)) % {"count": f"{len(found):,}"}
    return Group(
        "moved",
        _("Promised dates that moved"),
        _("%(moves)s, of %(items)s")
        % {"moves": number, "items": items_in_words(len({item for _day, item, _index in found}))},
        len(found),
        [_moved_line(day, item, move) for day, item, move in some],
        more_url=rest_of(span, "moved", len(found)),
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
