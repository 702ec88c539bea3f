"""Which recommendations live on in which later ones, held in memory for any day: by key alone, without their words."""

import datetime
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count

from inspections.models import Addressee, Succession
from inspections.models.inspection import readable_by
from inspections.remembered import RememberedOnce

Step = tuple[int, int, str]  # the earlier recommendation, the later one, and the kind of succession

NEVER = datetime.date.max.toordinal()
LINK = ("inspection__public_from", "inspection__withdrawn_on", "withdrawn_on", "inspection__published_on")


@dataclass(frozen=True, slots=True)
class Link:
    """A recommendation: the ordinals of the day from which it is public and of that on which no more, and its place.

    The place is its order in a chain: the first day that its publication can mean, what is not dated last.
    """

    begins: int
    ends: int
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Raised:
    """A chain: the keys of its recommendations, oldest first, and what leads from each to a later one."""

    keys: tuple[int, ...]
    steps: tuple[Step, ...]

    @property
    def order(self) -> tuple[int, int]:
        """The longest first, and of equal ones that which ends with the newest row."""
        return -len(self.keys), -self.keys[-1]


def neighbours(steps: Iterable[Step]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for earlier, later, _kind in steps:
        found[earlier].add(later)
        found[later].add(earlier)
    return found


def together(start: int, beside: dict[int, set[int]]) -> set[int]:
    """Everything that is reached from one recommendation, itself too."""
    found, to_visit = {start}, [start]
    while to_visit:
        new = beside[to_visit.pop()] - found
        found |= new
        to_visit += new
    return found


class Successions:
    """All chains that there are on any day. One that has lost a link, or has not got it yet, is a part of one here."""

    def __init__(self, steps: list[Step], links: dict[int, Link], bodies: Iterable[tuple[int, int]]) -> None:
        self.links = links
        self.chains = sorted(self._apart(steps), key=lambda chain: chain.order)
        chain_of = {key: number for number, chain in enumerate(self.chains) for key in chain.keys}
        found: dict[int, set[int]] = defaultdict(set)
        self.asked: dict[int, set[int]] = defaultdict(set)
        for recommendation, body in bodies:
            found[body].add(chain_of[recommendation])
            self.asked[body].add(recommendation)
        self.of_body = {body: sorted(numbers) for body, numbers in found.items()}

    def _apart(self, steps: Iterable[Step]) -> Iterator[Raised]:
        """The chains that some steps make."""
        beside, chain_of, numbers = neighbours(steps), dict[int, int](), count()
        members: dict[int, list[int]] = {}
        for key in beside:
            if key not in chain_of:
                keys, number = together(key, beside), next(numbers)
                chain_of.update(dict.fromkeys(keys, number))
                members[number] = sorted(keys, key=lambda each: self.links[each].place)
        ours: dict[int, list[Step]] = defaultdict(list)
        for step in steps:
            ours[chain_of[step[0]]].append(step)
        return (Raised(tuple(keys), tuple(ours[number])) for number, keys in members.items())

    def _is_public(self, key: int, day: int) -> bool:
        return self.links[key].begins <= day < self.links[key].ends

    def _on(self, chain: Raised, day: int) -> list[Raised]:
        """What there is of a chain on a day: itself, or its parts."""
        steps = [step for step in chain.steps if self._is_public(step[0], day) and self._is_public(step[1], day)]
        return [chain] if len(steps) == len(chain.steps) else list(self._apart(steps))

    def longest(self, on: datetime.date, most: int) -> list[Raised]:
        """The first chains of a day in their order."""
        found: list[Raised] = []
        for chain in self.chains:
            # A part is shorter than the whole, so nothing that is still to come stands before these.
            if len(found) >= most and found[most - 1].order <= chain.order:
                break
            parts = self._on(chain, on.toordinal())
            if parts:
                found = sorted([*found, *parts], key=lambda each: each.order)[:most]
        return found

    def about(self, body: int, on: datetime.date) -> list[Raised]:
        """The chains of a day of which some recommendation was addressed to a body, in their order."""
        asked = self.asked.get(body, set())
        parts = [
            part for number in self.of_body.get(body, ()) for part in self._on(self.chains[number], on.toordinal())
        ]
        return sorted((part for part in parts if not asked.isdisjoint(part.keys)), key=lambda each: each.order)

    def count(self, on: datetime.date) -> int:
        """How many chains there are on a day."""
        days, counts = self._counts
        place = bisect_right(days, on.toordinal())
        return counts[place - 1] if place else 0

    @cached_property
    def _counts(self) -> tuple[list[int], list[int]]:
        """The days on which there are more or fewer chains than before, and how many there are from each of them on."""
        moves: Counter[int] = Counter()
        for chain in self.chains:
            links, before = [self.links[key] for key in chain.keys], 0
            for day in sorted({link.begins for link in links} | {link.ends for link in links} - {NEVER}):
                now = len(self._on(chain, day))
                moves[day] += now - before
                before = now
        days = sorted(moves)
        return days, list(accumulate(moves[day] for day in days))


def _work_out() -> Successions:
    rows = Succession.objects.filter(
        readable_by(datetime.date.max, "earlier__inspection__"), readable_by(datetime.date.max, "later__inspection__")
    ).order_by("pk")
    paths = [f"{end}__{path}" for end in ("earlier", "later") for path in LINK]
    steps: list[Step] = []
    links: dict[int, Link] = {}
    for earlier, later, kind, *facts in rows.values_list("earlier", "later", "kind", *paths):
        steps.append((earlier, later, kind))
        for key, (begins, gone, also_gone, published) in ((earlier, facts[:4]), (later, facts[4:])):
            ends = min((day.toordinal() for day in (gone, also_gone) if day), default=NEVER)
            place = published.first.toordinal() if published else NEVER
            links[key] = Link(begins.toordinal(), ends, (place, key))
    ends = Succession.objects.order_by()
    both = ends.values("earlier").union(ends.values("later"))
    asked = Addressee.objects.filter(recommendation__in=both).order_by().values_list("recommendation", "body")
    return Successions(steps, links, [pair for pair in asked if pair[0] in links])


successions = RememberedOnce(_work_out)
