"""How many answers were looked for, and in vain, on any day: worked out for all days at once, and kept."""

import datetime
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import QuerySet

from inspections.models import Addressee, Body, Inspection, Response
from inspections.models.response import there_from
from inspections.reading.answer_counts import LOOKED_FOR
from inspections.reading.answers import in_order
from inspections.reading.duties import STARTS_A_CLOCK, Register, duties
from inspections.reading.duty import AnswerState, Duty
from inspections.remembered import RememberedOnce

NEVER = datetime.date.max


class EveryDay(Register):
    """The register of all days: what of it holds on one is taken for one inspection at a time."""

    def read(self, wanted: QuerySet[Inspection, Any]) -> None:
        # Of each body until when something is asked of it, of each answer from when and until when it is there.
        self.asked_until: dict[int, dict[Body, datetime.date]] = defaultdict(dict)
        self.there: dict[int, list[tuple[datetime.date, datetime.date, Response]]] = defaultdict(list)
        items = Addressee.objects.filter(STARTS_A_CLOCK, recommendation__inspection__in=wanted).order_by()
        rows = items.values_list("recommendation__inspection", "body", "recommendation__withdrawn_on").distinct()
        for inspection, body, withdrawn in rows:
            until, ours = withdrawn or NEVER, self.asked_until[inspection]
            ours[self.bodies[body]] = max(until, ours.get(self.bodies[body], until))
        given = Response.objects.readable(NEVER).filter(inspection__in=wanted)
        given = given.select_related("inspection", "responder").order_by("responder__kind", "responder__name")
        for response in given:
            days = response.published_on, response.submitted_on, response.not_found_as_of
            begun = there_from(response.inspection.public_from, *days)
            self.there[response.inspection_id].append((begun, response.withdrawn_on or NEVER, response))

    def on_day(self, inspection: Inspection, day: datetime.date) -> list[Duty]:
        self.on = day
        self.asked[inspection.pk] = [body for body, until in self.asked_until[inspection.pk].items() if day < until]
        self.responses[inspection.pk] = {
            response.responder_id: response
            for first, until, response in self.there[inspection.pk]
            if first <= day < until
        }
        return list(self.of(inspection))

    def course(self, inspection: Inspection) -> list[tuple[datetime.date, int, int]]:
        """From which days on how many of its answers were looked for, and how many of these in vain."""
        first, end = inspection.public_from, inspection.withdrawn_on or NEVER
        days = {first, *self.asked_until[inspection.pk].values()}
        days |= {day for begun, until, _response in self.there[inspection.pk] for day in (begun, until)}
        if inspection.received_on:
            days.add(inspection.received_on.first)
        by_day = {day: self.on_day(inspection, day) for day in days if first <= day < end}
        # A last day passes without anything being recorded.
        passed = {
            duty.last.latest + datetime.timedelta(days=1) for each in by_day.values() for duty in each if duty.last
        }
        by_day |= {day: self.on_day(inspection, day) for day in passed - days if first <= day < end}
        course = []
        for day in sorted(by_day):
            states = Counter(duty.state for duty in by_day[day])
            course.append((day, sum(states[state] for state in LOOKED_FOR), states[AnswerState.NOT_FOUND]))
        return [*course, (end, 0, 0)]


@dataclass(frozen=True)
class LookedFor:
    """Days in order, and how many answers were looked for, and in vain, from each on.

    reports: the inspections with an answer that was looked for in vain, the newest first, and on which days it was.
    """

    days: list[datetime.date]
    looked_for: list[int]
    vain: list[int]
    reports: list[tuple[int, list[tuple[datetime.date, bool]]]]

    def on(self, day: datetime.date) -> tuple[int, int]:
        """How many were looked for and not found by a day, and how many looked for."""
        place = bisect_right(self.days, day)
        return (self.vain[place - 1], self.looked_for[place - 1]) if place else (0, 0)

    def first(self, day: datetime.date, most: int) -> list[Duty]:
        """The answers that were looked for and not found by a day, to the newest reports; seven queries."""
        keys = []
        for key, course in self.reports:
            place = bisect_right(course, day, key=lambda each: each[0])
            if place and course[place - 1][1]:
                keys.append(key)
                if len(keys) == most:
                    break
        found = duties(Inspection.objects.filter(pk__in=keys), day) if keys else []
        return [duty for duty in in_order(found) if duty.state == AnswerState.NOT_FOUND][:most]


def _work_out() -> LookedFor:
    answered = Inspection.objects.readable(NEVER).filter(pk__in=Response.objects.values("inspection"))
    register = EveryDay(answered, NEVER)
    looked_for: Counter[datetime.date] = Counter()
    vain: Counter[datetime.date] = Counter()
    reports = []
    for inspection in _newest_first(register.inspections):
        course, before = register.course(inspection), (0, 0)
        for day, looked, not_found in course:
            looked_for[day] += looked - before[0]
            vain[day] += not_found - before[1]
            before = looked, not_found
        if any(not_found for _day, _looked, not_found in course):
            reports.append((inspection.pk, [(day, bool(not_found)) for day, _looked, not_found in course]))
    days = sorted(looked_for)
    all_of_them, in_vain = (list(accumulate(counts[day] for day in days)) for counts in (looked_for, vain))
    return LookedFor(days, all_of_them, in_vain, reports)


def _newest_first(inspections: Iterable[Inspection]) -> list[Inspection]:
    """In the order of the reports in inspections.reading.answers.in_order."""

    def newest(inspection: Inspection) -> tuple[int, int]:
        published = inspection.published_on
        return -published.first.toordinal() if published else 0, inspection.pk

    return sorted(inspections, key=newest)


looked_for = RememberedOnce(_work_out)
