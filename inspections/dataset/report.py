"""What a reading, a check or a load found out, as data; commands and pages decide how to show it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_SHOWN = 100  # problems that are kept; all are counted
MOST_OF_A_VALUE = 80  # characters


def shortened(text: str) -> str:
    return text if len(text) <= MOST_OF_A_VALUE else f"{text[: MOST_OF_A_VALUE - 1]}…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where. Row 1 is the header, as in a spreadsheet; no row means the whole file."""

    place: str
    sentence: str
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = self.place
        if self.row:
            where += _(", row %d") % self.row
        if self.column:
            where += _(", column %s") % self.column
            where += _(", “%s”") % shortened(self.value) if self.value else _(", empty")
        return f"{where}: {self.sentence}"


class Problems:
    """All that is wrong: counted without end, kept up to MOST_SHOWN."""

    def __init__(self) -> None:
        self.count = 0
        self.shown: list[Problem] = []

    def add(self, problem: Problem) -> None:
        self.count += 1
        if self.count <= MOST_SHOWN:
            self.shown.append(problem)

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(slots=True)
class Counts:
    """Rows of one file: added (or to be added), already there, there and different but kept, there and in conflict."""

    new: int = 0
    unchanged: int = 0
    kept: int = 0
    conflicting: int = 0

    @property
    def total(self) -> int:
        return self.new + self.unchanged + self.kept + self.conflicting


@dataclass(slots=True)
class Report:
    """What came of a check or a load. `loaded` says whether anything was written: all of it, or nothing."""

    problems: Problems
    counts: dict[str, Counts] = field(default_factory=dict)
    loaded: bool = False
    notes: list[str] = field(default_factory=list)  # what is not wrong, and is to be known

    @property
    def is_good(self) -> bool:
        return not self.problems
