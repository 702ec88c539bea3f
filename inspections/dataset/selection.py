"""Which rows and cells of the record go into a package."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from inspections.models import Inspection, MonitoringPhase, Response, StatusUpdate
from inspections.models.inspection import published_by

from .columns import Field, File

# Where each file's rows lead to the inspections that they depend on. A file that is not here is public whole.
INSPECTIONS_OF: dict[str, tuple[str, ...]] = {
    "inspections": ("",),
    "observations": ("inspection__",),
    "grades": ("inspection__",),
    "recommendations": ("inspection__",),
    "addressees": ("recommendation__inspection__",),
    "successions": ("earlier__inspection__", "later__inspection__"),
    "status_updates": ("addressee__recommendation__inspection__",),
    "responses": ("inspection__",),
    "response_items": ("response__inspection__",),
}


@dataclass(frozen=True)
class Selection:
    """What is public on a day; everything, drafts too, without one.

    With the last day of the calendar it is all but the drafts.
    """

    on: datetime.date | None = None

    def rows(self, file: File) -> Q:
        """The condition on the rows of a file."""
        if self.on is None:
            return Q()
        if file.name == "sources":
            return self._quoted
        condition = Q()
        for path in INSPECTIONS_OF.get(file.name, ()):
            condition &= published_by(self.on, path)
        return condition

    def cells(self, file: File, column: Field) -> Q | None:
        """The condition on which a cell, or each value in it, is shown in a row that is; None where there is none.

        A public row may name an inspection that is not public yet, which must stay unnamed.
        """
        if self.on is None or column.target is not Inspection or column.key or not column.optional:
            return None
        return published_by(self.on, f"{column.path.rsplit('__', 1)[0]}__")

    @cached_property
    def _quoted(self) -> Q:
        """Sources that a row of the selection quotes: another may be what an embargoed report is prepared from."""
        assert self.on is not None
        inspections = Inspection.objects.filter(published_by(self.on))
        updates = StatusUpdate.objects.filter(published_by(self.on, "addressee__recommendation__inspection__"))
        responses = Response.objects.filter(published_by(self.on, "inspection__"))
        phases = MonitoringPhase.objects.all()
        return (
            Q(pk__in=inspections.values("sources"))
            | Q(pk__in=updates.values("source"))
            | Q(pk__in=responses.values("source"))
            | Q(pk__in=phases.values("source"))
        )


EVERYTHING = Selection()
ALL_BUT_DRAFTS = Selection(datetime.date.max)
