"""The table of faults: what was done, to which engine, and what came of it."""

import datetime
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

PROPERTY = "fault"  # under which a test's report carries its rows
KEEP = "FAULTS_PAGE"  # in the environment: the page to write the table to
HEAD = ("fault", "engine", "attempts", "acknowledged", "lost", "seconds to be well")


@dataclass(frozen=True)
class Row:
    """One fault. attempts: writes (or runs) that were tried; acknowledged: those that were said to be done; lost: those
    of them that are not there exactly once; seconds: from the end of the fault, or from the fault where it has none,
    until the site answers as before."""

    fault: str
    engine: str
    attempts: int
    acknowledged: int
    lost: int
    seconds: float

    @property
    def cells(self) -> list[str]:
        return [
            self.fault,
            self.engine,
            f"{self.attempts:,}",
            f"{self.acknowledged:,}",
            f"{self.lost:,}",
            f"{self.seconds:.1f}",
        ]


def packed(row: Row) -> dict[str, Any]:
    """A row as what a worker of pytest can send."""
    return asdict(row)


def unpacked(rows: Iterable[dict[str, Any]]) -> list[Row]:
    """The rows in order, each once: pytest reports what a test noted with each of its phases."""
    return sorted({Row(**row) for row in rows}, key=lambda row: (row.fault, row.engine))


def printed(rows: list[Row]) -> str:
    """The table for a terminal."""
    lines = [list(HEAD), *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def page(rows: list[Row], on: datetime.date) -> str:
    """The table as a page of the documentation, with the day and the machine."""
    assert len(fields(Row)) == len(HEAD)
    lines = [list(HEAD), ["---", "---", "---:", "---:", "---:", "---:"], *(row.cells for row in rows)]
    machine = (
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
    return "\n".join(
        [
            "# Faults",
            "",
            "What was done to a running site, and what came of it. `make faults` does it again and writes this page.",
            f"Measured on {on:%-d %B %Y} ({machine}).",
            "",
            *(f"| {' | '.join(line)} |" for line in lines),
            "",
            "*Attempts* are requests of editors, or runs of a command, that were tried. *Acknowledged* are those",
            "whose sender was told that it is done; somebody who gets no answer sends the same again, as people do.",
            "*Lost* are acknowledged ones that are not there exactly once. *Seconds to be well* count from the end of",
            "the fault, or from the fault itself where it does not last, until the site does as before: without a",
            "restart by hand, unless the fault ended the whole server. After each, `check_record` finds nothing wrong.",
            "",
        ]
    )


def keep(rows: list[Row], path: Path) -> None:
    path.write_text(page(rows, datetime.datetime.now(datetime.UTC).date()), encoding="utf-8")
