"""What bodies, themes, programmes and inspections are called, kept until anything but the ledger changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from inspections.models import Body, Inspection, Programme, Theme
from inspections.models.edition import Current
from inspections.partial_dates import PartialDate
from tracker.prepared import Keys, batched, prepared


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a filter: what it is in an address, and what it is called."""

    slug: str
    label: str


@dataclass
class Names:
    """By the name of the parameter and primary key."""

    of_edition: Current | None
    things: dict[str, dict[int, Named]]
    ranks: dict[int, int]  # of bodies by their names, as the database puts them in order
    inspections: dict[int, Named] = field(default_factory=dict)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls, current: Current | None) -> "Names":
        bodies = list(Body.objects.order_by("name").values_list("pk", "slug", "name", "short_name"))
        order = {name: rank for rank, name in enumerate(dict.fromkeys(name for _pk, _slug, name, _short in bodies))}
        ranks = {pk: order[name] for pk, _slug, name, _short in bodies}
        found = {"force": {pk: Named(slug, short or name) for pk, slug, name, short in bodies}}
        for name, model in (("theme", Theme), ("programme", Programme)):
            rows = model._default_manager.order_by().values_list("pk", "slug", "name")
            found[name] = {pk: Named(slug, label) for pk, slug, label in rows}
        keys = {(name, thing.slug): pk for name, things in found.items() for pk, thing in things.items()}
        return cls(current, found, ranks, keys=keys)

    def is_of(self, current: Current) -> bool:
        """Whether nothing was named since; statements about items name nothing, so they leave names alone."""
        kept = self.of_edition
        return kept == current or (kept is not None and current.is_beside(kept))

    def key(self, name: str, slug: str) -> int:
        """The primary key of a value; 0 where there is none (any more)."""
        if name == "inspection" and (name, slug) not in self.keys:
            found = Inspection.objects.filter(slug=slug).values_list("pk", flat=True).first()
            self.keys[name, slug] = found or 0
        return self.keys.get((name, slug), 0)

    def of_inspections(self, keys: Iterable[int]) -> dict[int, Named]:
        """Inspections by title and date; one query at most for every 50 of those not asked for before."""
        wanted = list(keys)
        missing = [pk for pk in wanted if pk not in self.inspections]
        for some in batched(missing):
            self.inspections |= {pk: Named(slug, _dated(title, date)) for pk, slug, title, date in _called(some)}
        return {pk: self.inspections[pk] for pk in wanted if pk in self.inspections}


@prepared
def _called(keys: Keys) -> "QuerySet[Inspection, Any]":
    return Inspection.objects.filter(pk__in=keys).order_by().values_list("pk", "slug", "title", "published_on")


def _dated(title: str, date: PartialDate | None) -> str:
    return f"{title}, {date}" if date else title


_kept: Names | None = None


def names_of(current: Current | None) -> Names:
    """The names of an edition that was read before; without an edition they are read for this one answer.

    Three queries, once until anything but the ledger changes. Two threads may both read them, and either may be kept.
    """
    global _kept
    kept = _kept
    if kept is None or current is None or not kept.is_of(current):
        kept = Names.read(current)
        if current is not None:
            _kept = kept
    return kept


def forget() -> None:
    """Let go of the names that are kept."""
    global _kept
    _kept = None
