"""A table as JSON: an object that says what it is, and has the rows as objects in `items`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from inspections.dataset.columns import Kind
from inspections.dataset.descriptor import LICENCE

from .about import About
from .table import AT_ONCE, Table

_written = json.JSONEncoder(ensure_ascii=False).encode  # made once: json.dumps would make one for each row


def as_json(table: Table, rows: Iterable[list[str]], about: About, count: int) -> Iterator[bytes]:
    """Write a table in portions. `count` is how many rows will come: whoever reads the beginning knows it."""
    facts = {
        "title": str(table.title),
        "source": about.source,
        "address": about.address,
        "selection": about.selection,
        "as_at": about.as_at.isoformat() if about.as_at else None,
        "edition": about.edition or None,
        "generated": about.made_at.isoformat(timespec="seconds"),
        "licence": {"name": LICENCE["title"], "url": LICENCE["path"]},
        "count": count,
    }
    head = json.dumps(facts, ensure_ascii=False, indent=1)
    yield f'{head[:-2]},\n "items": ['.encode()
    names = [column.name for column in table.columns]
    numbers = [number for number, column in enumerate(table.columns) if column.kind == Kind.INTEGER]
    some: list[str] = []
    before = "\n"
    for cells in rows:
        some.append(_row(names, numbers, cells))
        if len(some) == AT_ONCE:
            yield (before + ",\n".join(some)).encode()
            before, some = ",\n", []
    if some:
        yield (before + ",\n".join(some)).encode()
    yield b"\n ]\n}\n"


def _row(names: list[str], numbers: list[int], cells: list[str]) -> str:
    values: list[Any] = [cell or None for cell in cells]
    for number in numbers:
        if values[number] is not None:
            values[number] = int(values[number])
    return _written(dict(zip(names, values, strict=True)))
