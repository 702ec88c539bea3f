"""What was measured, as tables in Markdown, and the page that holds them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .reach import lines

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
STATES = (("cold", "first"), ("kept", "kept"), ("known", "304"), ("floor", "static file"))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    out = [f"| {' | '.join(heads)} |", f"| --- | {' | '.join('---:' for _head in heads[1:])} |"]
    return "\n".join(out + [f"| {' | '.join(row)} |" for row in rows])


def main_table(run: dict[str, Any]) -> str:
    rows = []
    for row in run["rows"]:
        for state, label in STATES:
            for number, one in enumerate(row[state]):
                floor = row["floor"][number]["per_second"] if number < len(row["floor"]) else 0
                rows.append(
                    [
                        f"{row['name']} ({row['bytes'] / 1000:.0f} kB), {label}",
                        str(one["clients"]),
                        f"{one['per_second']:,.1f}",
                        f"{one['p50']:,.1f}",
                        f"{one['p95']:,.1f}",
                        f"{one['cpu']:,.2f}",
                        f"{one['per_second'] / floor:.3f}" if floor else "–",
                        f"{one['answers']:,}" + (f", {one['bad']} bad" if one["bad"] else ""),
                    ]
                )
        one = row["kept_while_recording"]
        if one:
            cells = [f"{one['per_second']:,.1f}", f"{one['p50']:,.1f}", f"{one['p95']:,.1f}", f"{one['cpu']:,.2f}"]
            bad = f", {one['bad']} bad" if one["bad"] else ""
            rows.append(
                [f"{row['name']}, kept, one records", str(one["clients"]), *cells, "–", f"{one['answers']:,}{bad}"]
            )
    heads = ["page", "clients", "a second", "p50 ms", "p95 ms", "CPU ms", "to the file", "answers"]
    return _table(heads, rows)


def cost_table(found: dict[str, Any], engine: str) -> str:
    """CPU of a first answer by size."""
    runs = sorted((run for run in found["runs"] if run["engine"] == engine), key=lambda run: run["size"])
    if not runs:
        return ""
    rows = []
    for number, row in enumerate(runs[0]["rows"]):
        values = [_first(run["rows"][number]) for run in runs]
        grown = f"{values[-1] / max(values[0], 0.001):.1f}" if len(values) > 1 else "–"
        rows.append([row["name"], *(f"{value:,.1f}" for value in values), grown])
    return _table([f"CPU ms of a first answer, {engine}", *(f"{run['size']:,}" for run in runs), "last to first"], rows)


def _first(row: dict[str, Any]) -> float:
    return float(next((one["cpu"] for one in row["cold"] if one["clients"] == 16), row["cold"][0]["cpu"]))


def peer_table(found: dict[str, Any]) -> str:
    rows = []
    for size, measured in found["peer"].items():
        ours = next((run for run in found["runs"] if str(run["size"]) == size and run["engine"] == "sqlite"), None)
        for row in measured:
            page = row["name"].partition(", no suggestions")[0]
            own = next((_first(one) for one in ours["rows"] if one["name"] == page), None) if ours else None
            theirs = _first(row)
            cells = [f"{theirs:,.1f}", f"{row['cold'][0]['per_second']:,.1f}"]
            rows.append(
                [
                    f"{row['name']}, {int(size):,}",
                    *cells,
                    f"{own:,.1f}" if own is not None else "–",
                    f"{own / theirs:.2f}" if own is not None and theirs else "–",
                ]
            )
    return _table(["page", "Datasette: CPU ms", "a second", "ours: CPU ms", "ours to theirs"], rows) if rows else ""


def reach_table(found: dict[str, Any]) -> str:
    rows = [[line.what, line.asked, line.measured, "yes" if line.reached else "**no**"] for line in lines(found)]
    return _table(["what", "asked", "measured", "reached"], rows)


def page(found: dict[str, Any]) -> str:
    """All tables, with the machine and the day."""
    machine = found["machine"]
    measured_on = (
        f"Measured on {found['date']}: {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"Python {machine['python']}, {machine['system']}; server `{found['command']}`, answers as "
        f"`{found['plan']['encoding']}`; release {found['release']}."
    )
    grows = "### What a first answer costs as the record grows"
    engines = sorted({run["engine"] for run in found["runs"]})
    parts = [measured_on, f"### Asked and measured\n\n{reach_table(found)}"]
    parts += [f"{grows}, {engine}\n\n{cost_table(found, engine)}" for engine in engines]
    if found["peer"]:
        parts.append("### The same data in Datasette, same run\n\n" + peer_table(found))
    for run in found["runs"]:
        name = f"### Every page: {run['size']:,} recommendations on {run['engine']}"
        parts.append(f"{name}\n\nMemory of the whole server (PSS): {run['memory_mb']} MB.\n\n{main_table(run)}")
    return "\n\n".join(part for part in parts if part)


def rewrite(path: Path, found: dict[str, Any]) -> None:
    """Put the tables into the marked part of a page. Raises ValueError if it has no such part."""
    text = path.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    if not marked.search(text):
        raise ValueError(f"{path} has no part between {BEGIN} and {END}.")
    path.write_text(marked.sub(lambda _part: f"{BEGIN}\n\n{page(found)}\n\n{END}", text), encoding="utf-8")
