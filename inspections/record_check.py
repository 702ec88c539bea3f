"""Does the record hold together? Every derived row against the rule that derives it, every row of the ledger against
the rules of the ledger.

The loader, the forms and the database refuse what is wrong before it is stored. This looks whether anything came in
some other way.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext as _

from inspections.days import today
from inspections.deadlines import due_day
from inspections.ledger import problems
from inspections.models import (
    Addressee,
    Body,
    Evidence,
    Inspection,
    Oversight,
    Position,
    Recommendation,
    Response,
    StatusUpdate,
    Succession,
)
from inspections.models.inspection import readable_by
from inspections.models.moves import ALL, compared, counted_from, of_months
from inspections.models.period import Shape, periods_of
from inspections.models.withdrawal import Withdrawable

AT_ONCE = 500  # rows fetched together; what is held does not grow with the record

Progress = Callable[[str, int], Callable[[int], object]]


@dataclass(frozen=True)
class Disagreement:
    """One thing that is stored otherwise than it should be: where, what is stored, and what should be."""

    where: str
    stored: str
    expected: str

    def __str__(self) -> str:
        return _("%(where)s: stored is %(stored)s; it should be %(expected)s") % {
            "where": self.where,
            "stored": self.stored,
            "expected": self.expected,
        }


@dataclass
class RecordCheck:
    """One check of everything; `items` and `updates` count what has been looked at so far.

    `progress` is told what begins and how many rows it has, and gives back what to tell of the rows done.
    """

    progress: Progress = lambda label, total: lambda done: None
    on: datetime.date = field(default_factory=today)
    items: int = 0
    updates: int = 0

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield what disagrees, as it is found."""
        self.oversight: dict[int, list[Oversight]] = {}
        for row in Oversight.objects.select_related("force", "policing_body").order_by("force__name", "pk"):
            self.oversight.setdefault(row.force_id, []).append(row)
        for rows in self.oversight.values():
            yield from overlaps(rows, self.on)
        sources = Inspection.objects.prefetch_related("sources")
        for inspections in self._some(_("Inspections"), sources):
            for inspection in inspections:
                yield from _inspection(inspection)
        asked = Recommendation.objects.select_related("inspection", "parent", "search_document")
        for recommendations in self._some(_("Recommendations"), asked):
            for recommendation in recommendations:
                yield from _recommendation(recommendation)
        for responses in self._some(_("Responses"), Response.objects.select_related("inspection", "responder")):
            for response in responses:
                yield from _cleaned(response)
        said = StatusUpdate.objects.select_related("stated_by", "made_in", "corrects").order_by("sequence")
        items = Addressee.objects.select_related("body", "recommendation__inspection").prefetch_related(
            Prefetch("updates", said), "periods"
        )
        for some in self._some(_("Histories"), items):
            yield from self._histories(some)
        yield from _change_tables()

    def _some(self, label: str, rows: QuerySet[Any]) -> Iterator[list[Any]]:
        """Fetch rows a few at a time, by key, so that no more are held."""
        tick, last = self.progress(label, rows.count()), 0
        while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            yield some
            last = some[-1].pk
            tick(len(some))

    def _histories(self, items: list[Addressee]) -> Iterator[Disagreement]:
        # A successor that was withdrawn later stood there when the item was closed.
        public = readable_by(self.on, "later__inspection__")
        keys = {item.recommendation_id for item in items}
        succeeded = set(Succession.objects.filter(public, earlier__in=keys).values_list("earlier", flat=True))
        for item in items:
            updates = list(item.updates.all())
            self.items += 1
            self.updates += len(updates)
            yield from _numbers(item, updates)
            for update in updates:
                yield from self._statement(item, update, item.recommendation_id in succeeded)
            yield from _periods(item, updates)

    def _statement(self, item: Addressee, update: StatusUpdate, has_successor: bool) -> Iterator[Disagreement]:
        where = _named(item, update)
        for name, words in (("position", Position), ("evidence", Evidence)):
            if getattr(update, name) not in words.values:
                yield Disagreement(where, f"{name} {getattr(update, name)!r}", _("one of the known words"))
                return
        oversight = self.oversight.get(item.body_id, [])
        for name, sentences in problems(update, oversight=oversight, has_successor=has_successor).items():
            stored = getattr(update, f"{name}_id", None) or getattr(update, name)
            yield Disagreement(where, f"{name} {str(stored)!r}", " ".join(sentences))


def _named(item: Addressee, update: StatusUpdate) -> str:
    return _("%(item)s, update %(number)d") % {"item": item, "number": update.sequence}


def _numbers(item: Addressee, updates: list[StatusUpdate]) -> Iterator[Disagreement]:
    """Numbers run 1, 2, 3…, and the days of recording never go back."""
    day = datetime.date.min
    for expected, update in enumerate(updates, 1):
        if update.sequence != expected:
            yield Disagreement(_named(item, update), f"sequence {update.sequence}", f"sequence {expected}")
            return
        if update.recorded_on < day:
            yield Disagreement(
                _named(item, update),
                f"recorded_on {update.recorded_on}",
                _("no day before that of the row before it (%s)") % day,
            )
        day = update.recorded_on


def _periods(item: Addressee, updates: list[StatusUpdate]) -> Iterator[Disagreement]:
    """The stored periods are what the ledger comes to."""
    derived = sorted(period.shape for period in periods_of(item, updates, counted_from(item.recommendation)))
    stored = sorted(period.shape for period in item.periods.all())
    if derived != stored:
        wrong = [period for period in stored if period not in derived]
        right = [period for period in derived if period not in stored]
        yield Disagreement(_("%s, periods") % item, _in_words(wrong, updates), _in_words(right, updates))


def _in_words(periods: Iterable[Shape], updates: list[StatusUpdate]) -> str:
    numbers = {update.pk: update.sequence for update in updates}
    shown = [
        f"{start}/{end} {status}"
        + (f" by update {numbers.get(update, '?')}" if update else "")
        + (" (reopened)" if reopened else "")
        + (f" counted from {counted}" if counted else " not counted")
        for start, end, status, update, reopened, counted in periods
    ]
    return ", ".join(shown) or _("nothing more")


def _change_tables() -> Iterator[Disagreement]:
    """The change tables are what the stored periods come to, body by body and in all."""
    names = {ALL: _("All bodies")} | dict(Body.objects.values_list("pk", "name"))
    for body, derived, by_day, by_month in compared():
        for shown, stored, right in (("%Y-%m-%d", by_day, derived), ("%Y-%m", by_month, of_months(derived))):
            for key in sorted(key for key in stored.keys() | right.keys() if stored[key] != right[key]):
                about = {"body": names.get(body, f"{body}?"), "when": key[1].strftime(shown), "status": key[2]}
                where = _("%(body)s, moves of %(when)s, %(status)s") % about
                yield Disagreement(where, f"{stored[key]:+}", f"{right[key]:+}")


def _inspection(inspection: Inspection) -> Iterator[Disagreement]:
    stored = {"public_from": inspection.public_from, "public_at": inspection.public_at}
    inspection.derive()
    for name, value in stored.items():
        if getattr(inspection, name) != value:
            yield Disagreement(str(inspection.slug), f"{name} {value}", f"{getattr(inspection, name)}")
    yield from _withdrawal(inspection, inspection.slug, inspection)


def _withdrawal(thing: Withdrawable, where: str, inspection: Inspection) -> Iterator[Disagreement]:
    """A withdrawal is a day on which it was public, and a reason; ledger.problems sees to the rows after it."""
    if thing.withdrawn_on and not thing.withdrawal_note:
        yield Disagreement(where, _("withdrawn without a note"), _("the reason, which the public reads"))
    if thing.withdrawal_note and not thing.withdrawn_on:
        yield Disagreement(where, _("a note on a withdrawal"), _("the day of the withdrawal beside it"))
    if thing.withdrawn_on and (inspection.draft or inspection.public_from > thing.withdrawn_on):
        yield Disagreement(where, f"withdrawn_on {thing.withdrawn_on}", _("a day on which it was public"))


def _recommendation(recommendation: Recommendation) -> Iterator[Disagreement]:
    """What is stored to be searched and sorted by, and what it may belong to."""
    derived = {
        "due_day": due_day(recommendation.deadline, recommendation.due_on, recommendation.inspection.published_on),
        "number_key": Recommendation.key_of(recommendation.number),
    }
    for name, expected in derived.items():
        stored = getattr(recommendation, name)
        if stored != expected:
            yield Disagreement(recommendation.ref, f"{name} {stored}", f"{expected}")
    if not hasattr(recommendation, "search_document"):
        yield Disagreement(recommendation.ref, _("no search document"), _("one, so that it can be found"))
    yield from _refused(recommendation, recommendation.clean_parent)
    yield from _withdrawal(recommendation, recommendation.ref, recommendation.inspection)


def _cleaned(response: Response) -> Iterator[Disagreement]:
    yield from _refused(response, response.clean_days)
    yield from _withdrawal(response, str(response), response.inspection)


def _refused(row: Model, rule: Callable[[], None]) -> Iterator[Disagreement]:
    """What a model's own rule says against a row."""
    try:
        rule()
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            where = row.ref if isinstance(row, Recommendation) else str(row)
            yield Disagreement(where, f"{name} {str(getattr(row, name, ''))!r}", " ".join(sentences))


def overlaps(rows: list[Oversight], on: datetime.date) -> Iterator[Disagreement]:
    """Two bodies that answer for one force on the same day, where the known dates leave no doubt of it."""
    for one, other in combinations(rows, 2):
        if one.policing_body_id == other.policing_body_id:
            continue
        (a, b), (c, d) = _certain(one, on), _certain(other, on)
        if max(a, c) <= min(b, d):
            yield Disagreement(
                _("%s, oversight") % one.force,
                _("%(one)s and %(other)s, both on %(day)s")
                % {"one": one.policing_body, "other": other.policing_body, "day": max(a, c)},
                _("one local policing body on any one day"),
            )


def _certain(row: Oversight, on: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The days on which the duty was certainly in force; a beginning that is not known was at the latest at its end."""
    last = row.end.first if row.end else datetime.date.max
    if row.start:
        return row.start.last, last
    return (row.end.first if row.end else on), last
