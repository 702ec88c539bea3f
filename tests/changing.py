"""A small record to which anything may happen, as its editors and the clock would have it, drawn by hypothesis."""

import datetime
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from inspections.actions import address_to, put_back, withdraw
from inspections.days import today
from inspections.models import Addressee, Body, Inspection, Position, Programme, Recommendation, Theme
from tests import make

START = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
DATES = ["2026-11-22", "2026-11-20", "2026-11", "2026", "2025-11-23", "2025-06-15", "2025-06", "2025", "2024-02-29"]
PUBLISHED = [None, "2026-11-24", "2026-11-23", *DATES]
KINDS = ["recommendation", "area-for-improvement", "cause-of-concern"]
DEADLINES = ["", "immediately", "within-3-months", "none-given"]
DUE = [None, None, "2026-11-21", "2026-11-22", "2027-02-22", "2025", "2027-02-23"]
NUMBERS = ["1", "2", "10", "A", "A1", "B"]

HAPPENINGS = [
    "report", "asked", "asked", "asked", "part", "said", "said", "said", "said", "corrected", "withdrawn", "put-back",
    "changed", "themed", "published", "dated", "retitled", "addressed", "moved", "hours", "days", "renamed", "deleted",
]  # fmt: skip


class Clock:
    """The time, which goes on when it is told to; and by a tick whenever it is read, so that no two moments are one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = START
        monkeypatch.setattr(timezone, "now", self.read)

    def read(self) -> datetime.datetime:
        self.now += datetime.timedelta(microseconds=1)
        return self.now


class Record:
    """The record, and what happens to it. What the rules of the register refuse does not happen."""

    def __init__(self, clock: Clock, draw: Any) -> None:
        self.clock, self.draw = clock, draw
        clock.now = START
        self.bodies = [make.make_force(f"force-{letter}", name=f"Force {letter}") for letter in "abc"]
        self.themes = [make.make_theme(f"theme-{letter}") for letter in "ab"]
        self.programmes = [make.make_programme(f"programme-{letter}") for letter in "ab"]

    def one_of(self, things: Any) -> Any:
        choices = list(things)
        if not choices:
            raise LookupError
        return self.draw(st.sampled_from(choices))

    def some(self, things: Any) -> list[Any]:
        return self.draw(st.lists(st.sampled_from(things), unique_by=lambda thing: thing.pk, max_size=3))

    def happens(self) -> str:
        """Let one thing happen; return what it was."""
        what = self.one_of(HAPPENINGS)
        try:
            with transaction.atomic():
                getattr(self, what.replace("-", "_"))()
        except (ValidationError, LookupError):
            return f"{what} (refused)"
        return what

    def any(self, model: Any) -> Any:
        return self.one_of(model._default_manager.order_by("pk"))

    def report(self) -> None:
        published = self.one_of(PUBLISHED)
        exact = published is not None and len(published) == 10
        make.make_inspection(
            published=published,
            title=self.one_of(["PEEL", "Custody"]),
            draft=self.one_of([False, False, True]),
            programme=self.one_of(self.programmes),
            published_time=self.one_of([None, datetime.time(12)]) if exact else None,
            entered_on=datetime.date(2026, 11, 1),
        )

    def asked(self, **fields: Any) -> None:
        inspection = fields.pop("inspection", None) or self.any(Inspection)
        due = self.one_of(DUE)
        deadline = {} if due else {"deadline": self.one_of(DEADLINES)}
        make.make_recommendation(
            to=fields.pop("to", None) or self.some(self.bodies),
            inspection=inspection,
            due_on=due,
            themes=self.some(self.themes),
            text=self.one_of(["Train officers.", "Mend cells.", "Train in custody."]),
            **{"kind": self.one_of(KINDS)} | deadline | fields,
        )

    def part(self) -> None:
        above = self.one_of(Recommendation.objects.filter(kind="recommendation").order_by("pk"))
        self.asked(inspection=above.inspection, parent=above, kind="part", to=list(above.bodies.all()))

    def said(self, **fields: Any) -> None:
        item = fields.pop("item", None) or self.any(Addressee)
        make.make_update(item, self.one_of(Position.values), on=self.one_of(DATES), **fields)

    def promised(self) -> None:
        """Somebody promises a date. Not one of HAPPENINGS: most tests look at none."""
        with suppress(LookupError, ValidationError), transaction.atomic():
            on, target = self.one_of(["2026", "2026-11", "2026-11-22"]), self.one_of(["2026", "2026-12", "2027-03-01"])
            make.make_update(self.any(Addressee), "planned", on=on, target_on=target)

    def corrected(self) -> None:
        item = self.one_of(Addressee.objects.exclude(updates=None).order_by("pk"))
        self.said(item=item, corrects=self.one_of(item.updates.order_by("pk")))

    def withdrawn(self) -> None:
        day = today() - datetime.timedelta(days=self.one_of([0, 3, 200]))
        withdraw(self.any(self.one_of([Inspection, Recommendation])), on=day, note="A slip.")

    def put_back(self) -> None:
        model = self.one_of([Inspection, Recommendation])
        put_back(self.one_of(model.objects.exclude(withdrawn_on=None).order_by("pk")))

    def changed(self) -> None:
        asked = self.any(Recommendation)
        asked.kind = asked.kind if asked.kind == "part" else self.one_of(KINDS)
        asked.due_on, asked.deadline = None, self.one_of(DEADLINES)
        asked.save()

    def themed(self) -> None:
        self.any(Recommendation).themes.set(self.some(self.themes))

    def published(self) -> None:
        draft = self.one_of(Inspection.objects.filter(draft=True).order_by("pk"))
        draft.draft = False
        draft.save()

    def dated(self) -> None:
        inspection = self.any(Inspection)
        inspection.published_on, inspection.published_time = make.partial(self.one_of(PUBLISHED)), None
        inspection.clean()  # nothing public vanishes
        inspection.save()

    def retitled(self) -> None:
        inspection = self.any(Inspection)
        inspection.title, inspection.programme = self.one_of(["PEEL", "Custody", "Zeal"]), self.any(Programme)
        inspection.save()

    def addressed(self) -> None:
        address_to(self.any(Recommendation), self.some(self.bodies))

    def moved(self) -> None:
        asked = self.any(Recommendation)
        asked.number = f"{self.one_of(NUMBERS)}-{asked.pk}"
        asked.save()

    def hours(self) -> None:
        self.clock.now += datetime.timedelta(hours=self.one_of([1, 3, 15]))

    def days(self) -> None:
        self.clock.now += datetime.timedelta(days=self.one_of([1, 2, 180]))

    def renamed(self) -> None:
        thing = self.any(self.one_of([Body, Theme]))
        thing.name = f"{thing.name} again"
        thing.save()

    def deleted(self) -> None:
        bare = Addressee.objects.filter(updates=None, recommendation__children=None)
        self.one_of(bare.order_by("pk")).delete()


VALUES = {
    "force": ["force-a", "force-b", "force-c"],
    "status": ["no-progress", "planned", "reported-complete", "confirmed-complete", "reopened", "closed"],
    "due": ["overdue", "next-3-months", "immediate"],
    "voice": ["claimed-not-confirmed", "confirmed-not-claimed"],
    "stale": ["180-days", "1-year", "2-years"],
    "kind": [*KINDS, "part"],
    "theme": ["theme-a", "theme-b"],
    "programme": ["programme-a", "programme-b"],
    "published_after": ["2025", "2025-06", "2025-06-15", "2026-11-21"],
    "published_before": ["2025", "2025-06", "2025-06-15", "2026-11-21"],
    "q": ["train", "custody", "nothing"],
}


@st.composite
def queries(draw: Any) -> dict[str, list[str]]:
    """The parameters of a selection: a few filters of one or two values, in one of the orders."""
    names = draw(st.lists(st.sampled_from([*VALUES, "inspection"]), unique=True, max_size=3))
    found = {
        name: draw(st.lists(st.sampled_from(VALUES[name]), unique=True, min_size=1, max_size=2))
        for name in names
        if name != "inspection"
    }
    if "inspection" in names:
        slugs = list(Inspection.objects.order_by("pk").values_list("slug", flat=True))
        found["inspection"] = [draw(st.sampled_from(slugs))] if slugs else []
    return found | {"sort": [draw(st.sampled_from(["newest", "oldest", "due", "news"]))]}
