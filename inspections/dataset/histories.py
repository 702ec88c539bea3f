"""What new rows of the ledger come to: the periods of their items, and what those move in the change tables."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.actions import rebuild_periods
from inspections.insertion import insert_values
from inspections.models import Addressee, StatusPeriod
from inspections.models.edition import hold
from inspections.models.moves import Delta, add_moves, counted_from, moves_between
from inspections.models.period import stretches

from .checker import Progress
from .instances import Statement

TOLD_AT_ONCE = 1000  # items between two words to the progress bar
PERIOD = ("addressee_id", "status", "start", "end", "update_id", "reopened", "counted_from")


def write_histories(items: Sequence[Addressee], statements: Sequence[Statement], progress: Progress) -> None:
    """Write the periods of new items, and what they come to in the change tables, from what is in memory.

    All that was ever said of them has just been loaded; of others that were spoken of, the ledger must be read.
    """
    hold()
    said: dict[int, list[Statement]] = {item.id: [] for item in items}
    recorded: set[int] = set()
    for statement in statements:
        item = statement.addressee_id
        if item in said:
            said[item].append(statement)
        else:
            recorded.add(item)
    tick = progress(_("Working out histories"), len(items) + len(recorded))
    rebuild_periods(sorted(recorded), tick)
    moved, periods = Delta(), []
    for start in range(0, len(items), TOLD_AT_ONCE):
        some = items[start : start + TOLD_AT_ONCE]
        periods += [row for item in some for row in _periods(item, said[item.id], moved)]
        tick(len(some))
    insert_values(StatusPeriod, PERIOD, periods)
    add_moves(moved)


def _periods(item: Addressee, said: list[Any], moved: Delta) -> Iterator[tuple[Any, ...]]:
    """The values of each period of an item; what it moves in the change tables is added to `moved`."""
    since = counted_from(item.recommendation)
    for first, end, headline in stretches(said):
        for day, status, count in moves_between(first, end, headline.status, since):
            moved[item.body.id, day, status] += count
        update = headline.update and headline.update.pk
        yield item.id, headline.status, first, end, update, headline.reopened, since
