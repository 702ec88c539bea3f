"""What the bitmaps are made from: plain rows of the record, for all items or for some."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from inspections.filters import in_order
from inspections.headline import HeadlineStatus
from inspections.models import Addressee, Inspection, Recommendation, StatusPeriod, StatusUpdate
from inspections.models.period import BEGINNING
from tracker.prepared import Keys, batched, prepared

AT_ONCE = 500  # keys in one condition


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with what stands at its recommendation; days are ordinals, 0 for none, keys are primary keys."""

    pk: int
    recommendation: int
    inspection: int
    body: int
    kind: str
    parent: int  # 0 for none
    number: int  # a hash of the number to be sorted by: whether it is another is all that is asked
    immediately: bool
    due: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One inspection; `published` is ISO text, empty where the day is not known. Days are ordinals, 0 for none."""

    programme: int
    published: str
    title: str
    public_from: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """How an item stood on a day. `news` and `lasts` are numbers like 20190927, 0 for none; see `as_number`."""

    status: str
    claimed: bool
    news: int
    lasts: int


ITEM = (
    "pk", "recommendation_id", "recommendation__inspection_id", "body_id", "recommendation__kind",
    "recommendation__parent_id", "recommendation__number_key", "recommendation__deadline",
    "recommendation__due_day", "recommendation__withdrawn_on",
)  # fmt: skip


def _ordinal(day: datetime.date | None) -> int:
    return day.toordinal() if day else 0


def _item(row: tuple[Any, ...]) -> ItemRow:
    pk, recommendation, inspection, body, kind, parent, number, deadline, due, withdrawn = row
    return ItemRow(
        pk,
        recommendation,
        inspection,
        body,
        kind,
        parent or 0,
        hash(number),
        deadline == "immediately",
        _ordinal(due),
        _ordinal(withdrawn),
    )


def items_out(on: datetime.date, inspections: Iterable[int] | None = None) -> Iterator[ItemRow]:
    """The items of all inspections that were out by a day, or of some of those, the oldest first.

    The order is that of the list, newest first, from its end; within a recommendation the items are by their keys.
    """
    items = Addressee.objects.readable(on)
    if inspections is not None:
        items = items.filter(recommendation__inspection__in=list(inspections))
    ordered = in_order(items, "newest", on, "recommendation__", ("pk",)).reverse()
    return map(_item, ordered.values_list(*ITEM).iterator(chunk_size=5000))


def portions(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def some_items(keys: Iterable[int], on: datetime.date) -> dict[int, ItemRow]:
    """Of these items those whose inspections were out by a day."""
    return {
        row[0]: _item(row)
        for some in portions(keys)
        for row in Addressee.objects.readable(on).filter(pk__in=some).values_list(*ITEM)
    }


def inspections_out(on: datetime.date, keys: Iterable[int] | None = None) -> dict[int, InspectionRow]:
    """The inspections that were out by a day, or those of some."""
    found = Inspection.objects.readable(on).annotate(published_text=Cast("published_on", TextField()))
    if keys is not None:
        found = found.filter(pk__in=list(keys))
    columns = ("pk", "programme_id", "published_text", "title", "public_from", "withdrawn_on")
    return {
        pk: InspectionRow(programme, published or "", title, _ordinal(begun), _ordinal(withdrawn))
        for pk, programme, published, title, begun, withdrawn in found.values_list(*columns)
    }


def came_out(since: datetime.date, at: datetime.datetime, on: datetime.date) -> set[int]:
    """The inspections that came out by themselves: their day came after `since`, or their hour after `at`."""
    found = Inspection.objects.readable(on)
    return {
        *found.filter(public_from__gt=since).values_list("pk", flat=True),
        *found.filter(public_at__gt=at).values_list("pk", flat=True),
    }


def themes_of(recommendations: Iterable[int] | None = None) -> dict[int, list[int]]:
    """The themes by recommendation."""
    pairs = Recommendation.themes.through.objects.values_list("recommendation_id", "theme_id")
    found: dict[int, list[int]] = {}
    parts = (
        [pairs] if recommendations is None else [pairs.filter(recommendation__in=p) for p in portions(recommendations)]
    )
    for part in parts:
        for recommendation, theme in part.iterator(chunk_size=5000):
            found.setdefault(recommendation, []).append(theme)
    return found


def as_number(text: str, rest: int = 0) -> int:
    """A date as ISO text, whole or in part, as a number that sorts as the text does; `rest` stands for what is unknown.

    "2019-09" is 20190900, and 20190999 with a rest of 99: later than every day of that month.
    """
    year, month, day = int(text[:4]), int(text[5:7] or rest), int(text[8:10] or rest)
    return year * 10000 + month * 100 + day


def as_text(number: int) -> str:
    """The date of such a number, without a rest: "2019-09" for 20190900, and nothing for 0."""
    year, rest = divmod(number, 10000)
    month, day = divmod(rest, 100)
    if not number:
        return ""
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}" if month else f"{year:04}"


def may_be_shorter(number: int) -> bool:
    """Whether a shorter date begins on the same day, as "2019-09" does with "2019-09-01": the longer hides it."""
    return number % 100 == 1 or number % 10000 == 100


def day_rows(on: datetime.date, keys: Iterable[int] | None = None) -> Iterator[tuple[int, DayRow]]:
    """How all items, or some, stood on a day, by primary key; in the words of AddresseeQuerySet."""
    for some in [None] if keys is None else batched(sorted(keys)):
        claimed = {pk for (pk,) in (_claimed(on) if some is None else _claimed_of(some, on))}
        rows = _heard(on) if some is None else _heard_of(some, on)
        heard = {pk: (as_number(news), as_number(lasts.rstrip("~"), 99)) for pk, news, lasts in rows}
        for pk, status in _stood(on).iterator(chunk_size=5000) if some is None else _stood_of(some, on):
            yield pk, DayRow(status, pk in claimed, *heard.get(pk, (0, 0)))


def _stood(on: datetime.date) -> "QuerySet[StatusPeriod, Any]":
    return StatusPeriod.objects.filter(start__lte=on, end__gt=on).order_by().values_list("addressee_id", F("status"))


def _claimed(on: datetime.date) -> "QuerySet[Addressee, Any]":
    return Addressee.objects.claimed(on).order_by().values_list("pk")


def _heard(on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    # The first is the latest by text, as lists are ordered; the second is the one that lasts longest.
    text = Cast("effective_on", TextField())
    lasting = Concat(text, Value("~"), output_field=TextField())
    said = StatusUpdate.objects.filter(effective_on__lte=on).uncorrected().order_by()
    return said.values_list("addressee_id").annotate(news=Max(text), lasts=Max(lasting))


@prepared
def _stood_of(items: Keys, on: datetime.date) -> "QuerySet[StatusPeriod, Any]":
    return _stood(on).filter(addressee__in=items)


@prepared
def _claimed_of(items: Keys, on: datetime.date) -> "QuerySet[Addressee, Any]":
    return _claimed(on).filter(pk__in=items)


@prepared
def _heard_of(items: Keys, on: datetime.date) -> "QuerySet[StatusUpdate, Any]":
    return _heard(on).filter(addressee__in=items)


def turns(keys: Iterable[int] | None = None) -> Iterator[tuple[int, str, str]]:
    """From which days on all items, or some, stood how: item, day as ISO text, status; without the usual beginning."""
    if keys is None:
        return _turns().iterator(chunk_size=5000)
    return (row for some in batched(sorted(keys)) for row in _turns_of(some))


def _turns() -> "QuerySet[StatusPeriod, Any]":
    periods = StatusPeriod.objects.exclude(start=BEGINNING, status=HeadlineStatus.NO_PROGRESS).order_by()
    return periods.values_list("addressee_id", Cast("start", TextField()), F("status"))


@prepared
def _turns_of(items: Keys) -> "QuerySet[StatusPeriod, Any]":
    return _turns().filter(addressee__in=items)


def statements(keys: Iterable[int] | None = None) -> Iterator[tuple[int, str, int, str]]:
    """What was said in force about all items, or some: item, when as ISO text, sequence, position."""
    if keys is None:
        return _statements().iterator(chunk_size=5000)
    return (row for some in batched(sorted(keys)) for row in _statements_of(some))


def _statements() -> "QuerySet[StatusUpdate, Any]":
    said = StatusUpdate.objects.uncorrected().order_by()
    return said.values_list("addressee_id", Cast("effective_on", TextField()), "sequence", "position")


@prepared
def _statements_of(items: Keys) -> "QuerySet[StatusUpdate, Any]":
    return _statements().filter(addressee__in=items)
