"""A row on its way from the package into the record."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from .cells import BadCell, canonical, value_of
from .columns import Field, File
from .package import Row
from .report import Problem, Problems


@dataclass(slots=True, eq=False)
class Entry:
    """A row with its canonical cells and, once it is known to be new, the object that it will be.

    The cells are those of the row, put into their canonical form where they lie: a long file is held once. The object
    has a negative primary key of its own until it is saved, so that rules which compare keys work.
    """

    file: File
    row: Row
    cells: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    instance: Any = None
    many: dict[str, list[Model]] | None = None  # what it names in columns that may name several
    bad: tuple[str, ...] = ()  # columns that something was said about
    sound: bool = True

    def wrong(self, problems: Problems, column: str, sentence: str) -> None:
        """Report a cell. It is said once: what follows from the same cell would only hide the rest."""
        self.sound = False
        if column not in self.bad:
            self.bad += (column,)
            problems.add(Problem(self.row.place, sentence, self.row.number, column, self.cells.get(column, "")))


def entries_of(file: File, rows: list[Row], problems: Problems) -> list[Entry]:
    """Read the cells of a file, reporting each that does not have the form of its column, row by row."""
    entries = [Entry(file, row, row.cells) for row in rows]
    bad: list[tuple[int, int, str]] = []
    for place, column in enumerate(file.columns):  # a column at a time, as its texts come again and again
        name, known = column.name, _Texts(column)
        for number, entry in enumerate(entries):
            entry.cells[name], wrong = known[entry.cells.get(name, "")]
            if wrong:
                bad.append((number, place, wrong))
    for number, place, sentence in sorted(bad):
        entries[number].wrong(problems, file.columns[place].name, sentence)
    return entries


class _Texts(dict[str, tuple[str, str]]):
    """The texts of a column: the canonical form of each, and what is wrong with it, worked out when it first comes."""

    def __init__(self, column: Field) -> None:
        super().__init__()
        self.column = column

    def __missing__(self, text: str) -> tuple[str, str]:
        given, wrong = text, ""
        try:
            text = canonical(self.column, text)
            value_of(self.column, text)
        except BadCell as error:
            wrong = str(error)
        self[given] = found = (given if text == given else text, wrong)
        return found
