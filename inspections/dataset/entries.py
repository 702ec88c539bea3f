"""A row on its way from the package into the record."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from .cells import BadCell, canonical, value_of
from .columns import File
from .package import Row
from .report import Problem, Problems


@dataclass(slots=True, eq=False)
class Entry:
    """A row with its canonical cells and their values, and, once it is known to be new, the object it will be.

    The object has a negative primary key of its own until it is saved, so that rules which compare keys work.
    """

    file: File
    row: Row
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    instance: Any = None
    many: dict[str, list[Model]] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)  # columns that something was said about
    sound: bool = True

    def wrong(self, problems: Problems, column: str, sentence: str) -> None:
        """Report a cell. It is said once: what follows from the same cell would only hide the rest."""
        self.sound = False
        if column not in self.bad:
            self.bad.add(column)
            value = self.cells.get(column) or self.row.cells.get(column, "")
            problems.add(Problem(self.row.place, sentence, self.row.number, column, value))


def entry_of(file: File, row: Row, problems: Problems) -> Entry:
    """Read the cells of a row, reporting each that does not have the form of its column."""
    entry = Entry(file, row)
    for column in file.columns:
        text = row.cells.get(column.name, "")
        try:
            entry.cells[column.name] = text = canonical(column, text)
            entry.values[column.name] = value_of(column, text)
        except BadCell as error:
            entry.cells[column.name] = text
            entry.wrong(problems, column.name, str(error))
    return entry
