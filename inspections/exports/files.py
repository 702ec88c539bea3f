"""The tables that are files of the data package: its columns, its cells, and so a file that can be uploaded again."""

from collections.abc import Sequence

from inspections.dataset.columns import File
from inspections.dataset.selection import Selection
from inspections.dataset.stored import by_key
from inspections.dataset.writer import written

from .table import Column, Table


def table_of(file: File, selection: Selection) -> Table:
    """The table of a file. The selection says what its cells may name; which rows there are is the list's business."""
    file = written(file, selection)

    def fetch(keys: Sequence[int]) -> dict[int, list[str]]:
        found = by_key(file, keys, selection)
        return {key: [cells[column.name] for column in file.columns] for key, cells in found.items()}

    columns = tuple(Column(column.name, column.description, column.kind) for column in file.columns)
    return Table(file.name, file.title, columns, fetch)
