"""Cells that a spreadsheet would take for a formula, and the apostrophe that keeps it from doing so.

A program that opens a CSV file runs a cell that begins with = + - or @, whoever wrote it. So a table for spreadsheets
puts an apostrophe before such a cell. Whatever we read loses it again: one apostrophe of those that stand before such a
character. A package is no table for spreadsheets and keeps its cells as they are, apart from one that begins like this
already, which gets one more apostrophe, so that reading gives it back. docs/dataset.md says the same to readers.
"""

import re

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r]")
BEGINNINGS = frozenset("'=+-@\t\r")  # looked at first: hardly any cell begins so
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")


def shielded(cell: str) -> str:
    """The cell for a table that is opened in a spreadsheet."""
    return f"'{cell}" if cell[:1] in BEGINNINGS and _WOULD_RUN.match(cell) else cell


def kept(cell: str) -> str:
    """The cell for a package: as it is, unless reading would take an apostrophe away from it."""
    return f"'{cell}" if cell[:1] == "'" and _SHIELDED.match(cell) else cell


def bared(cell: str) -> str:
    """The cell as it was before `shielded` or `kept`."""
    return cell[1:] if cell[:1] == "'" and _SHIELDED.match(cell) else cell
