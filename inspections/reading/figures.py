"""Headline figures, each with what it counts and where that can be read."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.models import Recommendation, Response
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.ages import ago, span
from inspections.reading.chains import Chain
from inspections.reading.charts import status_bar
from inspections.reading.descriptions import whom
from inspections.reading.selection import items_in_words, selection_url


def status_counts(items: AddresseeQuerySet) -> dict[str, int]:
    """How many of these items stand in each headline status; they must be `standing` on a day."""
    return dict(items.values_list(F("status")).annotate(count=Count("pk", distinct=True)).order_by())


def standing_bar(name: str, counts: Mapping[str, int], **parameters: Any) -> dict[str, Any]:
    """The bar of how items stand, each part leading to the selection that it counts.

    `name` is unique on the page; `parameters` are those of the selection that was counted (`force="cleveland"`).
    """
    return status_bar(
        name,
        counts,
        items_in_words(sum(counts.values())),
        lambda status: selection_url(**parameters | {"status": status.value}),
    )


def bar_in_words(counts: Mapping[str, int]) -> str:
    """ "12 of 43 confirmed complete", and the largest other part if there is one: what a small bar says."""
    total = sum(counts.values())
    words = _("%(count)d of %(total)d confirmed complete") % {
        "count": counts.get(HeadlineStatus.CONFIRMED_COMPLETE, 0),
        "total": total,
    }
    others = {status: counts.get(status, 0) for status in HeadlineStatus if status != "confirmed-complete"}
    largest = max(others, key=lambda status: others[status])
    if not others[largest]:
        return words
    label = str(largest.label)
    return _("%(words)s; %(count)d %(status)s") % {
        "words": words,
        "count": others[largest],
        "status": label[:1].lower() + label[1:],
    }


def past_their_date(items: AddresseeQuerySet, on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """Open items past the day asked for, out of the open ones that have such a day."""
    late = items.overdue(on).count()
    dated = items.open(on).exclude(recommendation__due_day=None).count()
    return {
        "figure": f"{late:,}",
        "label": _("past their date"),
        "url": selection_url(**parameters | {"due": "overdue"}),
        "note": ngettext("of %(count)d open item that has one", "of %(count)d open items that have one", dated)
        % {"count": dated},
    }


def called_complete(counts: Mapping[str, int], **parameters: Any) -> dict[str, Any]:
    """Items that the addressed body calls complete and the inspectorate has not confirmed."""
    return {
        "figure": f"{counts.get(HeadlineStatus.REPORTED_COMPLETE, 0):,}",
        "label": _("called complete by the body"),
        "url": selection_url(**parameters | {"status": HeadlineStatus.REPORTED_COMPLETE.value}),
        "note": _("not confirmed by inspectors"),
    }


def still_open(counts: Mapping[str, int], **parameters: Any) -> dict[str, Any]:
    """Items that no inspectorate has closed."""
    is_open = [status for status in HeadlineStatus if status not in CLOSED_STATUSES]
    return {
        "figure": f"{sum(counts.get(status, 0) for status in is_open):,}",
        "label": _("still open"),
        "url": selection_url(**parameters | {"status": [status.value for status in is_open]}),
        "note": _("of %(items)s") % {"items": items_in_words(sum(counts.values()))},
    }


@dataclass(frozen=True)
class Pending:
    """A recommendation with open items: how many, whom it was addressed to ("Kent", "43 bodies"), and for how long."""

    recommendation: Recommendation
    open_items: int
    whom: str
    how_long: str


def late_longest(items: AddresseeQuerySet, on: datetime.date, most: int = 5) -> list[Pending]:
    """The recommendations with open items that have been past their day longest."""
    late = items.overdue(on).values("recommendation").annotate(day=Min("recommendation__due_day"))

    def how_long(late: Recommendation) -> str:
        assert late.due_day is not None  # or it would not be overdue
        return _("%(span)s past its date") % {"span": span(late.due_day, on)}

    return _pending(late.order_by("day", "recommendation"), most, on, how_long)


def waiting_longest(items: AddresseeQuerySet, on: datetime.date, most: int = 5) -> list[Pending]:
    """The recommendations with open items whose reports came out longest ago."""
    waiting = items.open(on).exclude(recommendation__inspection__published_on=None).values("recommendation")
    waiting = waiting.annotate(day=Min("recommendation__inspection__published_on"))

    def how_long(waiting: Recommendation) -> str:
        published = waiting.inspection.published_on
        assert published is not None  # the others were left out
        return _("asked for %(ago)s") % {"ago": ago(published, on)}

    return _pending(waiting.order_by("day", "recommendation"), most, on, how_long)


def _pending(rows: Any, most: int, on: datetime.date, how_long: Callable[[Recommendation], str]) -> list[Pending]:
    counts = {row["recommendation"]: row["count"] for row in rows.annotate(count=Count("pk", distinct=True))[:most]}
    found = Recommendation.objects.public(on).select_related("inspection").prefetch_related("bodies").in_bulk(counts)
    return [
        Pending(found[pk], count, whom(found[pk], count), how_long(found[pk]))
        for pk, count in counts.items()
        if pk in found
    ]


def searched_in_vain(on: datetime.date) -> QuerySet[Response]:
    """The responses that were looked for and not found, the report that came out last first."""
    vain = Response.objects.public(on).exclude(not_found_as_of=None).select_related("inspection", "responder")
    return vain.order_by(F("inspection__published_on").desc(nulls_last=True), "responder__name")


def responses_not_found(on: datetime.date, url: str) -> dict[str, Any]:
    """Responses looked for and not found, out of all that were looked for; `url` leads to their list."""
    counts = Response.objects.public(on).aggregate(all=Count("pk"), vain=Count("not_found_as_of"))
    return {
        "figure": _("%(vain)s of %(all)s") % {"vain": f"{counts['vain']:,}", "all": f"{counts['all']:,}"},
        "label": _("responses we could not find"),
        "url": url,
        "note": _("of those looked for"),
    }


def raised_again(chains: Sequence[Chain], url: str) -> dict[str, Any]:
    """Matters that inspectors raised in one recommendation and again in a later one; `url` leads to their list."""
    return {
        "figure": f"{len(chains):,}",
        "label": ngettext("matter raised again", "matters raised again", len(chains)),
        "url": url,
        "note": _("in a later recommendation"),
    }
