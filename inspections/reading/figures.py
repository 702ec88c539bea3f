"""Headline figures, each with what it counts and where that can be read."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.bitmaps.shelf import Shelf
from inspections.deadlines import add_months
from inspections.headline import OPEN_STATUSES, HeadlineStatus
from inspections.models import Recommendation
from inspections.models.addressee import AddresseeQuerySet
from inspections.parameters import STALE_DAYS
from inspections.reading.ages import OPEN_YEARS, ago, span
from inspections.reading.charts.status_bar import status_bar
from inspections.reading.descriptions import bodies_in_words
from inspections.reading.selection import items_in_words, selection_url
from tracker.prepared import Keys, prepared

STILL_OPEN = [status.value for status in OPEN_STATUSES]


# Both have the same words: a shelf counts without a query, and has the items of whole pages; a queryset has any.
Items = AddresseeQuerySet | Shelf


def status_counts(items: Items) -> dict[str, int]:
    """How many of these items stand in each headline status; they must be `standing` on a day."""
    return items.by_status()


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


def past_their_date(items: Items, on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """Open items past the day asked for, out of the open ones that have such a day."""
    late = items.overdue(on).count()
    dated = items.with_due_day(on).count()
    return {
        "figure": f"{late:,}",
        "label": _("past their date"),
        "url": selection_url(**parameters | {"due": "overdue"}),
        "note": ngettext("of %(count)d open item that has one", "of %(count)d open items that have one", dated)
        % {"count": dated},
    }


def who_says_complete(
    items: Items, counts: Mapping[str, int], on: datetime.date, **parameters: Any
) -> list[dict[str, Any]]:
    """Where claim and confirmation differ, both ways, each out of what it could be; `counts` are those of the items.

    Claimed and not confirmed: the addressed body's last word is “complete”, and the item does not stand as confirmed.
    Confirmed and not claimed: it stands as confirmed, and that is not the body's last word.
    """
    claims = status_counts(items.claimed(on))
    claimed = sum(claims.values())
    both = claims.get(HeadlineStatus.CONFIRMED_COMPLETE, 0)
    confirmed = counts.get(HeadlineStatus.CONFIRMED_COMPLETE, 0)
    return [
        {
            "figure": f"{claimed - both:,}",
            "label": _("called complete, not confirmed"),
            "url": selection_url(**parameters | {"voice": "claimed-not-confirmed"}),
            "note": ngettext(
                "of %(count)s item that the body calls complete",
                "of %(count)s items that the body calls complete",
                claimed,
            )
            % {"count": f"{claimed:,}"},
        },
        {
            "figure": f"{confirmed - both:,}",
            "label": _("confirmed, not called complete by the body"),
            "url": selection_url(**parameters | {"voice": "confirmed-not-claimed"}),
            "note": ngettext(
                "of %(count)s item that inspectors confirmed", "of %(count)s items that inspectors confirmed", confirmed
            )
            % {"count": f"{confirmed:,}"},
        },
    ]


def silent_for_a_year(items: Items, on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """Open items without news for a year, out of the open ones of which it is known since when nothing was said."""
    return {
        "figure": f"{items.stale(on, STALE_DAYS['1-year']).count():,}",
        "label": _("without news for a year"),
        "url": selection_url(**parameters | {"stale": "1-year"}),
        "note": _of_open(items.with_known_news(on).count()),
    }


def open_for_years(items: Items, on: datetime.date, **parameters: Any) -> dict[str, Any]:
    """Open items whose report came out more than OPEN_YEARS ago, out of the open ones with a known day of publication.

    A partial date counts as its first day.
    """
    day = add_months(on, -12 * OPEN_YEARS) - datetime.timedelta(days=1)
    dated = items.open(on).published()
    return {
        "figure": f"{dated.published_by(day).count():,}",
        "label": ngettext(
            "open more than %(count)d year after the report",
            "open more than %(count)d years after the report",
            OPEN_YEARS,
        )
        % {"count": OPEN_YEARS},
        "url": selection_url(**parameters | {"status": STILL_OPEN, "published_before": day.isoformat()}),
        "note": _of_open(dated.count()),
    }


def _of_open(count: int) -> str:
    return ngettext("of %(count)s open item with a known day", "of %(count)s open items with a known day", count) % {
        "count": f"{count:,}"
    }


def still_open(counts: Mapping[str, int], **parameters: Any) -> dict[str, Any]:
    """Items that no inspectorate has closed."""
    return {
        "figure": f"{sum(counts.get(status, 0) for status in OPEN_STATUSES):,}",
        "label": _("still open"),
        "url": selection_url(**parameters | {"status": STILL_OPEN}),
        "note": _("of %(items)s") % {"items": items_in_words(sum(counts.values()))},
    }


@dataclass(frozen=True)
class Pending:
    """A recommendation with open items: how many, whom it was addressed to ("Kent", "43 bodies"), and for how long."""

    recommendation: Recommendation
    open_items: int
    whom: str
    how_long: str


def late_longest(items: Shelf, most: int = 5) -> list[Pending]:
    """The recommendations with open items that have been past their day longest."""
    on = items.record.on

    def how_long(late: Recommendation) -> str:
        assert late.due_day is not None  # or it would not be overdue
        return _("%(span)s past its date") % {"span": span(late.due_day, on)}

    return _pending(items, items.overdue(on).earliest_due(most), how_long)


def waiting_longest(items: Shelf, most: int = 5) -> list[Pending]:
    """The recommendations with open items whose reports came out longest ago."""
    on = items.record.on

    def how_long(waiting: Recommendation) -> str:
        published = waiting.inspection.published_on
        assert published is not None  # the others were left out
        return _("asked for %(ago)s") % {"ago": ago(published, on)}

    return _pending(items, items.open(on).published().oldest(most), how_long)


@prepared
def _called(keys: Keys, on: datetime.date) -> QuerySet[Recommendation]:
    return Recommendation.objects.public(on).filter(pk__in=keys).select_related("inspection").order_by()


def _pending(items: Shelf, counts: Mapping[int, int], how_long: Callable[[Recommendation], str]) -> list[Pending]:
    found = {each.pk: each for each in _called(Keys(counts), items.record.on)} if counts else {}
    return [
        Pending(found[pk], count, items.whom(pk) or bodies_in_words(count), how_long(found[pk]))
        for pk, count in counts.items()
        if pk in found
    ]


def raised_again(count: int, url: str) -> dict[str, Any]:
    """Matters that inspectors raised in one recommendation and again in a later one; `url` leads to their list."""
    return {
        "figure": f"{count:,}",
        "label": ngettext("matter raised again", "matters raised again", count),
        "url": url,
        "note": _("in a later recommendation"),
    }
