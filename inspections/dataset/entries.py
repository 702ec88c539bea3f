"""The rows of one file on their way from the package into the record, column by column."""

from collections.abc import Iterable, Iterator
from typing import Any

from .cells import BadCell, canonical, value_of
from .columns import Field, File
from .report import Problem, Problems
from .table import Table

Key = tuple[str, ...]
# A row, the column that a sentence is about, and the sentence; an empty one where another row was told it.
Wrong = tuple[int, str, str]


class Entries:
    """The rows of one file with their canonical cells and, of those known to be new, the objects that they will be.

    A row is a number: its place in each of the lists. The cells take the place of those that were read, so that a long
    file is held once. An object has a negative primary key of its own until it is saved, so that rules which compare
    keys work.
    """

    def __init__(self, file: File, table: Table, problems: Problems) -> None:
        self.file, self.table, self.problems = file, table, problems
        self.cells = table.columns
        self.values: dict[str, dict[str, Any]] = {}  # what texts stand for, of columns that do not take any text
        self.bad: dict[int, set[str]] = {}  # the rows that are not sound, with the columns that were complained of
        self.keys: list[Key] = []
        self.new: list[int] = []
        self.objects: list[Any] = [None] * len(table)
        self.related: dict[str, list[Any]] = {}  # by the name of a relation: the object that each row names
        self.many: dict[str, dict[str, list[Any]]] = {}  # of a column that names several: what each cell names
        # By the name of a field: the column that has its value.
        self.column_of = {str(column.attribute): column.name for column in file.columns if column.target is None}
        self._read_cells()

    def __len__(self) -> int:
        return len(self.table)

    def sound(self) -> list[int]:
        """The new rows of which nothing is wrong."""
        return [row for row in self.new if row not in self.bad] if self.bad else self.new

    def of_new(self, column: list[Any]) -> list[Any]:
        """What a list has of the new rows."""
        return column if len(self.new) == len(self) else [column[row] for row in self.new]

    def wrong(self, row: int, column: str, sentence: str) -> None:
        """Report a cell. It is said once: what follows from the same cell would only hide the rest."""
        said = self.bad.setdefault(row, set())
        if sentence and column not in said:
            said.add(column)
            place, number, cell = self.table.places[row], self.table.numbers[row], self.cells[column][row]
            self.problems.add(Problem(place, sentence, number, column, cell))

    def report(self, found: Iterable[Wrong]) -> None:
        """Report what was found column by column, row by row."""
        for row, column, sentence in sorted(found, key=lambda wrong: wrong[0]):
            self.wrong(row, column, sentence)

    def rows(self) -> Iterator[Key]:
        """All cells of each row, in the order of the file's columns."""
        return zip(*(self.cells[column.name] for column in self.file.columns), strict=True)

    def together(self, columns: Iterable[str]) -> list[Key]:
        """The cells of some columns, row by row."""
        return list(zip(*(self.cells[name] for name in columns), strict=True))

    def values_of(self, column: str, rows: Iterable[int]) -> list[Any]:
        """What the cells of a column stand for, of these sound rows."""
        values, cells = self.values.get(column), self.cells[column]
        return [cells[row] for row in rows] if values is None else [values[cells[row]] for row in rows]

    def put(self, column: str, cells: list[str]) -> None:
        """Put other sound cells into a column."""
        self.cells[column] = cells
        self.keys = self.together(self.file.key)

    def _read_cells(self) -> None:
        """Put the cells into their canonical form, reporting each that does not have the form of its column."""
        found: list[Wrong] = []
        for column in self.file.columns:
            name, texts = column.name, _Texts(column)
            given = self.cells.pop(name, None) or [""] * len(self)
            self.cells[name] = list(map(texts.__getitem__, given))
            if texts.wrong:
                found += [(row, name, texts.wrong[text]) for row, text in enumerate(given) if text in texts.wrong]
            if not column.takes_any_text:
                self.values[name] = texts.value
        self.report(found)
        self.keys = self.together(self.file.key)


class _Texts(dict[str, str]):
    """The texts of a column: the canonical form of each, worked out when it first comes.

    `value` has what each canonical form stands for, and `wrong` what is wrong with a text.
    """

    def __init__(self, column: Field) -> None:
        super().__init__()
        self.column = column
        self.value: dict[str, Any] = {}
        self.wrong: dict[str, str] = {}

    def __missing__(self, given: str) -> str:
        text = given
        try:
            text = canonical(self.column, given)
            if text and self.column.takes_any_text:
                return given if text == given else text  # not kept: no other row will say the same
            if text not in self.value:
                self.value[text] = value_of(self.column, text)
        except BadCell as error:
            self.wrong[given] = str(error)
        self[given] = text = given if text == given else text
        return text
