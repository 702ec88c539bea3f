"""The paper of one body on one day, put together from the same figures as its pages."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.models import Addressee, Body, Oversight
from inspections.reading.changes import between
from inspections.reading.duties import duties_of
from inspections.reading.paper import period, sections
from inspections.reading.paper.parts import Paper
from inspections.reading.spans import Span
from inspections.reading.standing import overview


def answers_for(body: Body, on: datetime.date) -> list[Body]:
    """The forces that a local policing body answers for on a day, by name; one query, and none for other bodies."""
    rows = Oversight.objects.filter(policing_body=body).select_related("force").order_by("force__name")
    return list(dict.fromkeys(row.force for row in rows if row.covers(on, on)))


def paper(body: Body, since: datetime.date, until: datetime.date) -> Paper:
    """What a committee needs to know about a body, as the record stood on the last day of the period.

    The paper of a local policing body is about the items of the forces that it answers for on that day, and about its
    own. The number of queries does not depend on how much there is to tell.
    """
    forces = answers_for(body, until)
    around = [*forces, body]
    items = Addressee.objects.filter(body__in=around).public(until).standing(until)
    asked = set(items.order_by().values_list("body", flat=True).distinct())
    whose = [each for each in around if each.pk in asked] or [body]
    slugs = [each.slug for each in whose]
    standing = overview(items, until, force=slugs)
    span = Span(since, until, tuple(around))
    groups = {group.slug: group for group in between(span)}
    duties = duties_of(body, until)
    words = {"since": _day(since), "until": _day(until)}
    nothing = not standing["total"] and not duties and not any(group.total for group in groups.values())
    about = sections.About(items, until, tuple(slugs), len(asked) > 1)
    return Paper(
        body=body,
        since=since,
        until=until,
        title=_("Inspection recommendations: %(body)s") % {"body": body.name},
        period=_("%(since)s to %(until)s") % words,
        scope=_scope(body, forces),
        items=standing["total"],
        sections=[]
        if nothing
        else [
            sections.standing(standing),
            period.changed(groups, span),
            sections.late(about),
            sections.claimed(about),
            sections.responses(duties, body),
            period.asked_since(groups, span, len(asked) > 1),
        ],
        words=sections.words(),
        empty=_nothing(body, words["until"]) if nothing else "",
    )


def _day(day: datetime.date) -> str:
    return date_format(day, "DATE_FORMAT")


def _nothing(body: Body, until: str) -> str:
    return _(
        "Nothing that was asked of %(body)s, no change and no response is on this record as at %(day)s. That does not "
        "mean that there was none: it means that we have not recorded it."
    ) % {"body": body.name, "day": until}


def _scope(body: Body, forces: list[Body]) -> str:
    if not forces:
        return ""
    return _("It answers for %(forces)s, and this paper is about what was asked of them and of itself.") % {
        "forces": ", ".join(force.name for force in forces)
    }
