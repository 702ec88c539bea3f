"""What a feed tells: everything that was put on the record, newest first, each with a name that lasts.

The record itself is asked, each time, for what is public. So an entry of what is withdrawn goes, one of what is
embargoed comes when its moment has passed, and the moment of an entry is when it could first be read here.
"""

import datetime
import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from inspections.models import (
    Addressee,
    Body,
    Inspection,
    Oversight,
    Recommendation,
    Response,
    StatusUpdate,
)
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading import recorded
from inspections.reading.profile import concerning

ON_A_PAGE = 50


@dataclass(frozen=True)
class Scope:
    """Which things a feed is about: a condition for each model, or None where it has none of them.

    `withdrawn` is of recommendations; inspections and responses that were withdrawn meet the same condition as others.
    """

    updates: Q | None = None
    inspections: Q | None = None
    recommendations: Q | None = None
    responses: Q | None = None
    withdrawn: Q | None = None


EVERYTHING = Scope(updates=Q(), inspections=Q(), responses=Q(), withdrawn=Q())


def of_bodies(bodies: Sequence[Body], on: datetime.date) -> Scope:
    """What was asked of these bodies, what they say, who inspected them, who answered for them."""
    overseers = Oversight.objects.filter(force__in=bodies).values("policing_body")
    asked = Addressee.objects.filter(body__in=bodies).order_by()
    about = Q(pk__in=asked.values("recommendation__inspection"))
    for body in bodies:
        about |= concerning(body, on)
    return Scope(
        updates=Q(addressee__body__in=bodies) | Q(stated_by__in=bodies),
        inspections=about,
        responses=Q(responder__in=bodies) | Q(responder__in=overseers),
        withdrawn=Q(pk__in=asked.values("recommendation")),
    )


def of_inspections(found: QuerySet[Inspection]) -> Scope:
    """What these inspections asked for, and what was said of it since, in them too."""
    keys = found.order_by().values("pk")
    return Scope(
        updates=Q(addressee__recommendation__inspection__in=keys) | Q(made_in__in=keys),
        inspections=Q(pk__in=keys),
        responses=Q(inspection__in=keys),
        withdrawn=Q(inspection__in=keys),
    )


def of_recommendations(found: QuerySet[Recommendation]) -> Scope:
    """These recommendations, with all their items; also those of them that were withdrawn."""
    keys = found.order_by().values("pk")
    return Scope(
        updates=Q(addressee__recommendation__in=keys),
        recommendations=Q(pk__in=keys),
        responses=Q(pk__in=Response.objects.filter(items__addressee__recommendation__in=keys).values("pk")),
        withdrawn=Q(pk__in=keys),
    )


def of_items(items: AddresseeQuerySet) -> Scope:
    """These items alone, not the other bodies that the same was asked of."""
    keys = items.order_by().values("pk")
    asked = items.order_by().values("recommendation")
    return Scope(
        updates=Q(addressee__in=keys),
        recommendations=Q(pk__in=asked),
        responses=Q(pk__in=Response.objects.filter(items__addressee__in=keys).values("pk")),
        withdrawn=Q(pk__in=asked),
    )


Key = tuple[datetime.datetime, int]


@dataclass(frozen=True)
class Strand:
    """Entries of one kind: rows with a `moment`, and how those of some primary keys are told."""

    name: str
    rows: QuerySet[Any]
    told: Callable[[Sequence[int], datetime.date], dict[int, recorded.Entry]]

    def newest(self, most: int) -> Iterator[Key]:
        """The moments and primary keys of so many rows, newest first; one query."""
        yield from self.rows.order_by("-moment", "-pk").values_list("moment", "pk")[:most]


def strands(scope: Scope, on: datetime.date) -> list[Strand]:
    """What is told of a scope as it is public on a day."""
    found: list[Strand] = []
    gone: QuerySet[Any]
    if scope.updates is not None:
        rows = recorded.with_moment(StatusUpdate.objects.public(on).filter(scope.updates))
        found.append(Strand("updates", rows, recorded.updates))
    if scope.inspections is not None:
        rows = recorded.with_moment(Inspection.objects.public(on).filter(scope.inspections))
        found.append(Strand("inspections", rows, recorded.inspections))
        gone = Inspection.objects.readable(on).filter(scope.inspections, withdrawn_on__lte=on)
        found.append(Strand("withdrawn-inspections", recorded.with_withdrawal(gone), recorded.withdrawn_inspections))
    if scope.recommendations is not None:
        rows = recorded.with_moment(Recommendation.objects.public(on).filter(scope.recommendations))
        found.append(Strand("recommendations", rows, recorded.recommendations))
    if scope.responses is not None:
        rows = recorded.with_moment(Response.objects.public(on).filter(scope.responses))
        found.append(Strand("responses", rows, recorded.responses))
        gone = Response.objects.readable(on).filter(scope.responses, withdrawn_on__lte=on)
        found.append(Strand("withdrawn-responses", recorded.with_withdrawal(gone), recorded.withdrawn_responses))
    if scope.withdrawn is not None:
        gone = Recommendation.objects.readable(on).filter(
            scope.withdrawn, ~recorded.WENT_ALONG | Q(parent=None), withdrawn_on__lte=on
        )
        found.append(
            Strand("withdrawn-recommendations", recorded.with_withdrawal(gone), recorded.withdrawn_recommendations)
        )
    return found


@dataclass(frozen=True)
class FeedPage:
    """One page of a feed: its entries, newest first, and how many pages there are."""

    entries: list[recorded.Entry] = field(default_factory=list)
    number: int = 1
    pages: int = 1


def page_of(scope: Scope, on: datetime.date, number: int) -> FeedPage | None:
    """A page of the feed of a scope, counted from 1; None where there is none of that number.

    A page further on costs more: every strand is read up to it.
    """
    told = strands(scope, on)
    total = sum(strand.rows.order_by().count() for strand in told)
    pages = max(1, -(-total // ON_A_PAGE))
    if not 1 <= number <= pages:
        return None

    def tagged(strand: Strand) -> Iterator[tuple[Key, str]]:
        return ((key, strand.name) for key in strand.newest(number * ON_A_PAGE))

    merged = heapq.merge(*map(tagged, told), reverse=True)
    wanted = list(islice(merged, (number - 1) * ON_A_PAGE, number * ON_A_PAGE))
    made: dict[tuple[str, int], recorded.Entry] = {}
    for strand in told:
        moments = {key: moment for (moment, key), name in wanted if name == strand.name}
        for key, entry in strand.told(list(moments), on).items() if moments else ():
            made[strand.name, key] = entry.at(moments[key])
    entries = [made[name, key] for (_moment, key), name in wanted if (name, key) in made]
    return FeedPage(entries, number, pages)
