"""The table of items out of memory: the bitmaps say which items they are and how they stand, the database what is said.

It means what inspections.exports.items means, which asks the database for everything; a test holds both to each other.
"""

import datetime
from array import array
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from django.db.models import CharField
from django.db.models.functions import Cast

from inspections.bitmaps.picked import Picked
from inspections.bitmaps.rows import as_text, may_be_shorter
from inspections.bitmaps.standing import STATUSES
from inspections.dataset.columns import tidy
from inspections.headline import HeadlineStatus
from inspections.models import Addressee, Body, Programme, Recommendation, StatusPeriod

from .items import NO, YES, last_news

AT_ONCE = 4000  # items, a few megabytes: keys that lie close together are found in fewer pages of the database


def rows(picked: Picked) -> Iterator[list[str]]:
    """The cells of every item that was picked, in the order asked for."""
    make = _Cells(picked)
    places = picked.places_in_order()
    while some := list(islice(places, AT_ONCE)):
        yield from make.of(some)


class _Cells:
    """What is the same for all portions: the names of bodies and programmes, and how each place stands."""

    def __init__(self, picked: Picked) -> None:
        self.record, self.places = picked.record, picked.record.places
        self.on = self.record.on.toordinal()
        bodies = Body.objects.order_by().values_list("pk", "slug", "name")
        self.bodies = {pk: (slug, tidy(name)) for pk, slug, name in bodies}
        programmes = Programme.objects.order_by().values_list("pk", "slug")
        self.programmes = dict(programmes)
        self.statuses = [(status, str(HeadlineStatus(status).label)) for status in STATUSES]
        self.due = self.places.due_days()

    def of(self, some: list[int]) -> Iterator[list[str]]:
        """The cells of some places, in their order."""
        places, record = self.places, self.record
        asked, since, news = self._asked(some), self._since(some), self._news(some)
        overdue, claimed = record.overdue, record.claimed_not_confirmed
        numbers, about = record.said.statuses, places.about
        for at in some:
            key = places.items[at]
            if key not in since:
                continue  # deleted since it was picked
            ref, inspection, kind, number, text = asked[places.recommendations[at]]
            report, due = about[places.inspections[at]], self.due[at]
            is_late = at in overdue
            yield [
                ref,
                *self.bodies[places.bodies[at]],
                inspection,
                report.published,
                self.programmes[report.programme],
                kind,
                number,
                text,
                *self.statuses[numbers[at]],
                since[key] or "",
                _day(due) if due else "",
                YES if is_late else NO,
                str(self.on - due) if is_late else "",
                news[at],
                YES if at in claimed else NO,
            ]

    def _asked(self, some: list[int]) -> dict[int, tuple[str, ...]]:
        keys = array("q", {self.places.recommendations[at] for at in some})
        found = Recommendation.objects.filter(pk__among=keys).order_by()
        shown = found.values_list("pk", "ref", "inspection__slug", "kind", "number", "text")
        return {pk: (ref, slug, kind, number, tidy(text)) for pk, ref, slug, kind, number, text in shown}

    def _since(self, some: list[int]) -> dict[int, str | None]:
        """When the statements were made that decided the statuses, by item; None where nothing was said."""
        on, keys = self.record.on, array("q", [self.places.items[at] for at in some])
        periods = StatusPeriod.objects.filter(addressee__id__among=keys, start__lte=on, end__gt=on)
        # A partial date is stored as it is written, so it need not be read.
        return dict(periods.order_by().values_list("addressee", Cast("update__effective_on", CharField())))

    def _news(self, some: list[int]) -> dict[int, str]:
        """When anything was last said, by place."""
        held = self.record.said.news
        found = {at: _text(held[at]) for at in some}
        # Of "2019" and "2019-01-01" memory holds the longer, and the table has what was recorded later.
        unsure = {self.places.items[at]: at for at in some if may_be_shorter(held[at])}
        if unsure:
            items = Addressee.objects.filter(pk__among=array("q", unsure)).order_by()
            for pk, text in items.values_list("pk", Cast(last_news(self.record.on), CharField())):
                found[unsure[pk]] = text
        return found


@cache
def _day(ordinal: int) -> str:
    return datetime.date.fromordinal(ordinal).isoformat()


_text: Callable[[int], str] = cache(as_text)
