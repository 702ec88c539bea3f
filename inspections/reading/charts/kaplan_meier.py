"""The estimate of Kaplan and Meier: what share is confirmed complete after so long, with the open ones kept in.

Source: E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American
Statistical Association 53 (1958), 457–481.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

NEARLY = 1e-9  # so that a share of one half reached by multiplying is a half


@dataclass(frozen=True)
class Followed:
    """Some items that were followed for so many days: to their confirmation, or to the day when sight of them ends."""

    days: int
    confirmed: bool
    count: int = 1


@dataclass(frozen=True)
class Step:
    """A day, counted from publication, on which items were confirmed, and the share confirmed by its end (0 to 1).

    `at_risk` is how many were still followed when it began: those whose sight ends on that day are among them.
    """

    days: int
    at_risk: int
    confirmed: int
    share: float


def at_risk(followed: Iterable[Followed], days: Iterable[int]) -> list[int]:
    """How many were followed for so many days or longer, for each of these numbers of days."""
    counts: Counter[int] = Counter()
    for each in followed:
        counts[each.days] += each.count
    ordered = sorted(counts)
    left = [0, *accumulate(counts[day] for day in ordered)]
    return [left[-1] - left[bisect_left(ordered, day)] for day in days]


def curve(followed: Iterable[Followed]) -> list[Step]:
    """The steps of the curve, by day."""
    confirmed: Counter[int] = Counter()
    leaving: Counter[int] = Counter()
    for each in followed:
        leaving[each.days] += each.count
        if each.confirmed:
            confirmed[each.days] += each.count
    remaining, unconfirmed, steps = leaving.total(), 1.0, []
    for days in sorted(leaving):
        if confirmed[days]:
            unconfirmed *= 1 - confirmed[days] / remaining
            steps.append(Step(days, remaining, confirmed[days], 1 - unconfirmed))
        remaining -= leaving[days]
    return steps


def share_by(steps: Sequence[Step], days: int) -> float:
    """The share confirmed by the end of a day; the steps are in order."""
    place = bisect_right(steps, days, key=lambda step: step.days)
    return steps[place - 1].share if place else 0.0


def median(steps: Iterable[Step]) -> int | None:
    """The day by whose end half were confirmed, or None if that has not been reached."""
    return next((step.days for step in steps if step.share >= 0.5 - NEARLY), None)
