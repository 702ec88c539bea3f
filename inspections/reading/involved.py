"""In which inspections a body had a part, held in memory until anything but the ledger changes.

It means what inspections.reading.duties.around means; a test holds both to each other.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.db.models import F

from inspections.bitmaps.events import Numbers
from inspections.days import today
from inspections.models import Addressee, Body, Inspection, Oversight, Response
from inspections.models.inspection import readable_by
from inspections.reading.duties import around
from inspections.remembered import RememberedOnce

NEVER = datetime.date.max.toordinal()
NEWEST_FIRST = (F("published_on__first_day").desc(nulls_last=True), "pk")


@dataclass(frozen=True, eq=False)
class Involved:
    """All inspections that are out or will be, newest first, and which of them each body had a part in, by their rank.

    Each is public from one day until another; days are ordinals.
    """

    keys: Numbers
    begins: Numbers
    ends: Numbers
    part_in: dict[int, Numbers]  # was inspected, or was asked for something
    answered: dict[int, Numbers]
    overseen: dict[int, set[int]]  # the forces for which a body ever answered
    succeeded_by: dict[int, int]

    def newest(self, body: int, on: datetime.date, first: int, end: int) -> list[int]:
        """From one to another of those in which a body had a part, or one that it answers for, by primary key."""
        line = [body]
        for _times in range(2):
            line.append(self.succeeded_by.get(line[-1], 0))
        about = {body}.union(*(self.overseen.get(each, ()) for each in line))
        parts = [self.part_in[each] for each in about if each in self.part_in]
        if body in self.answered:
            parts.append(self.answered[body])
        if not parts:
            return []
        ranks = np.unique(np.concatenate(parts)) if len(parts) > 1 else parts[0]
        day = on.toordinal()
        public = ranks[(self.begins[ranks] <= day) & (self.ends[ranks] > day)]
        return [int(key) for key in self.keys[public[first:end]]]


def _read() -> Involved:
    rows = Inspection.objects.filter(readable_by(datetime.date.max)).order_by(*NEWEST_FIRST)
    found = np.array(
        [
            (pk, begins.toordinal(), ends.toordinal() if ends else NEVER)
            for pk, begins, ends in rows.values_list("pk", "public_from", "withdrawn_on").iterator(chunk_size=5000)
        ],
        np.int64,
    ).reshape(-1, 3)
    keys, begins, ends = (np.ascontiguousarray(column) for column in found.T)
    rank = {pk: at for at, pk in enumerate(keys.tolist())}
    asked = Addressee.objects.order_by().values_list("body", "recommendation__inspection").distinct()
    inspected = Inspection.bodies.through._default_manager.order_by().values_list("body", "inspection")
    given = Response.objects.order_by().values_list("responder", "inspection")
    overseen: defaultdict[int, set[int]] = defaultdict(set)
    for body, force in Oversight.objects.order_by().values_list("policing_body", "force"):
        overseen[body].add(force)
    return Involved(
        keys,
        begins,
        ends,
        _by_body([*asked.iterator(chunk_size=5000), *inspected.iterator(chunk_size=5000)], rank),
        _by_body(list(given), rank),
        dict(overseen),
        {pk: after for pk, after in Body.objects.order_by().values_list("pk", "succeeded_by") if after},
    )


def _by_body(pairs: list[tuple[int, int]], rank: dict[int, int]) -> dict[int, Numbers]:
    """The ranks of the inspections of each body, in order, none twice; those that have no rank are left out."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for body, inspection in pairs:
        if inspection in rank:
            found[body].add(rank[inspection])
    return {body: np.array(sorted(ranks), np.int32) for body, ranks in found.items()}


involved = RememberedOnce(_read)


def newest_reports(body: int, on: datetime.date, first: int, end: int) -> list[int]:
    """The public reports in which a body had a part, or one that it answers for, from one to another, newest first.

    By primary key. A day to come, which only a preview shows, is read afresh.
    """
    if on > today():
        return list(around(body).public(on).order_by(*NEWEST_FIRST).values_list("pk", flat=True)[first:end])
    return involved().newest(body, on, first, end)
