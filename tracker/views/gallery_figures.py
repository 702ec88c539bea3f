"""Invented figures for the gallery of page parts, alone and in pictures, and how one would be cited."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inspections.partial_dates import PartialDate
from inspections.reading import moves
from inspections.reading.charts import completion, open_ages, over_time
from inspections.reading.charts.kaplan_meier import Followed
from inspections.reading.citing import Citation

DAY = datetime.date(2026, 6, 30)
# How many items stood how, at the end of some months; between them nothing moved.
MONTHS = {
    "2019-09-30": {"no-progress": 18},
    "2020-02-29": {"no-progress": 10, "under-way": 8},
    "2021-02-28": {"no-progress": 12, "under-way": 10, "confirmed-complete": 6},
    "2022-08-31": {"no-progress": 12, "under-way": 7, "reported-complete": 9, "confirmed-complete": 8, "superseded": 6},
    "2024-11-30": {"no-progress": 8, "planned": 9, "reported-complete": 12, "confirmed-complete": 15, "superseded": 6},
}
OPEN = {"2016": 2, "2019-09-27": 7, "2021-02-19": 3, "2022-08-04": 8, "2024-11-28": 6, "2025-12-01": 3}
YEARS_TO_CONFIRMATION = (0.6, 0.9, 1.4, 1.4, 2.1, 2.6, 3.3, 4.9)
YEARS_STILL_OPEN = (0.6, 1.6, 1.6, 3.9, 4.9, 5.4, 6.8)


@dataclass(frozen=True)
class Open:
    """Invented open items: how many of each date of publication."""

    dates: dict[PartialDate, int]

    def count(self) -> int:
        return sum(self.dates.values())

    def published_by(self, day: datetime.date) -> "Open":
        return Open({date: count for date, count in self.dates.items() if date.first <= day})

    def published_since(self, day: datetime.date) -> "Open":
        return Open({date: count for date, count in self.dates.items() if date.last >= day})


def figures(here: str) -> list[dict[str, Any]]:
    return [
        {"figure": "41", "label": _("past their date"), "url": here, "note": _("of 96 open items with a date")},
        {"figure": "38", "label": _("called complete, not confirmed"), "url": here, "note": ""},
        {"figure": _("4 of 37"), "label": _("responses not found"), "url": here, "note": _("looked for on 3 May 2026")},
        {"figure": _("22 months"), "label": _("until half are confirmed"), "url": here, "note": _("open ones counted")},
    ]


def charts() -> dict[str, dict[str, Any]]:
    """Return the pictures that templates/components.jinja shows."""
    counts: dict[str, int] = {}
    months = []
    for day in moves.month_ends(datetime.date(2019, 9, 1), DAY):
        counts = MONTHS.get(day.isoformat(), counts)
        months.append(moves.Month(day, counts))
    cohort = completion.Cohort(
        followed=[
            Followed(round(years * completion.YEAR), confirmed)
            for confirmed, group in ((True, YEARS_TO_CONFIRMATION), (False, YEARS_STILL_OPEN))
            for years in group
        ],
        confirmed=len(YEARS_TO_CONFIRMATION),
    )
    return {
        "over_time": over_time.drawn(months, DAY),
        "ages": open_ages.drawn(Open({PartialDate.parse(day): count for day, count in OPEN.items()}), DAY),
        "completion": completion.drawn(cohort, DAY),
    }


def citation(here: str) -> Citation:
    address = f"https://register.example.org{here}?as_at={DAY.isoformat()}&edition=1234"
    return Citation(title="Northshire Police", day=DAY, address=address, definition=here, edition="1234")
