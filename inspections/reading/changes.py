"""What changed on the record between two days, in groups: a sheet for a panel."""

import datetime
from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.days import in_words as day_in_words
from inspections.models import Inspection, MonitoringPhase, Oversight, Recommendation, Response, StatusUpdate
from inspections.models.inspection import InspectionQuerySet
from inspections.models.status import StatusUpdateQuerySet
from inspections.partial_dates import PartialDate
from inspections.reading import corrections
from inspections.reading.ages import deadline_in_words
from inspections.reading.answers import clock_in_words, in_words
from inspections.reading.duties import duties_to_some
from inspections.reading.said_between import assurances, headline_changes, moved_dates, responded_within
from inspections.reading.selection import items_in_words
from inspections.reading.spans import FIRST_PAGE, Group, Line, Shown, Span, rest_of
from inspections.reading.withdrawals import withdrawals
from tracker.prepared import Keys, batched, prepared


def between(span: Span) -> list[Group]:
    """Every group of what changed, those without anything too: that nothing changed is worth knowing."""
    return [make(span, FIRST_PAGE) for make in MAKERS.values()]


def page_of(span: Span, group: str, number: int) -> Group:
    """One group, with the lines of one of its pages; without any behind the last one."""
    return MAKERS[group](span, Shown.on_page(number))


def concerning(span: Span) -> Q:
    """The condition that an inspection was of one of the bodies, by it, or asked something of it."""
    if not span.bodies:
        return Q()
    asked = span.items().values("recommendation__inspection")
    had = Inspection.bodies.through.objects.filter(span.of("body")).values("inspection")
    made = Inspection.inspectorates.through.objects.filter(span.of("body")).values("inspection")
    return Q(pk__in=had) | Q(pk__in=made) | Q(pk__in=asked)


def published_within(span: Span) -> InspectionQuerySet:
    """Inspections that came out in the time, whomever they concern."""
    return Inspection.objects.public(span.until).filter(public_from__gte=span.since)


def inspections(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """Inspections published in the time; two queries."""
    found = (
        published_within(span)
        .filter(concerning(span))
        .select_related("programme")
        .order_by("-public_from", "title", "pk")
    )
    total, some = found.count(), shown.of(found)
    counts = {each.pk: count for each in some if (count := span.asked_in(each.pk))}
    lines = [
        Line(
            each.public_from,
            str(each.published_on) if each.published_on else _no_day(each.public_from),
            each.title,
            each.get_absolute_url(),
            who=each.programme.name,
            facts=_("%(items)s asked for") % {"items": items_in_words(counts[each.pk])} if each.pk in counts else "",
        )
        for each in some
    ]
    figure = ngettext("%(count)s inspection", "%(count)s inspections", total) % {"count": f"{total:,}"}
    undated = _(
        "Where the day of publication is not known, an inspection counts from the first day on which it is known to "
        "have been public. It may be older."
    )
    note = undated if any(each.published_on is None for each in some) else ""
    return Group("inspections", _("New inspections"), figure, total, lines, note, rest_of(span, "inspections", total))


def _no_day(public_from: datetime.date) -> str:
    return _("Day of publication not known; public by %(day)s") % {"day": day_in_words(public_from)}


def recommendations(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """What those inspections asked for, parts too; three queries."""
    out = published_within(span).order_by()
    found = Recommendation.objects.public(span.until).filter(inspection__in=out.values("pk"))
    if span.bodies:
        found = found.filter(pk__in=span.items().order_by().values("recommendation"))
    ordered = found.select_related("inspection").order_by("-inspection__public_from", "inspection", "number_key")
    total, some = found.count(), shown.of(ordered)
    items = sum(map(span.asked_in, out.values_list("pk", flat=True)))
    lines = [_asked_line(each, span.whom(each.pk), span.until) for each in some]
    number = ngettext("%(count)s recommendation", "%(count)s recommendations", total) % {"count": f"{total:,}"}
    return Group(
        "recommendations",
        _("New recommendations"),
        _("%(recommendations)s, %(items)s") % {"recommendations": number, "items": items_in_words(items)},
        total,
        lines,
        _("Of every kind: causes of concern, recommendations, areas for improvement and their parts each count."),
        rest_of(span, "recommendations", total),
    )


def _asked_line(each: Recommendation, asked: list[str], on: datetime.date) -> Line:
    published = each.inspection.published_on
    return Line(
        each.inspection.public_from,
        str(published) if published else _("Day not known"),
        each.text,
        each.get_absolute_url(),
        who=_("%(kind)s %(number)s, %(inspection)s")
        % {"kind": each.get_kind_display(), "number": each.number, "inspection": each.inspection.title},
        whom=asked[0] if len(asked) == 1 else items_in_words(len(asked)),
        facts=deadline_in_words(each, on, is_open=False),
    )


def responses_within(span: Span) -> QuerySet[Response]:
    """Responses given, or looked for in vain, in the time, by the bodies or by those that answer for them."""
    found = Response.objects.public(span.until).filter(responded_within(span))
    if span.bodies:
        overseers = Oversight.objects.filter(span.of("force")).values("policing_body")
        found = found.filter(span.of("responder") | Q(responder__in=overseers))
    return found


def counts_on(
    published: PartialDate | None, sent: PartialDate | None, looked_for: datetime.date | None, earliest: datetime.date
) -> datetime.date:
    """The day on which a response counts: never before the report."""
    date = published or sent
    return max(looked_for or (date.first if date else earliest), earliest)


def response_day(response: Response) -> datetime.date:
    """The same of a response with its inspection."""
    dates = response.published_on, response.submitted_on, response.not_found_as_of
    return counts_on(*dates, response.inspection.public_from)


def response_days(span: Span) -> list[tuple[datetime.date, int, bool]]:
    """The responses of `responses_within`, the latest first: the day of each, its key and whether it was found."""
    columns = ("pk", "published_on", "submitted_on", "not_found_as_of", "inspection__public_from")
    rows = responses_within(span).order_by("pk").values_list(*columns)
    found = [(counts_on(*dates), pk, dates[2] is None) for pk, *dates in rows]
    return sorted(found, key=lambda each: each[0], reverse=True)


@prepared
def _responses(keys: Keys) -> QuerySet[Response]:
    return Response.objects.filter(pk__in=keys).select_related("inspection__programme", "responder", "source")


def responses(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """Responses given, and those looked for and not found; six queries."""
    every = response_days(span)
    keys, vain = [pk for _day, pk, _found in shown.of(every)], sum(not was_found for *_, was_found in every)
    fetched = {each.pk: each for few in batched(keys) for each in _responses(few)}
    some = [fetched[pk] for pk in keys if pk in fetched]
    due = duties_to_some(sorted({each.inspection_id for each in some}), span.until)
    clocks = {duty.response.pk: clock_in_words(duty) for duty in due if duty.response and duty.response_found}
    made = [_response_line(each, clocks.get(each.pk, "")) for each in some]
    return Group(
        "responses",
        _("Responses to inspections"),
        _("%(found)s found; %(vain)s looked for and not found")
        % {"found": f"{len(every) - vain:,}", "vain": f"{vain:,}"},
        len(every),
        made,
        _("Of the chosen bodies and of the local policing bodies that answer for them.") if span.bodies else "",
        rest_of(span, "responses", len(every)),
    )


def _response_line(response: Response, clock: str) -> Line:
    return Line(
        response_day(response),
        in_words(response),
        response.inspection.title,
        response.inspection.get_absolute_url(),
        who=response.responder.label,
        facts=clock,
        reason=response.summary,
        source=response.source,
    )


def corrected_within(span: Span) -> StatusUpdateQuerySet:
    """The rows that put an earlier one right, recorded in the time."""
    return span.happened(corrections.corrections(span.until).filter(span.of("addressee__body")), "recorded_on")


@prepared
def _corrections(keys: Keys) -> QuerySet[StatusUpdate]:
    return corrections.fetched(StatusUpdate.objects.filter(pk__in=keys).order_by())


def corrected(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """Entries put right, by the day on which that was recorded; three queries."""
    found = list(corrected_within(span).values_list("pk", flat=True))
    total, keys = len(found), shown.of(found)
    rows = {row.pk: row for few in batched(keys) for row in _corrections(few)}
    entries = corrections.entries([rows[pk] for pk in keys if pk in rows], span.until)
    lines = [
        Line(
            entry["row"].recorded_on,
            _("Recorded on %(day)s") % {"day": entry["recorded"]},
            entry["text"],
            entry["right"]["url"],
            who=entry["who"],
            whom=entry["body"] if entry["body"] != entry["who"] else "",
            facts="; ".join(
                _("%(what)s: %(after)s, and no longer %(before)s")
                % {"what": row["term"], "after": row["after"], "before": row["before"]}
                for row in entry["changed"]
            ),
            reason=entry["why"],
        )
        for entry in entries
    ]
    figure = ngettext("%(count)s correction", "%(count)s corrections", total) % {"count": f"{total:,}"}
    return Group("corrections", _("Corrections"), figure, total, lines, more_url=rest_of(span, "corrections", total))


def withdrawn(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """Inspections, recommendations and responses that were withdrawn in the time; three queries."""
    found = withdrawals(span.until, span.since, span.bodies)
    lines = [
        Line(
            each.on, _("Withdrawn on %(day)s") % {"day": each.day}, each.text, each.url, who=each.what, reason=each.note
        )
        for each in found
    ]
    total, made = len(lines), shown.of(lines)
    figure = ngettext("%(count)s withdrawal", "%(count)s withdrawals", total) % {"count": f"{total:,}"}
    note = _("None of them counts any more; each keeps its page, with the reason.") if total else ""
    return Group("withdrawals", _("Withdrawn"), figure, total, made, note, rest_of(span, "withdrawals", total))


def monitoring(span: Span, shown: Shown = FIRST_PAGE) -> Group:
    """Monitoring phases that began or ended; one query."""
    lines = []
    rows = MonitoringPhase.objects.filter(span.within("start") | span.within("end"), span.of("body"))
    for phase in rows.select_related("body", "source").order_by("body__name"):
        ends = [(_("%(phase)s began"), phase.start), (_("%(phase)s ended"), phase.end)]
        for words, date in ends:
            if date and span.since <= date.first <= span.until:
                lines.append(
                    Line(
                        date.first,
                        str(date),
                        words % {"phase": phase.get_phase_display()},
                        f"{phase.body.get_absolute_url()}#monitoring",
                        whom=phase.body.label,
                        reason=phase.reason,
                        source=phase.source,
                    )
                )
    lines.sort(key=lambda line: line.day, reverse=True)
    figure = ngettext("%(count)s begun or ended", "%(count)s begun or ended", len(lines)) % {"count": len(lines)}
    total, more_url = len(lines), rest_of(span, "monitoring", len(lines))
    return Group("monitoring", _("Monitoring phases"), figure, total, shown.of(lines), more_url=more_url)


# The groups of the page in its order, by the names that they have in addresses.
MAKERS: dict[str, Callable[[Span, Shown], Group]] = {
    "inspections": inspections,
    "recommendations": recommendations,
    "headlines": headline_changes,
    "assurances": assurances,
    "responses": responses,
    "moved": moved_dates,
    "corrections": corrected,
    "withdrawals": withdrawn,
    "monitoring": monitoring,
}
