"""The bitmaps that a process keeps, brought to the edition that is asked for: never behind it."""

import datetime
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator

from django.utils import timezone
from pyroaring import BitMap

from inspections.bitmaps import rows
from inspections.bitmaps.history import History
from inspections.bitmaps.places import OutOfPlace, Places
from inspections.bitmaps.rows import DayRow
from inspections.bitmaps.standing import DayOfRecord, Said
from inspections.days import today
from inspections.models.edition import Current, edition, touched_since

DAYS_KEPT = 6  # how the record stood on so many days
STEPS_KEPT = 200  # how often items may be brought up to date before days that were not asked for are forgotten


class Kept:
    """One for each process. Threads take turns to bring it up to date; what it hands out never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reading = threading.Lock()  # the history; before the other lock where both are taken
        self._forget()

    def _forget(self) -> None:
        self._places: Places | None = None
        self._edition: Current | None = None
        self._day = datetime.date.min
        self._read_at = timezone.now()
        self._steps: list[set[int]] = []  # the items that were brought up to date, time after time
        self._days: OrderedDict[datetime.date, tuple[int, DayOfRecord]] = OrderedDict()
        self._history: tuple[int, History] | None = None  # with the steps that it knows of

    def forget(self) -> None:
        """Let go of everything. The next reader waits until it is made anew."""
        with self._lock:
            self._forget()

    def on(self, day: datetime.date, current: Current) -> DayOfRecord:
        """The record of a day, of the edition that was read for this answer, or of a newer one.

        The edition must have been read before: what is read now can then only be newer than its name says.
        """
        with self._lock:
            self._bring_to(current)
            if day >= self._day or day in self._days or self._history:
                return self._day_of_record(day)
        self._read_history()
        with self._lock:
            self._bring_to(current)
            return self._day_of_record(day)

    def places(self, current: Current) -> Places:
        """Where the items stand, and when each is public, of an edition that was read before or of a newer one."""
        with self._lock:
            self._bring_to(current)
            assert self._places is not None
            return self._places

    def _read_history(self) -> None:
        """Read the history for the first past day that is asked for. Others that are asked for wait, today does not."""
        with self._reading:
            with self._lock:
                if self._history or not self._places:
                    return
                places, steps = self._places, self._steps
                seen = len(steps)
            history = History.read(places)
            with self._lock:
                if steps is self._steps:  # otherwise places have been given anew, and this day is read by itself
                    self._history = seen, history

    def _bring_to(self, current: Current) -> None:
        now, has_turned = timezone.now(), today()
        if self._is_current(current, has_turned):
            return
        if self._edition and _number(current) < _number(self._edition):
            current = edition()  # another thread was faster, or the database is another one
        before, number = self._edition, _number(current)
        is_later = before is not None and (
            number > _number(before) or (number == _number(before) and current.since >= before.since)
        )
        if self._places is None or before is None or not is_later or has_turned < self._day:
            self._make(current, has_turned, now)
            return
        touched = touched_since(_number(before))
        if touched is not None and current.is_beside(before) and has_turned == self._day:
            # Rows of the ledger put nothing in another place. `_read_at` stays: no embargo was looked for.
            if items := touched & self._places.place.keys():
                self._step(items, has_turned)
            self._edition = current
            return
        out = rows.came_out(self._day, self._read_at, has_turned)
        try:
            if touched is None:
                raise OutOfPlace
            if touched or out:
                self._replace(touched, out, has_turned)
        except OutOfPlace:
            self._make(current, has_turned, now)
            return
        self._edition, self._day, self._read_at = current, has_turned, now

    def _is_current(self, current: Current, on: datetime.date) -> bool:
        return self._edition == current and self._day == on

    def _make(self, current: Current, on: datetime.date, now: datetime.datetime) -> None:
        self._forget()
        self._places = made(on)
        self._edition, self._day, self._read_at = current, on, now

    def _replace(self, touched: set[int], out: set[int], on: datetime.date) -> None:
        """Read again what was touched, and read what has come out."""
        assert self._places is not None
        places = self._places.copied()
        found = rows.some_items(touched, on)
        known = {pk for pk in touched if pk in places.place}
        out |= {row.inspection for pk, row in found.items() if pk not in known}
        about = rows.inspections_out(on, out | {row.inspection for row in found.values()})
        if out & places.about.keys():
            raise OutOfPlace  # a recommendation was added to a report that is in here: it stands among its others
        asked = {found[pk].recommendation for pk in known & found.keys()}
        places.replace(known, found, about, rows.themes_of(asked))
        size = places.size
        if out:
            new = list(rows.items_out(on, out))
            places.grow(new, about, rows.themes_of({row.recommendation for row in new}))
        self._places = places
        self._step(known | set(places.items[size:]), on)

    def _step(self, items: set[int], on: datetime.date) -> None:
        """Note which items are to be brought up to date."""
        self._steps.append(items)
        if len(self._steps) >= STEPS_KEPT:
            self._forget_steps(on)

    def _forget_steps(self, on: datetime.date) -> None:
        """Begin to count anew, with today and the history brought up to date: other days can be made of that."""
        history = self._history_now()
        kept = self._day_of_record(on) if on in self._days else None
        self._steps, self._days = [], OrderedDict({on: (0, kept)} if kept else {})
        self._history = (0, history) if history else None

    def _history_now(self) -> History | None:
        """The history, brought up to date; None where no past day was asked for yet."""
        assert self._places is not None
        if self._history:
            seen, history = self._history
            if touched := self._touched(seen):
                self._history = len(self._steps), history.amended(self._places, touched)
        return self._history[1] if self._history else None

    def _touched(self, seen: int) -> set[int]:
        """The items that were brought up to date after so many steps."""
        return set().union(*self._steps[seen:])

    def _day_of_record(self, day: datetime.date) -> DayOfRecord:
        assert self._places is not None
        places, steps = self._places, len(self._steps)
        seen, known = self._days.pop(day, (0, None))
        history = self._history_now() if known is None or day != self._day else None
        if known and seen == steps:
            found = known
        elif history:
            found = DayOfRecord(places, history.said(day), day)
        elif known:
            touched = placed(places, rows.day_rows(day, self._touched(seen)))
            found = DayOfRecord(places, known.said.replaced(places.size, touched, day), day)
        else:
            found = day_of_record(places, day)
        self._days[day] = steps, found
        while len(self._days) > DAYS_KEPT:
            self._days.popitem(last=False)
        return found


def _number(current: Current) -> int:
    return int(current.name.partition(".")[0])


def made(on: datetime.date) -> Places:
    """The places of all items that are out on a day, read afresh."""
    about = rows.inspections_out(on)
    return Places.of(rows.items_out(on), about, rows.themes_of())


def placed(places: Places, found: Iterable[tuple[int, DayRow]]) -> Iterator[tuple[int, DayRow]]:
    """Rows by place; those of items that are not out have none."""
    return ((places.place[pk], row) for pk, row in found if pk in places.place)


def day_of_record(places: Places, day: datetime.date) -> DayOfRecord:
    return DayOfRecord(places, Said.of(places.size, placed(places, rows.day_rows(day)), day), day)


KEPT = Kept()


def public_on(day: datetime.date, current: Current | None) -> tuple[Places, BitMap]:
    """The places, and which of them are public on a day. Nothing is read of how they stand, however long ago it is."""
    places = made(max(day, today())) if current is None or day > today() else KEPT.places(current)
    return places, places.public(day)


def record_of(day: datetime.date, current: Current | None) -> DayOfRecord:
    """The record of a day. Without an edition it is made for this one answer: as it will be, for a preview."""
    if current is None or day > today():
        return day_of_record(made(max(day, today())), day)
    return KEPT.on(day, current)
