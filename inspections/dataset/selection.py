"""Which rows and cells of the record go into a package."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from inspections.models import Inspection, MonitoringPhase, Response, StatusUpdate
from inspections.models.inspection import readable_by

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
    "seals": ("update__addressee__recommendation__inspection__",),
    "responses": ("inspection__",),
    "response_items": ("response__inspection__",),
}


WITHDRAWN = ("withdrawn_on", "withdrawal_note")


@dataclass(frozen=True)
class Selection:
    """What has come out by a day, withdrawn since or not: nothing that was public vanishes. Everything, without a day.

    With `embargoed` it is all but the drafts.
    """

    on: datetime.date | None = None
    embargoed: bool = False

    def out(self, path: str = "") -> Q:
        """The condition that an inspection is in the selection; `path` leads to it."""
        assert self.on is not None
        return Q(**{f"{path}draft": False}) if self.embargoed else readable_by(self.on, path)

    def rows(self, file: File) -> Q:
        """The condition on the rows of a file."""
        if self.on is None:
            return Q()
        if file.name == "sources":
            return self.quoted
        condition = Q()
        for path in INSPECTIONS_OF.get(file.name, ()):
            condition &= self.out(path)
        return condition

    def cells(self, file: File, column: Field) -> Q | None:
        """The condition on which a cell, or each value in it, is shown in a row that is; None where there is none.

        A public row may name an inspection that is not public yet, which must stay unnamed. And what was withdrawn
        later was not withdrawn yet.
        """
        if self.on is None:
            return None
        if column.name in WITHDRAWN:
            return Q(withdrawn_on__lte=self.on)
        if column.target is not Inspection or column.key or not column.optional:
            return None
        return self.out(f"{column.path.rsplit('__', 1)[0]}__")

    @property
    def quoted(self) -> Q:
        """Sources that a row of the selection quotes: another may be what an embargoed report is prepared from."""
        inspections = Inspection.objects.filter(self.out())
        updates = StatusUpdate.objects.filter(self.out("addressee__recommendation__inspection__"))
        responses = Response.objects.filter(self.out("inspection__"))
        phases = MonitoringPhase.objects.all()
        return (
            Q(pk__in=inspections.values("sources"))
            | Q(pk__in=updates.values("source"))
            | Q(pk__in=responses.values("source"))
            | Q(pk__in=phases.values("source"))
        )


EVERYTHING = Selection()
ALL_BUT_DRAFTS = Selection(datetime.date.max, embargoed=True)
