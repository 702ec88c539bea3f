"""A time between two days, and groups of what happened in it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from pyroaring import BitMap

from inspections.bitmaps.kept import public_on
from inspections.bitmaps.names import names_of
from inspections.bitmaps.places import NOTHING, Places
from inspections.headline import HeadlineStatus
from inspections.models import Addressee, Body, Inspection
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.edition import Current, edition
from inspections.models.inspection import published_by

Rows = TypeVar("Rows", bound=QuerySet[Any])

MOST_LINES = 50  # of one group on a page; the rest is on the further pages of that group


def changes_url(since: datetime.date, until: datetime.date | None, forces: Iterable[str] = ()) -> str:
    """The address of what changed from one day to another; until the day of the page where `until` is None."""
    days = [("since", since.isoformat()), *([("until", until.isoformat())] if until else [])]
    return f"{reverse('change-list')}?{urlencode(days + [('force', slug) for slug in forces])}"


@dataclass(frozen=True)
class Span:
    """From one day to another, both in it, for some bodies, or for all where none is given."""

    since: datetime.date
    until: datetime.date
    bodies: tuple[Body, ...] = ()

    def within(self, date: str, inspection: str = "") -> Q:
        """The condition that something first showed in the time: on the first day that its date can mean.

        With the path to its inspection (`addressee__recommendation__inspection__`), what is dated before the report
        counts from the day on which the report came out: nobody could read it earlier. That a recommendation was not
        withdrawn by the end is for the caller to ask.
        """
        eve = self.since - datetime.timedelta(days=1)
        by_then, since_then = Q(**{f"{date}__lte": self.until}), Q(**{f"{date}__gt": eve})
        if not inspection:
            return by_then & since_then
        came_out = Q(**{f"{inspection}public_from__gte": self.since})
        return by_then & published_by(self.until, inspection) & (since_then | came_out)

    def happened(self, rows: Rows, date: str) -> Rows:
        """Those of some rows about items, such as statements, that first showed in the time; `date` as for `within`.

        The same condition as two questions put together, of which an index serves each: what is dated in the time, and
        what is about items that came out in it. As one question it would make the database read every row.
        """
        eve = self.since - datetime.timedelta(days=1)
        came_out = Inspection.objects.filter(public_from__range=(self.since, self.until)).values("pk")
        new = Addressee.objects.filter(recommendation__inspection__in=came_out).values("pk")
        by_then = rows.order_by().filter(**{f"{date}__lte": self.until})
        found = (
            by_then.filter(**{f"{date}__gt": eve}).values("pk").union(by_then.filter(addressee__in=new).values("pk"))
        )
        public = published_by(self.until, "addressee__recommendation__inspection__")
        return rows.filter(public, pk__in=found)

    def of(self, *paths: str) -> Q:
        """The condition that one of these paths leads to one of the bodies; none where all bodies are meant."""
        if not self.bodies:
            return Q()
        found = Q()
        for path in paths:
            found |= Q(**{f"{path}__in": self.bodies})
        return found

    @cached_property
    def _edition(self) -> Current:
        return edition()

    @cached_property
    def _public(self) -> tuple[Places, BitMap]:
        places, found = public_on(self.until, self._edition)
        if self.bodies:
            found = found & BitMap.union(*(places.by["force"].get(body.pk, NOTHING) for body in self.bodies))
        return places, found

    @property
    def places(self) -> Places:
        """Where all items stand."""
        return self._public[0]

    @property
    def shown(self) -> BitMap:
        """The places of `items`; no query, but for the edition."""
        return self._public[1]

    def shows(self, items: Iterable[int]) -> list[bool]:
        """Which of some items, by primary key, are among `items`."""
        place, shown = self.places.place, self.shown
        return [(at := place.get(item)) is not None and at in shown for item in items]

    def asked_in(self, inspection: int) -> int:
        """How many of `items` an inspection, by primary key, asked for."""
        runs, shown = self.places.runs.get(inspection, ()), self.shown
        return sum(shown.range_cardinality(first, end) for first, end in runs)

    def whom(self, recommendation: int) -> list[str]:
        """What the bodies are called to which those of `items` are addressed that are of a recommendation."""
        places, shown, called = self.places, self.shown, names_of(self._edition).things["force"]
        end = places.place_of_asked.get(recommendation)
        ours = () if end is None else range(places.starts[end], end + 1)
        return [called[places.bodies[at]].label for at in ours if at in shown]

    def items(self) -> AddresseeQuerySet:
        """The items of the bodies that were public by the end."""
        return Addressee.objects.public(self.until).filter(self.of("body"))

    def url(self) -> str:
        return changes_url(self.since, self.until, [body.slug for body in self.bodies])

    def url_of(self, group: str, page: int = 1) -> str:
        """The address of a page of one group."""
        number = {"page": page} if page > 1 else {}
        return f"{self.url()}&{urlencode({'group': group, **number})}"


@dataclass(frozen=True)
class Line:
    """One thing that happened, for changes/_line.jinja."""

    day: datetime.date
    when: str
    text: str
    url: str
    who: str = ""
    whom: str = ""
    facts: str = ""
    reason: str = ""
    before: HeadlineStatus | None = None
    after: HeadlineStatus | None = None
    position: Any = None
    together: str = ""
    together_url: str = ""
    source: Any = None


@dataclass(frozen=True)
class Group:
    """Things of one kind. `total` counts lines, of which some are here; `figure` says in words what there is."""

    slug: str
    heading: str
    figure: str
    total: int = 0
    lines: list[Line] = field(default_factory=list)
    note: str = ""
    more_url: str = ""  # the second page of the group, where there is one

    @property
    def cut(self) -> bool:
        return len(self.lines) < self.total


@dataclass(frozen=True)
class Shown:
    """Which lines of each group are shown: MOST_LINES from the first one on."""

    first: int = 0

    @classmethod
    def on_page(cls, number: int) -> "Shown":
        return cls((number - 1) * MOST_LINES)

    @property
    def end(self) -> int:
        return self.first + MOST_LINES

    def of(self, rows: Any) -> list[Any]:
        """The rows of these lines, of which each is a line."""
        return list(rows[self.first : self.end])


FIRST_PAGE = Shown()


def rest_of(span: Span, group: str, total: int) -> str:
    """Where the lines stand that the first page of a group leaves out; empty where it has all of so many."""
    return span.url_of(group, 2) if total > MOST_LINES else ""
