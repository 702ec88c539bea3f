"""Promised dates: every one that was given, how often it moved and by how much.

`promises_of` and `history` fetch them; the rest are pure functions of the promises about one item, oldest first.
"""

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Response, ResponseItem, StatusUpdate
from inspections.models.addressee import AddresseeQuerySet
from inspections.partial_dates import PartialDate
from inspections.reading.lately import said
from inspections.reading.spans import changes_url


@dataclass(frozen=True)
class Promise:
    """A date promised for one item. `said_on` is None where the day of saying it is not known."""

    target: PartialDate
    said_on: PartialDate | None
    who: str
    order: int = 0  # within a day: a response, which comes with the report, and then the statements as recorded
    url: str = ""

    @property
    def place(self) -> tuple[datetime.date, int]:
        """Its place in the order of saying; one of an unknown day came first, since only responses have none."""
        return (self.said_on.first if self.said_on else datetime.date.min, self.order)


@dataclass(frozen=True)
class Move:
    """A promise that put the date on another one."""

    before: Promise
    after: Promise


def moves(promises: Sequence[Promise]) -> list[Move]:
    """Each time that the date moved. To say the same date more or less exactly is not to move it."""
    found: list[Move] = []
    standing = None
    for promise in promises:
        if standing is None or _within(promise.target, standing.target):
            standing = promise
        elif not _within(standing.target, promise.target):
            found.append(Move(standing, promise))
            standing = promise
    return found


def _within(inner: PartialDate, outer: PartialDate) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def months(before: PartialDate, after: PartialDate) -> int:
    """Whole months from one date to another, negative for an earlier one; as exact as the vaguer of the two.

    The last day of a month to the last day of another are whole months. Two years without a month are twelve apart.
    """
    if before.month is None or after.month is None:
        return (after.year - before.year) * 12
    sign = 1 if after.first >= before.first else -1
    start, end = sorted((before, after), key=lambda date: date.first)
    count = (end.year - start.year) * 12 + end.first.month - start.first.month
    if start.is_exact and end.is_exact:
        ends_month = (end.first + datetime.timedelta(days=1)).day == 1
        count -= end.first.day < start.first.day and not ends_month
    return sign * count


def shift(before: PartialDate, after: PartialDate) -> str:
    """How much later or earlier one date is than another, as people say it: "14 months later"."""
    count = months(before, after)
    if before.month is None or after.month is None:
        years = abs(count) // 12
        words = ngettext("about %(count)d year", "about %(count)d years", years) % {"count": years}
    elif count:
        words = in_months(abs(count))
    elif before.is_exact and after.is_exact:
        days = (after.first - before.first).days
        count, words = days, ngettext("%(count)d day", "%(count)d days", abs(days)) % {"count": abs(days)}
    if not count:
        return ""
    return _("%(span)s later") % {"span": words} if count > 0 else _("%(span)s earlier") % {"span": words}


def in_months(count: float) -> str:
    """ "14 months", "1 month", "2.5 months"."""
    return ngettext("%(count)s month", "%(count)s months", 1 if count == 1 else 2) % {"count": f"{count:g}"}


def in_words(promises: Sequence[Promise]) -> str:
    """ "moved 3 times; now 14 months later than first promised"; empty where the date never moved."""
    times = len(moves(promises))
    if not times:
        return ""
    how_often = {1: _("moved once"), 2: _("moved twice")}.get(times) or ngettext(
        "moved %(count)d time", "moved %(count)d times", times
    ) % {"count": times}
    by = shift(promises[0].target, promises[-1].target)
    if not by:
        return _("%(moved)s; now as first promised") % {"moved": how_often}
    return _("%(moved)s; now %(shift)s than first promised") % {"moved": how_often, "shift": by}


def listed(promises: Sequence[Promise]) -> list[dict[str, Any]]:
    """The promises for recommendations/_promises.jinja, newest first, each with how it moved the date, if it did."""
    moved = {move.after: shift(move.before.target, move.after.target) for move in moves(promises)}
    return [{"promise": promise, "moved": moved.get(promise, "")} for promise in reversed(promises)]


def promises_of(items: AddresseeQuerySet, on: datetime.date) -> dict[int, list[Promise]]:
    """The promises in force on a day about each of these items that has any, by its key; two queries."""
    keys = items.order_by().values("pk")
    found: list[tuple[int, Promise]] = []
    who = ("stated_by__short_name", "stated_by__name")
    item = ("addressee__recommendation__ref", "addressee__body__slug")
    statements = said(StatusUpdate.objects.filter(addressee__in=keys), on).exclude(target_on=None).order_by()
    rows = statements.values_list("addressee", "target_on", "effective_on", "sequence", *who, *item)
    for pk, target, day, sequence, short, name, *address in rows:
        url = f"{reverse('item-detail', args=address)}#entry-{sequence}"
        found.append((pk, Promise(target, day, short or name, sequence, url)))
    answers = ResponseItem.objects.filter(addressee__in=keys, response__in=Response.objects.public(on).values("pk"))
    dates = ("response__published_on", "response__submitted_on")
    who = ("response__responder__short_name", "response__responder__name")
    dated = answers.exclude(target_on=None).order_by()
    for pk, target, published, sent, short, name, *address in dated.values_list(
        "addressee", "target_on", *dates, *who, *item
    ):
        url = reverse("item-detail", args=address)
        found.append((pk, Promise(target, published or sent, short or name, 0, url)))
    found.sort(key=lambda row: (row[0], row[1].place))
    return {pk: [promise for _pk, promise in ours] for pk, ours in groupby(found, key=lambda row: row[0])}


@dataclass(frozen=True)
class Slippage:
    """How often and how far the promised dates of some items moved.

    items: all of them; dated: those with a promised date; shifts: of how many items the date moved by so many months,
    negative for earlier; since: the first day on which one moved, if that is known.
    """

    items: int
    dated: int
    shifts: Mapping[int, int] = field(default_factory=dict)
    since: datetime.date | None = None

    @property
    def moved(self) -> int:
        return sum(self.shifts.values())

    @property
    def middle(self) -> float:
        """The median of the months; some must have moved."""
        ordered = sorted(self.shifts)
        ends = list(accumulate(self.shifts[shift] for shift in ordered))
        low, high = (ordered[bisect_right(ends, place)] for place in ((self.moved - 1) // 2, self.moved // 2))
        return (low + high) / 2

    @property
    def words(self) -> str:
        """How far, in a phrase; empty where none moved."""
        if not self.shifts:
            return ""
        middle = self.middle
        if abs(middle) < 1:
            return _("less than a month from what was first promised")
        span = {"span": in_months(abs(middle))}
        later, earlier = _("%(span)s later than first promised"), _("%(span)s earlier than first promised")
        return (later if middle > 0 else earlier) % span


def slippage(items: AddresseeQuerySet, on: datetime.date) -> Slippage:
    """The figure for some public items on a day; three queries."""
    by_item = promises_of(items, on)
    return summed(items.values("pk").distinct().count(), by_item.values())


def shown(found: Slippage, *forces: str) -> dict[str, Any]:
    """The figure for recommendations/_slippage.jinja, with the address of the moves that it counts."""
    url = changes_url(found.since, None, forces) + "#moved" if found.since else ""
    return {"slippage": found, "slippage_url": url}


def summed(items: int, dated: Iterable[Sequence[Promise]]) -> Slippage:
    """The figure of some items, from the promises about each of those that have any."""
    dated = list(dated)
    moved = [promises for promises in dated if moves(promises)]
    days = [move.after.said_on.first for promises in moved for move in moves(promises) if move.after.said_on]
    shifts = Counter(months(promises[0].target, promises[-1].target) for promises in moved)
    return Slippage(items, len(dated), shifts, min(days, default=None))
