"""Responses to inspections, against the clock that each report starts."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.deadlines import POLICE_ACT_DAYS, police_act_last_day
from inspections.models import Body, BodyKind, Response, ResponseDuty


def last_day(response: Response) -> datetime.date | None:
    """The last day for this response, where the clock of the Police Act runs and the day of publication is known."""
    report = response.inspection.published_on
    if response.responder.kind != BodyKind.LOCAL_POLICING_BODY or response.inspection.duty != ResponseDuty.POLICE_ACT:
        return None
    return police_act_last_day(report.first) if report and report.is_exact else None


def against_the_clock(response: Response) -> str:
    """How a response stands against its clock, as a phrase: "on day 57 of 56, 1 day late"; empty where none runs."""
    last = last_day(response)
    if last is None or not response.was_found:
        return ""
    published = response.published_on
    if published is None or not published.is_exact:
        return _("the last day was %(last)s") % {"last": date_format(last, "DATE_FORMAT")}
    report = response.inspection.published_on
    assert report is not None  # or there would be no last day
    day = {"day": (published.first - report.first).days + 1, "of": POLICE_ACT_DAYS}
    late = (published.first - last).days
    if late <= 0:
        return _("on day %(day)d of %(of)d") % day
    days = ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}
    return _("on day %(day)d of %(of)d, %(late)s") % {**day, "late": days}


def in_words(response: Response) -> str:
    """When a response was given, or that it was not found, as a phrase that begins a sentence."""
    if response.not_found_as_of:
        looked = date_format(response.not_found_as_of, "DATE_FORMAT")
        return _("None found by us; looked on %(day)s") % {"day": looked}
    if response.published_on:
        return str(response.published_on)
    if response.submitted_on:
        return _("Sent to the inspectorate on %(day)s") % {"day": response.submitted_on}
    return _("Found; the day is not known")


def rows(responses: Iterable[Response]) -> list[dict[str, Any]]:
    """What a table shows of each response; give them with `inspection__programme`, `responder` and `source` fetched."""
    return [
        {
            "inspection": response.inspection,
            "responder": response.responder,
            "found": response.was_found,
            "when": in_words(response),
            "clock": against_the_clock(response),
            "summary": response.summary,
            "url": response.url,
            "source": response.source,
        }
        for response in responses
    ]


def about(body: Body, on: datetime.date) -> QuerySet[Response]:
    """The responses that a body made, and those that others made to inspections of it; newest report first."""
    concerned = Q(responder=body) | Q(inspection__in=body.inspections_had.public(on))
    return (
        Response.objects.public(on)
        .filter(concerned)
        .select_related("inspection__programme", "responder", "source")
        .order_by(
            F("inspection__published_on").desc(nulls_last=True), "inspection", "responder__kind", "responder__name"
        )
    )
