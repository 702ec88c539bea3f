"""How often a matter was raised: recommendations that live on in later ones, as one chain in the order of time."""

import datetime
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Recommendation, Succession, SuccessionKind
from inspections.models.recommendation import asked_by
from inspections.reading.descriptions import whom
from inspections.reading.successions import Raised, Step, successions
from tracker.prepared import Keys, batched, prepared

# How much of a chain one page fetches: links away from its recommendation, and recommendations in all. Both are far
# more than any real chain has had; they keep a mistake in the record from making a page endless.
MOST_LINKS = 25
MOST_TOGETHER = 200


@dataclass(frozen=True)
class Chain:
    """Recommendations that belong together, oldest first, and what leads from each to a later one."""

    recommendations: list[Recommendation]
    steps: list[Step]
    goes_on: bool = False  # there is more of it than was fetched

    @property
    def title(self) -> str:
        """ "Raised 4 times since 2016"; without the year where the first is not dated."""
        if self.goes_on:
            return _("Raised more than %(count)d times") % {"count": len(self.recommendations)}
        count, first = len(self.recommendations), self.recommendations[0].inspection.published_on
        times = _("twice") if count == 2 else ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
        if first is None:
            return _("Raised %(times)s") % {"times": times}
        return _("Raised %(times)s since %(year)s") % {"times": times, "year": first.year}

    @property
    def latest(self) -> Recommendation:
        return self.recommendations[-1]

    @property
    def whom(self) -> str:
        """Whom the latest was addressed to: the one body, or how many."""
        return whom(self.latest)

    def links(self, current: Recommendation | None = None) -> list[dict[str, Any]]:
        """The links for components/chain.jinja."""
        by_key = {each.pk: each for each in self.recommendations}
        return [
            {
                "year": _year(each),
                "label": f"{each.inspection.title} ({each.get_kind_display().lower()})",
                "url": each.get_absolute_url(),
                "current": current is not None and each.pk == current.pk,
                "note": "; ".join(
                    _("%(how)s %(year)s")
                    % {"how": str(SuccessionKind(kind).label).lower(), "year": _year(by_key[later])}
                    for earlier, later, kind in self.steps
                    if earlier == each.pk
                ),
            }
            for each in self.recommendations
        ]


def _year(recommendation: Recommendation) -> str:
    published = recommendation.inspection.published_on
    return str(published.year) if published else _("Undated")


def _public_steps(on: datetime.date) -> QuerySet[Succession]:
    """Every succession of which both ends are public."""
    return Succession.objects.filter(asked_by(on, "earlier__"), asked_by(on, "later__")).order_by("pk")


@prepared
def _steps_about(recommendation: int, on: datetime.date) -> QuerySet[Succession, Step]:
    about = Q(earlier=recommendation) | Q(later=recommendation)
    return _public_steps(on).filter(about).values_list("earlier", "later", "kind")


def _steps(successions: QuerySet[Succession]) -> list[Step]:
    return list(successions.values_list("earlier", "later", "kind"))


def _chain(members: Iterable[Recommendation], steps: list[Step], goes_on: bool = False) -> Chain:
    def when(each: Recommendation) -> tuple[datetime.date, int]:
        published = each.inspection.published_on
        return (published.first if published else datetime.date.max, each.pk)

    ordered = sorted(members, key=when)
    keys = {each.pk for each in ordered}
    return Chain(ordered, [step for step in steps if step[0] in keys and step[1] in keys], goes_on)


def chain(recommendation: Recommendation, on: datetime.date) -> Chain | None:
    """The chain that a recommendation belongs to, or None where it stands alone.

    It is followed in both directions and along every branch, with one query for each further link: one more than
    MOST_LINKS at most, and one for the recommendations. Where there is more of it, `goes_on` is true.
    """
    found, reached, steps = {recommendation.pk}, {recommendation.pk}, set[Step]()
    goes_on = False
    for distance in range(MOST_LINKS + 1):
        about = Q(earlier__in=reached) | Q(later__in=reached)
        touching = _steps(_public_steps(on).filter(about)) if distance else _steps_about(recommendation.pk, on)
        steps.update(touching)
        new = sorted({key for step in touching for key in step[:2]} - found)
        room = MOST_TOGETHER - len(found) if distance < MOST_LINKS else 0
        goes_on, reached = len(new) > room, set(new[:room])
        found |= reached
        if goes_on or not reached:
            break
    if len(found) == 1:
        return None
    members = Recommendation.objects.public(on).filter(pk__in=found).select_related("inspection")
    return _chain(members, sorted(steps), goes_on)


def chains(on: datetime.date, most: int = sys.maxsize) -> list[Chain]:
    """The first chains of the record, the longest first, with the bodies asked. Two queries, or one more."""
    found = fetched(successions().longest(on, most))
    prefetch_related_objects([each for chain in found for each in chain.recommendations], "bodies")
    return found


@prepared
def _links(keys: Keys) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(pk__in=keys).select_related("inspection").order_by()


def fetched(raised: Sequence[Raised]) -> list[Chain]:
    """The same chains with their recommendations; one query for every 50 of these."""
    keys = [key for each in raised for key in each.keys]
    by_key = {each.pk: each for some in batched(keys) for each in _links(some)}
    # One that was deleted a moment ago is left out; the next edition has it so.
    return [Chain([by_key[key] for key in each.keys if key in by_key], list(each.steps)) for each in raised]
