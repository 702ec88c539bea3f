"""What was asked of the speed, each with what was measured."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Run = dict[str, Any]

PAGES_THAT_STAY_FLAT = (
    ("home", 1.5),
    ("list filtered, with counts", 1.5),
    ("list as at a day", 1.5),
    ("item page", 1.5),
    ("force page with charts", 1.5),
    ("list search", 1.5),
)
STREAM = "CSV of everything"
# For a first answer: the part of Datasette's processor time for the same page that is allowed.
AGAINST_THE_PEER = {
    "list filtered, with counts": 1 / 4,
    "item page": 2 / 3,
    "list search": 1 / 6,
    STREAM: 1 / 6,
}


@dataclass(frozen=True)
class Line:
    what: str
    asked: str
    measured: str
    reached: bool


def row_named(rows: Iterable[Run], name: str) -> Run | None:
    return next((row for row in rows if row["name"] == name), None)


def ratio(row: Run, state: str, clients: int | None = None) -> float | None:
    """How many answers a second, against the static file of its size with as many clients in the same run."""
    pairs = [
        one["per_second"] / floor["per_second"]
        for one, floor in zip(row[state], row["floor"], strict=False)
        if clients is None or one["clients"] == clients
    ]
    return min(pairs) if pairs else None


def lines(found: dict[str, Any]) -> list[Line]:
    """The table of what was asked, for the runs that there are."""
    runs: list[Run] = found["runs"]
    kept_alive = found["plan"]["server"] != "gunicorn"
    table: list[Line] = []
    for run in runs:
        named = f"{run['size']:,} on {run['engine']}"
        for state, text, least in (("kept", "kept page", (1.4, 4)), ("known", "its 304", (1.8, 8))):
            # A file of megabytes is a stream: it is made each time, and only its 304 is short.
            got = {row["name"]: ratio(row, state, 16) for row in run["rows"] if row["name"] != STREAM}
            values = {name: value for name, value in got.items() if value is not None}
            silent = [row["name"] for row in run["rows"] if state == "known" and row["kept"] and not row["known"]]
            what, asked = f"{text} to a static file, {named}", least[kept_alive]
            if silent:
                table.append(Line(what, f"at least {asked}", f"no 304: {', '.join(silent)}", False))
            elif values:
                worst = min(values, key=lambda name: values[name])
                _at_least(table, what, asked, values[worst], worst)
        _checks(table, run, named)
    for size, peer in found["peer"].items():
        own = [row for run in runs if str(run["size"]) == size and run["engine"] == "sqlite" for row in run["rows"]]
        for name, part in AGAINST_THE_PEER.items():
            ours, theirs = row_named(own, name), row_named(peer, name)
            if ours and theirs:
                value = _cpu(ours) / max(_cpu(theirs), 0.001)
                text = f"first {name}, CPU to Datasette's, {int(size):,}"
                _at_most(table, text, round(part, 2), value, f"{_cpu(ours):.1f} to {_cpu(theirs):.1f} ms")
    for engine in sorted({run["engine"] for run in runs}):
        _flat(table, sorted((run for run in runs if run["engine"] == engine), key=lambda run: run["size"]))
    if found.get("bulk"):
        _bulk(table, found["bulk"])
    return table


def _bulk(table: list[Line], bulk: dict[str, Any]) -> None:
    load, raw = bulk["load"], bulk["raw"]
    for name, measure in (("CPU", "cpu"), ("clock", "wall")):
        about = f"{load[measure]:.1f} to {raw[measure]:.2f} s; {load['peak_mb']:.0f} MB"
        _at_most(table, f"load of {bulk['size']:,} to a raw import, {name}", 10, load[measure] / raw[measure], about)


def _cpu(row: Run) -> float:
    """Of a first answer, with 16 clients where that was measured."""
    loads = row["cold"]
    return float(next((one["cpu"] for one in loads if one["clients"] == 16), loads[0]["cpu"]))


def _at_least(table: list[Line], what: str, least: float, value: float, about: str) -> None:
    table.append(Line(what, f"at least {least}", f"{value:.2f} ({about})", value >= least))


def _at_most(table: list[Line], what: str, most: float, value: float, about: str = "") -> None:
    measured = f"{value:.2f} ({about})" if about else f"{value:.2f}"
    table.append(Line(what, f"at most {most:g}", measured, value <= most))


def _checks(table: list[Line], run: Run, named: str) -> None:
    if "stale" in run:
        stale = run["stale"]
        about = f"{stale['rounds']:,} rounds, {stale['reads']:,} reads, {stale['errors']} errors"
        table.append(Line(f"stale answers, {named}", "0", f"{stale['stale']} ({about})", stale["stale"] == 0))
        writers = run["writers"]
        bad = writers["refused"] + writers["lost"]
        about = f"of {writers['asked']}; {writers['reads']:,} reads, {writers['reads_failed']} failed"
        table.append(Line(f"writes lost or refused, 8 and 8, {named}", "0", f"{bad} ({about})", bad == 0))
    slower = []
    for row in run["rows"]:
        alone = next((one["p95"] for one in row["kept"] if one["clients"] == 16), None)
        if alone and row["kept_while_recording"]:
            slower.append((row["kept_while_recording"]["p95"] / alone, row["name"]))
    if slower:
        worst, name = max(slower)
        _at_most(table, f"p95 of kept pages while one records, {named}", 2, worst, name)
    if run["size"] == 20_000:
        _at_most(table, f"memory of the server, MB (PSS), {named}", 250, run["memory_mb"])


def _flat(table: list[Line], runs: list[Run]) -> None:
    small, large = runs[0], runs[-1]
    if small is large:
        return
    for name, most in PAGES_THAT_STAY_FLAT:
        one, other = row_named(small["rows"], name), row_named(large["rows"], name)
        if one and other:
            text = f"first {name}, {large['size']:,} to {small['size']:,} on {small['engine']}"
            _at_most(table, text, most, _cpu(other) / max(_cpu(one), 0.001))
