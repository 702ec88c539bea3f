"""What the public will see of a load, and when: a load makes no drafts."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from inspections.models import Inspection

from .checker import Check
from .selection import INSPECTIONS_OF


@dataclass
class Outcome:
    """The new rows of a package by when the public sees them. Inspections are named; the rest is counted."""

    at_once: int = 0
    later: int = 0  # rows of inspections whose day of publication is still to come
    sources: int = 0  # public with what quotes them
    inspections_at_once: list[Inspection] = field(default_factory=list)
    inspections_later: list[Inspection] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.at_once + self.later + self.sources


def outcome(check: Check, on: datetime.date) -> Outcome:
    """Sort the new rows of a check that found nothing wrong by whether they are public on that day."""
    found = Outcome()
    for name, entries in check.entries.items():
        if name == "sources":
            found.sources = len(entries.new)
            continue
        for row in map(entries.objects.__getitem__, entries.new):
            is_out = all(_inspection(row, path).is_readable(on) for path in INSPECTIONS_OF.get(name, ()))
            if is_out:
                found.at_once += 1
            else:
                found.later += 1
            if name == "inspections":
                (found.inspections_at_once if is_out else found.inspections_later).append(row)
    found.inspections_later.sort(key=_day)
    return found


def _day(inspection: Inspection) -> tuple[datetime.date, str]:
    """What is to come in the order of its days; only a known day can be to come."""
    assert inspection.published_on is not None
    return inspection.published_on.first, inspection.slug


def _inspection(row: Any, path: str) -> Inspection:
    """The inspection that a path of INSPECTIONS_OF leads to."""
    for name in filter(None, path.split("__")):
        row = getattr(row, name)
    assert isinstance(row, Inspection)
    return row
