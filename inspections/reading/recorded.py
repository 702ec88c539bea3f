"""What was put on the record, told entry by entry for a feed: a title, a few sentences, who says so, and when."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, Substr
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from reversion.models import Version

from inspections.days import in_words as day_in_words
from inspections.models import Addressee, Inspection, Position, Recommendation, Response, StatusUpdate
from inspections.models.withdrawal import Withdrawable
from inspections.reading.answers import in_words
from inspections.reading.batches import moves
from inspections.reading.selection import items_in_words

TITLE_WORDS = 16
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
# What was withdrawn with what it belongs to has no entry of its own.
WENT_ALONG = Q(parent__withdrawn_on=F("withdrawn_on"), parent__withdrawal_note=F("withdrawal_note"))


@dataclass(frozen=True)
class Entry:
    """One thing that was recorded. `what` names it for ever; `source` is a title and an address, which may be empty."""

    what: str
    kind: str
    title: str
    path: str
    sentences: tuple[str, ...]
    author: str
    author_path: str = ""
    source: tuple[str, str] | None = None
    moment: datetime.datetime = EPOCH

    def at(self, moment: datetime.datetime) -> "Entry":
        return replace(self, moment=moment)


def _midnight(day: Any) -> Cast:
    return Cast(day, DateTimeField())


def _came_out(path: str = "") -> Coalesce:
    """When an inspection could first be read: at its time of publication, or when that day begins."""
    return Coalesce(F(f"{path}public_at"), _midnight(f"{path}public_from"), output_field=DateTimeField())


def _kept_first(model: type[Any]) -> Subquery:
    """When staff first kept a row of the model, or nothing where it was loaded."""
    kind = ContentType.objects.get_for_model(model)
    versions = Version.objects.filter(
        db="default", content_type=kind, object_id=Cast(OuterRef("pk"), CharField())
    ).order_by("revision__date_created")
    return Subquery(versions.values("revision__date_created")[:1])


def with_moment(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of the record with the `moment` at which each could first be read here.

    A statement has the moment at which it was entered, an inspection the day. A response has none of its own: it is
    when staff first kept it, or else, if it was loaded, the day on which it was given.
    Nothing is older than its report.
    """
    moments: dict[type[Any], Any] = {
        StatusUpdate: lambda: Greatest(F("recorded_at"), _came_out("addressee__recommendation__inspection__")),
        Inspection: lambda: Greatest(_midnight("entered_on"), _came_out()),
        Recommendation: lambda: Greatest(_midnight("inspection__entered_on"), _came_out("inspection__")),
        Response: lambda: Greatest(Coalesce(_kept_first(Response), _given()), _came_out("inspection__")),
    }
    return rows.annotate(moment=moments[rows.model]())


def _given() -> Coalesce:
    """The first day that the date of a response can mean."""
    told = Coalesce(
        Cast("not_found_as_of", CharField()),
        F("published_on__first_day"),
        F("submitted_on__first_day"),
        Cast("inspection__public_from", CharField()),
        output_field=CharField(),
    )
    return _midnight(Substr(told, 1, 10))  # type: ignore[return-value]


def with_withdrawal(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What was withdrawn, with the day of that as its `moment`."""
    return rows.annotate(moment=_midnight("withdrawn_on"))


def _short(text: str) -> str:
    return Truncator(text).words(TITLE_WORDS, truncate="…")


def updates(keys: Sequence[int], on: datetime.date) -> dict[int, Entry]:
    """Statements, with the headline that each moved; three queries."""
    found = StatusUpdate.objects.select_related(
        "stated_by", "source", "corrects", "addressee__body", "addressee__recommendation__inspection"
    ).in_bulk(keys)
    went = moves(found.values())
    corrected = set(StatusUpdate.objects.filter(corrects__in=keys).values_list("corrects", flat=True))
    return {key: _update(row, went.get(key), key in corrected) for key, row in found.items()}


def _update(row: StatusUpdate, went: tuple[Any, Any] | None, is_corrected: bool) -> Entry:
    item, position = row.addressee, str(Position(row.position).label)
    words = {
        "body": item.body.label,
        "what": _("%(before)s → %(after)s") % {"before": went[0].label, "after": went[1].label} if went else position,
        "text": _short(item.recommendation.text),
    }
    is_correction = row.corrects_id is not None
    title = _("Correction, %(body)s: %(what)s. %(text)s") if is_correction else _("%(body)s: %(what)s. %(text)s")
    said = {"who": row.stated_by.name, "position": position, "day": row.effective_on, "reason": row.reason}
    sentences = [
        _("%(who)s, %(day)s: %(position)s. %(reason)s") % said,
        _("Headline status: %(before)s, now %(after)s.") % {"before": went[0].label, "after": went[1].label}
        if went
        else _("The headline status did not move."),
    ]
    if is_correction and row.corrects:
        before = Position(row.corrects.position).label
        words_of_it = {"day": row.corrects.effective_on, "position": before}
        sentences.append(_("It corrects the entry of %(day)s, which said: %(position)s.") % words_of_it)
    if is_corrected:
        sentences.append(_("This entry was corrected since."))
    if row.target_on:
        sentences.append(_("Promised for %(day)s.") % {"day": row.target_on})
    asked = item.recommendation
    about = {"whom": item.body.name, "text": asked.text, "inspection": asked.inspection.title, "number": asked.number}
    sentences.append(_("Asked of %(whom)s in %(inspection)s, %(number)s: %(text)s") % about)
    return Entry(
        f"update/{row.pk}",
        "correction" if is_correction else "update",
        title % words,
        f"{item.get_absolute_url()}#entry-{row.sequence}",
        tuple(sentences),
        row.stated_by.name,
        row.stated_by.get_absolute_url(),
        (row.source.title, row.source.url or row.source.archive_url) if row.source else None,
    )


def inspections(keys: Sequence[int], on: datetime.date) -> dict[int, Entry]:
    """Inspections, with how much each asked for; four queries."""
    found = Inspection.objects.select_related("programme").prefetch_related("bodies", "inspectorates").in_bulk(keys)
    asked = Addressee.objects.public(on).filter(recommendation__inspection__in=keys).order_by()
    counts = dict(asked.values_list("recommendation__inspection").annotate(count=Count("pk")))
    return {key: _inspection(row, counts.get(key, 0)) for key, row in found.items()}


def _inspection(row: Inspection, count: int) -> Entry:
    whom = ", ".join([body.name for body in row.bodies.all()] or [row.area])
    makers = list(row.inspectorates.all())
    published = row.published_on
    sentences = [
        _("%(programme)s. %(whom)s") % {"programme": row.programme.name, "whom": whom},
        _("Published: %(day)s.") % {"day": published} if published else _("The day of publication is not known."),
        _("It asked for %(items)s.") % {"items": items_in_words(count)} if count else _("It asked for nothing."),
        row.summary,
    ]
    return Entry(
        f"inspection/{row.pk}",
        "inspection",
        _("New inspection: %(title)s") % {"title": row.title},
        row.get_absolute_url(),
        tuple(sentences),
        ", ".join(body.name for body in makers) or row.programme.name,
        makers[0].get_absolute_url() if len(makers) == 1 else "",
        (row.title, row.report_url) if row.report_url else None,
    )


def recommendations(keys: Sequence[int], on: datetime.date) -> dict[int, Entry]:
    """What was asked for, and of whom; four queries."""
    found = (
        Recommendation.objects.select_related("inspection")
        .prefetch_related("bodies", "inspection__inspectorates")
        .in_bulk(keys)
    )
    return {key: _recommendation(row) for key, row in found.items()}


def _recommendation(row: Recommendation) -> Entry:
    bodies, makers = list(row.bodies.all()), list(row.inspection.inspectorates.all())
    whom = bodies[0].name if len(bodies) == 1 else items_in_words(len(bodies))
    words = {"kind": row.get_kind_display(), "number": row.number, "inspection": row.inspection.title, "whom": whom}
    # No "so long ago" in here: an entry must not change from day to day.
    due = row.get_deadline_display()
    if row.due_day:
        due = _("Asked for by %(day)s.") % {"day": day_in_words(row.due_day)}
    return Entry(
        f"recommendation/{row.pk}",
        "recommendation",
        _("New: %(text)s") % {"text": _short(row.text)},
        row.get_absolute_url(),
        tuple(filter(None, [row.text, _("%(kind)s %(number)s of %(inspection)s, to %(whom)s.") % words, due])),
        ", ".join(body.name for body in makers) or row.inspection.title,
        makers[0].get_absolute_url() if len(makers) == 1 else "",
    )


def responses(keys: Sequence[int], on: datetime.date) -> dict[int, Entry]:
    """Responses, and searches for one in vain; one query."""
    found = Response.objects.select_related("inspection", "responder", "source").in_bulk(keys)
    return {key: _response(row) for key, row in found.items()}


def _response(row: Response) -> Entry:
    words = {"who": row.responder.label, "inspection": row.inspection.title}
    title = _("Response of %(who)s: %(inspection)s") if row.was_found else _("No response of %(who)s: %(inspection)s")
    source = (row.source.title, row.source.url) if row.source else (title % words, row.url)
    return Entry(
        f"response/{row.pk}",
        "response",
        title % words,
        f"{row.inspection.get_absolute_url()}#responses",
        tuple(filter(None, [in_words(row), row.summary])),
        row.responder.name,
        row.responder.get_absolute_url(),
        source if source[1] else None,
    )


def withdrawn_inspections(keys: Sequence[int], on: datetime.date) -> dict[int, Entry]:
    found = Inspection.objects.in_bulk(keys)
    return {key: _withdrawal(row, "inspection", row.title, row.get_absolute_url()) for key, row in found.items()}


def withdrawn_recommendations(keys: Sequence[int], on: datetime.date) -> dict[int, Entry]:
    found = Recommendation.objects.in_bulk(keys)
    return {key: _withdrawal(row, "recommendation", row.text, row.get_absolute_url()) for key, row in found.items()}


def withdrawn_responses(keys: Sequence[int], on: datetime.date) -> dict[int, Entry]:
    found = Response.objects.select_related("inspection", "responder").in_bulk(keys)
    title = _("Response of %(who)s: %(inspection)s")
    return {
        key: _withdrawal(
            row,
            "response",
            title % {"who": row.responder.label, "inspection": row.inspection.title},
            f"{row.inspection.get_absolute_url()}#responses",
        )
        for key, row in found.items()
    }


def _withdrawal(row: Withdrawable, noun: str, text: str, path: str) -> Entry:
    """A second withdrawal, after the first was undone, is another entry: it has another day."""
    assert row.withdrawn_on is not None  # or it would not have been found
    return Entry(
        f"withdrawal/{noun}/{row.pk}/{row.withdrawn_on.isoformat()}",
        "withdrawal",
        _("Withdrawn: %(text)s") % {"text": _short(text)},
        path,
        (_("Withdrawn on %(day)s.") % {"day": row.withdrawal_day}, row.withdrawal_note, text),
        "",
    )
