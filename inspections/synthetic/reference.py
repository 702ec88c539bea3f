"""What a synthetic record takes from the reference data: who may be addressed, and who answers for whom on a day."""

import csv
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from inspections.models.body import BodyKind
from inspections.partial_dates import PartialDate

REFERENCE = Path(settings.BASE_DIR) / "fixtures" / "reference"


class NoReference(Exception):
    """A sentence about reference data that is not there."""


@dataclass(frozen=True)
class Duty:
    """A policing body that answers for a force, from a day to a day; None where it is not known or goes on."""

    policing_body: str
    start: PartialDate | None
    end: PartialDate | None

    def covers(self, day: datetime.date) -> bool:
        # Stricter than the ledger: the whole of a month or year in which the duty began is left out.
        return (self.start is None or self.start.last <= day) and (self.end is None or self.end.first >= day)


class Reference:
    """Bodies by kind, the territorial forces, and the duties about each force, all in the order of their slugs."""

    def __init__(self, folder: Path = REFERENCE) -> None:
        self.kinds: dict[str, list[str]] = {kind: [] for kind in BodyKind.values}
        self.names: dict[str, str] = {}
        self.territorial: list[str] = []
        for row in sorted(_rows(folder, "bodies"), key=lambda row: row["slug"]):
            self.names[row["slug"]] = row["short_name"] or row["name"]
            self.kinds[row["kind"]].append(row["slug"])
            if row["ons_code"]:
                self.territorial.append(row["slug"])
        self.duties: dict[str, list[Duty]] = {}
        for row in _rows(folder, "oversight"):
            start, end = (PartialDate.parse(row[name]) if row[name] else None for name in ("start", "end"))
            self.duties.setdefault(row["force"], []).append(Duty(row["policing_body"], start, end))

    def policing_body(self, force: str, day: datetime.date) -> str | None:
        """Who answered for the force on that day, if anybody is known to."""
        return next((duty.policing_body for duty in self.duties.get(force, ()) if duty.covers(day)), None)


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / f"{name}.csv"
    if not path.exists():
        raise NoReference(f"{path} is missing: a synthetic record names the bodies of the reference data.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
