"""How much of the field the record holds, and what it is known to lack: counted, never claimed."""

import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.headline import HeadlineStatus
from inspections.models import (
    Addressee,
    Inspection,
    Programme,
    Recommendation,
    Response,
    StatusUpdate,
    TextIs,
    Voice,
)
from inspections.models.inspection import published_by
from inspections.models.status import POSITIONS
from inspections.models.withdrawal import not_withdrawn
from inspections.parameters import STALE_DAYS
from inspections.reading.selection import selection_url


def totals(on: datetime.date) -> dict[str, Any]:
    """What the public record of that day holds, by noun."""
    items = Addressee.objects.public(on)
    return {
        **Inspection.objects.public(on).aggregate(
            inspections=Count("pk"), first=Min("published_on__first_day"), last=Max("published_on__first_day")
        ),
        "recommendations": Recommendation.objects.public(on).count(),
        **items.aggregate(items=Count("pk"), bodies=Count("body", distinct=True)),
        **_statements(on),
        **Response.objects.public(on).aggregate(
            responses=Count("pk", filter=Q(not_found_as_of=None)),
            not_found=Count("pk", filter=Q(not_found_as_of__isnull=False)),
        ),
    }


def _statements(on: datetime.date) -> dict[str, Any]:
    """Public rows of the ledger, all and by voice."""
    rows = StatusUpdate.objects.public(on)
    counts = dict(rows.values_list("position").annotate(n=Count("pk")).order_by())
    by_voice = [
        {"voice": voice, "count": sum(counts.get(position, 0) for position in POSITIONS[voice])} for voice in Voice
    ]
    return {"statements": sum(counts.values()), "by_voice": by_voice}


def by_programme(on: datetime.date) -> list[dict[str, Any]]:
    """Inspections and recommendations of each programme that has any."""
    public = published_by(on, "inspections__")
    asked = public & not_withdrawn(on, "inspections__recommendations__")
    rows = Programme.objects.annotate(
        held=Count("inspections", filter=public, distinct=True),
        asked=Count("inspections__recommendations", filter=asked, distinct=True),
        first=Min("inspections__published_on__first_day", filter=public),
        last=Max("inspections__published_on__first_day", filter=public),
    ).filter(held__gt=0)
    return [
        {
            "name": programme.name,
            "url": programme.get_absolute_url(),
            "inspections": programme.held,
            "recommendations": programme.asked,
            "years": _years(programme.first, programme.last),
        }
        for programme in rows.order_by("name")
    ]


def freshness(on: datetime.date) -> dict[str, Any]:
    """How many of the open items have a statement that is less than a year old, and how many had no news for that."""
    items, year = Addressee.objects.public(on), STALE_DAYS["1-year"]
    count, told = items.open(on).count(), items.told_since(on, year).count()
    return {
        "open": count,
        "told": told,
        "share": _("%(share)d%%") % {"share": told * 100 // count} if count else "",
        "silent": items.stale(on, year).count(),
        "silent_url": selection_url(stale="1-year"),
    }


def _years(first: str | None, last: str | None) -> str:
    """The years from ISO texts: "2014 to 2025", "2018", or words where no day is known."""
    if not first or not last:
        return _("not known")
    return first[:4] if first[:4] == last[:4] else _("%(first)s to %(last)s") % {"first": first[:4], "last": last[:4]}


def gaps(on: datetime.date) -> list[dict[str, Any]]:
    """What is known to be missing: each a count, of how many, in words, with where to see it if there is a place."""
    asked = Recommendation.objects.public(on)
    inspections = Inspection.objects.public(on).annotate(
        asks=Exists(Recommendation.objects.public(on).filter(inspection=OuterRef("pk")))
    )
    held = inspections.aggregate(
        all=Count("pk"),
        undated=Count("pk", filter=Q(published_on=None)),
        nothing_asked=Count("pk", filter=Q(asks=False)),
        no_address=Count("pk", filter=Q(report_url="")),
    )
    words = asked.aggregate(
        all=Count("pk"), ours=Count("pk", filter=Q(text_is=TextIs.SUMMARY)), no_time=Count("pk", filter=Q(deadline=""))
    )
    items = Addressee.objects.public(on).standing(on)
    silent = items.aggregate(all=Count("pk"), n=Count("pk", filter=Q(status=HeadlineStatus.NO_PROGRESS)))
    nothing = f"{reverse('recommendation-list')}?status={HeadlineStatus.NO_PROGRESS}"
    rows = [
        (silent["n"], silent["all"], _("items without any progress published that we found"), nothing),
        (
            words["ours"],
            words["all"],
            _("recommendations in our summary, since the report’s own words were not read"),
            "",
        ),
        (words["no_time"], words["all"], _("recommendations whose deadline is not known"), ""),
        (
            held["nothing_asked"],
            held["all"],
            _("inspections of which no recommendation is recorded: there was none, or it could not be read"),
            "",
        ),
        (held["undated"], held["all"], _("inspections whose day of publication is not known"), ""),
        (held["no_address"], held["all"], _("inspections whose report we cannot link to"), ""),
    ]
    return [{"count": n, "of": total, "text": text, "url": url} for n, total, text, url in rows if n]
