"""When each item was closed for the first time, held in memory: the curve of completion of any items is made of it."""

import datetime
from collections import Counter
from collections.abc import Collection

from inspections.bitmaps.rows import portions
from inspections.bitmaps.shelf import Shelf
from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.held import Held
from inspections.models import StatusPeriod
from inspections.partial_dates import PartialDate
from inspections.reading.charts.completion import Cohort
from inspections.reading.charts.kaplan_meier import Followed


class Closings:
    """By item, by primary key: the ordinal of the day, twice, and one more where it was confirmed complete."""

    def __init__(self) -> None:
        self.first: dict[int, int] = {}

    def take(self, keys: Collection[int] | None) -> None:
        for some in [None] if keys is None else portions(keys):
            closed = StatusPeriod.objects.filter(status__in=CLOSED_STATUSES).order_by("addressee_id", "-start")
            if some is not None:
                closed = closed.filter(addressee__in=some)
                for pk in some:
                    self.first.pop(pk, None)
            for pk, day, status in closed.values_list("addressee_id", "start", "status").iterator(chunk_size=5000):
                self.first[pk] = day.toordinal() << 1 | (status == HeadlineStatus.CONFIRMED_COMPLETE)


_held = Held(Closings)


def cohort(shelf: Shelf) -> Cohort:
    """The items on a shelf, as completion.cohorts has them; a few queries where something of the record is new."""
    places, on = shelf.record.places, shelf.record.on.toordinal()
    ends = [*places.date_starts[1:], places.size]
    index, published, found = -1, 0, Cohort()
    counts: Counter[tuple[int, bool]] = Counter()
    with _held.now() as closings:
        for at in shelf.items:
            if index < 0 or at >= ends[index]:
                while index < 0 or at >= ends[index]:
                    index += 1
                published = _first_day(places.dates[index])
            if not published:
                found.undated += 1
                continue
            closed = closings.first.get(places.items[at], 0)
            if closed and closed >> 1 <= on:
                confirmed = bool(closed & 1)
                counts[max(0, (closed >> 1) - published), confirmed] += 1
                found.confirmed += confirmed
                found.otherwise += not confirmed
            else:
                counts[on - published, False] += 1
    found.followed = [Followed(days, confirmed, count) for (days, confirmed), count in counts.items()]
    return found


def _first_day(date: str) -> int:
    """The ordinal of the first day that a date can mean; 0 where it is not known."""
    if len(date) == 10:
        return datetime.date.fromisoformat(date).toordinal()
    return PartialDate.parse(date).first.toordinal() if date else 0
