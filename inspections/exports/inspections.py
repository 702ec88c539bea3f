"""The table of inspections: the columns of the data package, and how what each asked for stands on a day."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from inspections.dataset.columns import Kind
from inspections.dataset.schema import FILES
from inspections.dataset.selection import Selection
from inspections.dataset.stored import by_key
from inspections.headline import HeadlineStatus
from inspections.models import Addressee
from inspections.reading.standing import Standing, standing_by

from .table import Column, Table

# A list has nothing that was withdrawn, so the columns that say so never stand in it.
_FILE = FILES["inspections"].without_rare
_OWN = tuple(Column(column.name, column.description, column.kind) for column in _FILE.columns)
_COUNTS = (
    Column("items", _("How many items it asked for: one recommendation to one body each."), Kind.INTEGER),
    Column("items_open", _("How many of these no inspectorate has closed by the day."), Kind.INTEGER),
    Column("items_confirmed_complete", _("How many inspectors have confirmed complete by the day."), Kind.INTEGER),
    Column("items_overdue", _("How many of the open ones are past the day for which they were asked."), Kind.INTEGER),
)
COLUMNS = _OWN + _COUNTS


def inspections(on: datetime.date) -> Table:
    """The table of inspections on a day. Which inspections they are is the business of the list."""

    def fetch(keys: Sequence[int]) -> dict[int, list[str]]:
        asked = Addressee.objects.public(on).filter(recommendation__inspection__in=list(keys))
        standings = standing_by(asked, on, "recommendation__inspection")
        cells = by_key(_FILE, keys, Selection(on))
        return {
            key: [found[column.name] for column in _OWN] + _counted(standings.get(key, Standing()))
            for key, found in cells.items()
        }

    return Table("inspections", _("Inspections, and how what they asked for stands"), COLUMNS, fetch)


def _counted(standing: Standing) -> list[str]:
    confirmed = standing.counts.get(HeadlineStatus.CONFIRMED_COMPLETE, 0)
    return [str(count) for count in (standing.total, standing.open, confirmed, standing.late)]
