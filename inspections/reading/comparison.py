"""Some bodies side by side: the same figures for each, with what they are of, in no order of merit."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.utils.translation import gettext as _

from inspections.headline import CLOSED_STATUSES, OPEN_STATUSES, HeadlineStatus
from inspections.models import Addressee, Body, Deadline, Grade, Programme
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.inspection import published_by
from inspections.parameters import STALE_DAYS
from inspections.reading.answer_counts import LOOKED_FOR, answers_url
from inspections.reading.body_facts import scheme_label
from inspections.reading.charts.completion import Cohort, cohorts, lasting
from inspections.reading.charts.kaplan_meier import curve, median
from inspections.reading.charts.open_ages import LONG, ago
from inspections.reading.duties import duties_around
from inspections.reading.duty import AnswerState
from inspections.reading.selection import selection_url

INSPECTION = "recommendation__inspection"


@dataclass
class Figures:
    """What is counted of one body. Each count that is a share has the count that it is a share of beside it."""

    items: int = 0
    inspections: int = 0
    first: str | None = None  # ISO 8601, publication
    last: str | None = None
    open: int = 0
    confirmed: int = 0
    late: int = 0
    passed: int = 0  # their date has passed, open or not: what is not due yet is left out of lateness
    at_once_open: int = 0
    at_once: int = 0
    old: int = 0
    open_dated: int = 0
    claimed_not_confirmed: int = 0
    claimed: int = 0
    silent: int = 0
    known_news: int = 0
    answers_in_time: int = 0
    answers_looked_for: int = 0  # from the body or about it; where nobody looked, nothing is known against anybody
    cohort: Cohort = field(default_factory=Cohort)


def figures(bodies: Sequence[Body], on: datetime.date) -> dict[int, Figures]:
    """The figures of each body by its key; thirteen queries, however many bodies and items there are."""
    items = Addressee.objects.filter(body__in=bodies).public(on).standing(on).order_by()
    found = {body.pk: Figures() for body in bodies}
    for row in _counted(items, on):
        body = row.pop("body")  # before the rest is passed on
        found[body] = Figures(**row)
    more: dict[str, AddresseeQuerySet] = {
        "claimed": items.claimed(on),
        "claimed_not_confirmed": items.claimed_not_confirmed(on),
        "silent": items.stale(on, STALE_DAYS["1-year"]),
        "known_news": items.with_known_news(on),
    }
    for name, some in more.items():
        for body, count in some.values_list("body").annotate(count=Count("pk", distinct=True)).order_by():
            setattr(found[body], name, count)
    for body, cohort in cohorts(items, on, "body").items():
        found[body].cohort = cohort  # type: ignore[index]
    every = duties_around(bodies, on)
    for each in bodies:
        known = [duty for duty in every if duty.state in LOOKED_FOR and duty.concerns(each)]
        found[each.pk].answers_looked_for = len(known)
        found[each.pk].answers_in_time = sum(duty.state == AnswerState.IN_TIME for duty in known)
    return found


def _counted(items: AddresseeQuerySet, on: datetime.date) -> Any:
    """One row a body with the counts that need nothing but the item, its report and its status of the day."""
    is_open = ~Q(status__in=CLOSED_STATUSES)
    published = Q(**{f"{INSPECTION}__published_on__isnull": False})
    at_once, passed = Q(recommendation__deadline=Deadline.IMMEDIATELY), Q(recommendation__due_day__lt=on)
    # `standing` joins one period an item, so nothing is counted twice.
    return items.values("body").annotate(
        items=Count("pk"),
        inspections=Count(INSPECTION, distinct=True),
        first=Min(f"{INSPECTION}__published_on__first_day"),
        last=Max(f"{INSPECTION}__published_on__first_day"),
        open=Count("pk", filter=is_open),
        confirmed=Count("pk", filter=Q(status=HeadlineStatus.CONFIRMED_COMPLETE)),
        late=Count("pk", filter=is_open & passed),
        passed=Count("pk", filter=passed),
        at_once_open=Count("pk", filter=is_open & at_once),
        at_once=Count("pk", filter=at_once),
        old=Count("pk", filter=is_open & Q(**{f"{INSPECTION}__published_on__lte": ago(on, LONG)})),
        open_dated=Count("pk", filter=is_open & published),
    )


def table(bodies: Sequence[Body], on: datetime.date) -> list[dict[str, Any]]:
    """One line a figure with one cell a body; each number leads to what it counts where there is such a page."""
    found = figures(bodies, on)
    is_open = [status.value for status in OPEN_STATUSES]

    def line(label: str, note: str, share: Callable[[Figures], tuple[int, int | None]], **parameters: Any) -> Any:
        return {
            "label": label,
            "note": note,
            "cells": [
                {
                    "body": body.label,
                    "figure": share(found[body.pk])[0],
                    "of": share(found[body.pk])[1],
                    "url": selection_url(force=body.slug, **parameters) if share(found[body.pk])[0] else "",
                }
                for body in bodies
            ],
        }

    old = {"status": is_open, "published_before": ago(on, LONG).isoformat()}
    return [
        {
            "label": _("Inspections that asked something of it"),
            "note": _("in this record, with the years of publication"),
            "cells": [
                {"body": body.label, "figure": found[body.pk].inspections, "words": _years(found[body.pk])}
                for body in bodies
            ],
        },
        line(_("Items"), _("recommendations to this body, with their parts"), lambda f: (f.items, None)),
        line(_("Still open"), _("of all items"), lambda f: (f.open, f.items), status=is_open),
        line(
            _("Confirmed complete"),
            _("of all items"),
            lambda f: (f.confirmed, f.items),
            status=HeadlineStatus.CONFIRMED_COMPLETE.value,
        ),
        line(
            _("Called complete, not confirmed"),
            _("of the items that the body calls complete"),
            lambda f: (f.claimed_not_confirmed, f.claimed),
            voice="claimed-not-confirmed",
        ),
        line(
            _("Past their date and still open"),
            _("of the items whose date has passed; what is not due yet is left out"),
            lambda f: (f.late, f.passed),
            due="overdue",
        ),
        line(
            _("Asked for immediately and still open"),
            _("of the items asked for immediately"),
            lambda f: (f.at_once_open, f.at_once),
            due="immediate",
        ),
        line(
            _("Without news for a year"),
            _("of the open items of which it is known when anything was last said"),
            lambda f: (f.silent, f.known_news),
            stale="1-year",
        ),
        line(
            _("Open more than two years after the report"),
            _("of the open items whose day of publication is known"),
            lambda f: (f.old, f.open_dated),
            **old,
        ),
        {
            "label": _("Answers to inspections given in time"),
            "note": _("of the answers by this body or about it that were found or looked for; others are not known"),
            "cells": [answers(body, found[body.pk]) for body in bodies],
        },
        {
            "label": _("Time until half were confirmed complete"),
            "note": _("from publication, with the open items kept in"),
            "cells": [{"body": body.label, "words": half(found[body.pk].cohort, on)} for body in bodies],
        },
    ]


def answers(body: Body, figures: Figures) -> dict[str, Any]:
    """How many answers were in time, of those found or looked for, with the list of them."""
    url = answers_url(force=body.slug, state=AnswerState.IN_TIME.value) if figures.answers_in_time else ""
    return {"body": body.label, "figure": figures.answers_in_time, "of": figures.answers_looked_for, "url": url}


def _years(figures: Figures) -> str:
    if not figures.first or not figures.last:
        return ""
    first, last = figures.first[:4], figures.last[:4]
    return first if first == last else f"{first}–{last}"


def half(cohort: Cohort, on: datetime.date) -> str:
    """How long it took until half were confirmed, or that it has not come to that within the time there was."""
    if not cohort.total:
        return _("not known")
    days = median(curve(cohort.followed))
    if days is None:
        return _("not reached within %(span)s") % {"span": lasting(cohort.longest, on)}
    return lasting(days, on)


def schemes(bodies: Sequence[Body], on: datetime.date) -> list[dict[str, Any]]:
    """The grades, each scheme by itself, of the schemes by which at least two of these bodies were graded.

    One row a topic, one cell a body: its grades, the newest first.
    """
    grades = Grade.objects.filter(published_by(on, "inspection__"), body__in=bodies).select_related("inspection")
    newest = F("inspection__published_on").desc(nulls_last=True)
    found: dict[str, dict[str, dict[int, list[Grade]]]] = {}
    for grade in grades.order_by("framework", "topic", newest, "inspection"):
        found.setdefault(grade.framework, {}).setdefault(grade.topic, {}).setdefault(grade.body_id, []).append(grade)
    shared = {
        scheme: topics for scheme, topics in found.items() if len({key for row in topics.values() for key in row}) > 1
    }
    short = {word.lower(): word for word in Programme.objects.values_list("abbreviation", flat=True)} if shared else {}
    return [
        {
            "slug": scheme,
            "label": scheme_label(scheme, short),
            "rows": [
                {"topic": topic, "cells": [{"body": body.label, "grades": row.get(body.pk, [])} for body in bodies]}
                for topic, row in topics.items()
            ],
        }
        for scheme, topics in shared.items()
    ]
