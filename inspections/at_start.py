"""What the server reads before its first reader comes: everything of the whole record that is held in memory."""

import datetime

from inspections.bitmaps.names import names_of
from inspections.bitmaps.places import NOTHING
from inspections.bitmaps.shelf import Shelf
from inspections.days import today
from inspections.models.edition import edition
from inspections.reading import headlines_held, promises_held, whole_record
from inspections.reading.charts.closings import cohort
from inspections.reading.involved import involved
from inspections.reading.slippage_held import slippage_on
from inspections.reading.spans import Span


def read() -> None:
    """Read today, and the history that past days are made of. Raises DatabaseError where the record cannot be read."""
    day, current = today(), edition()
    items = Shelf.public(day, current)
    Shelf.public(day - datetime.timedelta(days=1), current)
    names_of(current)
    slippage_on(day, items.count())
    cohort(items.among(NOTHING))
    involved()
    headlines_held.moved_within(Span(day, day))
    promises_held.moved_within(Span(day, day))
    whole_record.answers_and_chains(day)
