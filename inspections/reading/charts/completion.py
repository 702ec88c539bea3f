"""How long it took until inspectors confirmed completion, with what is still open kept in, and the picture of it."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Value
from django.utils.translation import gettext as _

from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.models import Addressee, StatusPeriod
from inspections.models.addressee import AddresseeQuerySet
from inspections.partial_dates import PartialDate
from inspections.reading.ages import span
from inspections.reading.charts.axes import BESIDE, percent, scale, thinned
from inspections.reading.charts.kaplan_meier import Followed, Leaving, Step, at_risk, curve, leaving, median, share_by

HEIGHT = 240  # pixels
WIDTH = 1000  # units of the path across the picture; what falls into one of them cannot be told apart
YEAR = 365.25  # days
TOPS = (10, 25, 50, 100)  # percent at which the scale may end: a curve at the foot of a picture shows nothing
PUBLISHED = "recommendation__inspection__published_on"


@dataclass
class Cohort:
    """Items followed from publication to the first of: confirmation, another closing, the day of the page."""

    followed: list[Followed] | Leaving = field(default_factory=list)
    confirmed: int = 0
    otherwise: int = 0  # closed without being completed, or superseded
    undated: int = 0  # left out: the day of publication is not known

    @property
    def total(self) -> int:
        return leaving(self.followed).total

    @property
    def still_open(self) -> int:
        return self.total - self.confirmed - self.otherwise

    @property
    def longest(self) -> int:
        """Days for which one of them was followed."""
        return leaving(self.followed).longest


def cohorts(items: AddresseeQuerySet, on: datetime.date, path: str = "") -> dict[Hashable, Cohort]:
    """The items of each value of a path from the item, such as "body"; all of them under 0 without one. Two queries.

    An item is followed until it is closed for the first time. A date known to the month or the year counts from its
    first day. `items` must be public on the day.
    """
    chosen = items.order_by().values("pk")
    key = {"key": Value(0, output_field=IntegerField())} if not path else {}
    closed = StatusPeriod.objects.filter(status__in=CLOSED_STATUSES, start__lte=on)
    earlier = closed.filter(addressee=OuterRef("addressee"), start__lt=OuterRef("start"))
    first = closed.filter(~Exists(earlier), addressee__in=chosen).order_by().annotate(**key)
    ends = first.values_list(f"addressee__{path}" if path else "key", f"addressee__{PUBLISHED}", "start", "status")
    everything = Addressee.objects.filter(pk__in=chosen).order_by().annotate(**key)
    found: dict[Hashable, Cohort] = {}
    followed: defaultdict[Hashable, list[Followed]] = defaultdict(list)
    still: Counter[tuple[Hashable, PartialDate]] = Counter()
    for value, published, count in everything.values_list(path or "key", PUBLISHED).annotate(count=Count("pk")):
        cohort = found.setdefault(value, Cohort())
        if published is None:
            cohort.undated += count
        else:
            still[value, published] += count
    for value, published, day, status, count in ends.annotate(count=Count("pk")):
        if published is None:
            continue
        still[value, published] -= count
        confirmed = status == HeadlineStatus.CONFIRMED_COMPLETE
        cohort = found[value]
        followed[value].append(Followed(max(0, (day - published.first).days), confirmed, count))
        cohort.confirmed += count if confirmed else 0
        cohort.otherwise += 0 if confirmed else count
    for (value, published), count in still.items():
        if count:
            followed[value].append(Followed((on - published.first).days, False, count))
    for value, cohort in found.items():
        cohort.followed = followed[value]
    return found


def lasting(days: int, on: datetime.date) -> str:
    """So many days in words, as a span that ends on a day: "3 years and 2 months"."""
    return span(on - datetime.timedelta(days=days), on)


def half_in_words(cohort: Cohort, steps: list[Step], on: datetime.date) -> str:
    """When half were confirmed, or that they have not been, in a sentence."""
    half = median(steps)
    if half is not None:
        return _("Half were confirmed complete within %(span)s of publication.") % {"span": lasting(half, on)}
    return _("Half have not been confirmed complete within %(span)s, the longest that any was followed.") % {
        "span": lasting(cohort.longest, on)
    }


def completion(cohort: Cohort, on: datetime.date) -> dict[str, Any] | None:
    """The picture of some items; None where none was followed for a day, since its publication is new or not known."""
    return drawn(cohort, on) if cohort.longest else None


def drawn(cohort: Cohort, on: datetime.date) -> dict[str, Any]:
    """The `chart` of components/chart_completion.jinja."""
    steps = curve(cohort.followed)
    years = int(-(-cohort.longest // YEAR))
    half = median(steps)
    ends = [round(year * YEAR) for year in range(years)]
    risks = at_risk(cohort.followed, ends)
    remaining = [(year / years, f"{risk:,}") for year, risk in enumerate(risks)]
    longest = max(len(label) for _place, label in remaining)
    highest = 100 * steps[-1].share if steps else 0
    top = next(mark for mark in TOPS if mark >= highest - 1e-9)
    return {
        "id": "completion-picture",
        "height": HEIGHT,
        "foot": HEIGHT + 18,
        "remaining": HEIGHT + 42,
        "full": HEIGHT + 50,
        "scale": scale([top * part / 4 for part in range(5)], HEIGHT, "{:g}%"),
        "path": path(steps, cohort.longest, years, top / 100),
        "half_x": None if half is None else percent(half / YEAR / years),
        "half_y": round(HEIGHT * (1 - 50 / top)),
        "top": top,
        "half": half_in_words(cohort, steps, on),
        "cohort": cohort,
        "years": thinned([(year / years, str(year)) for year in range(years)], longest, BESIDE),
        "at_risk": thinned(remaining, longest, BESIDE),
        "rows": [
            {
                "years": year,
                "at_risk": risk,
                "share": in_percent(share_by(steps, end)),
            }
            for year, (end, risk) in enumerate(zip(ends, risks, strict=True))
        ],
    }


def in_percent(share: float) -> str:
    """A share of the curve in whole percent; what is not nothing and not everything is not called so."""
    shown = round(100 * share)
    if share > 0 and shown == 0:
        return _("less than 1%")
    if share < 1 and shown == 100:
        return _("more than 99%")
    return f"{shown}%"


def path(steps: list[Step], longest: int, years: int, top: float) -> str:
    """The curve as the d of a path in a square of 1000 that ends at a share of `top`: level between steps.

    Of steps in the same unit of its width one is drawn, from the first of them to the height after the last.
    """
    found = "M0 1000"
    for _unit, together in groupby(steps, key=lambda step: int(WIDTH * step.days / YEAR / years)):
        first, *others = together
        last = others[-1] if others else first
        found += f"H{WIDTH * first.days / YEAR / years:.1f}V{1000 * (1 - last.share / top):.1f}"
    return f"{found}H{WIDTH * longest / YEAR / years:.1f}"
