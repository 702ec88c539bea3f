"""The estimate of Kaplan and Meier: what share is confirmed complete after so long, with the open ones kept in.

Source: E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American
Statistical Association 53 (1958), 457–481.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NEARLY = 1e-9  # so that a share of one half reached by multiplying is a half


@dataclass(frozen=True)
class Followed:
    """Some items that were followed for so many days: to their confirmation, or to the day when sight of them ends."""

    days: int
    confirmed: bool
    count: int = 1


Numbers = NDArray[Any]  # whole ones


@dataclass(frozen=True, eq=False)
class Leaving:
    """Some items by the day until which they were followed: how many each, and how many of them were confirmed then.

    The days are in order, and none comes twice.
    """

    days: Numbers
    items: Numbers
    confirmed: Numbers

    @classmethod
    def of(cls, days: Numbers, confirmed: Numbers, counts: Numbers) -> "Leaving":
        """So many items for each of these days, whether confirmed on it or not; a day may come again."""
        distinct, places = np.unique(days, return_inverse=True)
        items, done = np.zeros(len(distinct), np.int64), np.zeros(len(distinct), np.int64)
        np.add.at(items, places, counts)
        np.add.at(done, places, counts * confirmed)
        return cls(distinct, items, done)

    @property
    def total(self) -> int:
        return int(self.items.sum())

    @property
    def longest(self) -> int:
        """Days for which one of them was followed."""
        return int(self.days[-1]) if len(self.days) else 0


def leaving(followed: "Iterable[Followed] | Leaving") -> Leaving:
    """Items that were followed, put together by day."""
    if isinstance(followed, Leaving):
        return followed
    rows = np.array([(each.days, each.confirmed, each.count) for each in followed], np.int64).reshape(-1, 3)
    return Leaving.of(*rows.T)


@dataclass(frozen=True)
class Step:
    """A day, counted from publication, on which items were confirmed, and the share confirmed by its end (0 to 1).

    `at_risk` is how many were still followed when it began: those whose sight ends on that day are among them.
    """

    days: int
    at_risk: int
    confirmed: int
    share: float


def at_risk(followed: Iterable[Followed] | Leaving, days: Iterable[int]) -> list[int]:
    """How many were followed for so many days or longer, for each of these numbers of days."""
    found = leaving(followed)
    left = np.append(0, np.cumsum(found.items))
    return [int(left[-1] - left[place]) for place in np.searchsorted(found.days, list(days))]


def curve(followed: Iterable[Followed] | Leaving) -> list[Step]:
    """The steps of the curve, by day."""
    found = leaving(followed)
    remaining = found.items[::-1].cumsum()[::-1]
    steps = found.confirmed > 0
    days, at_risk, confirmed = found.days[steps], remaining[steps], found.confirmed[steps]
    shares = 1 - np.cumprod(1 - confirmed / at_risk)
    return list(map(Step, days.tolist(), at_risk.tolist(), confirmed.tolist(), shares.tolist()))


def share_by(steps: Sequence[Step], days: int) -> float:
    """The share confirmed by the end of a day; the steps are in order."""
    place = bisect_right(steps, days, key=lambda step: step.days)
    return steps[place - 1].share if place else 0.0


def median(steps: Iterable[Step]) -> int | None:
    """The day by whose end half were confirmed, or None if that has not been reached."""
    return next((step.days for step in steps if step.share >= 0.5 - NEARLY), None)
