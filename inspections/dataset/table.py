"""The rows of one file of the format, held by column: a row is a number, and stands at that place of every column.

A long file has few different texts in most of its columns. Held so, each text is there once, and what is asked of a
column is asked once of each text and not of each row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Row:
    """One row by itself."""

    place: str  # the file as a person would name it: demo/bodies.csv
    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Table:
    """The rows by column, each with the file that it stands in and its number there."""

    places: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)

    def extend(
        self, place: str, header: Sequence[str], numbers: Sequence[int], columns: Sequence[Sequence[str]]
    ) -> None:
        """Add rows of a file, given as the cells of each column of its header."""
        for name in header:
            self.columns.setdefault(name, [""] * len(self))
        self.places += [place] * len(numbers)
        self.numbers += numbers
        for name, cells in zip(header, columns, strict=True):
            self.columns[name] += cells
        for cells in self.columns.values():  # those that this file leaves out
            cells += [""] * (len(self) - len(cells))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, row: int) -> Row:
        cells = {name: cells[row] for name, cells in self.columns.items()}
        return Row(self.places[row], self.numbers[row], cells)

    def __iter__(self) -> Iterator[Row]:
        return (self[row] for row in range(len(self)))
