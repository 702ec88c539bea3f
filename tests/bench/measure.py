"""One run: every row on one database, cold, kept and 304, with its static floor, and the checks beside it."""

import contextlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from . import editor, peer, stale, writers
from .databases import COPIES, packages
from .load import Answer, Load, ask, floor_file, load, load_one_by_one
from .places import KEPT, WORKERS, manage_static, say
from .rows import Known, Row, known, rows
from .serving import Server, serving

AT_ONCE = 16  # clients, where only one number of them is measured


@dataclass(frozen=True)
class Plan:
    """How much is measured, in whole seconds and counts."""

    server: str = "run"
    clients: tuple[int, ...] = (1, 16, 64)
    seconds: int = 1
    cold_seconds: int = 2
    heavy: int = 3  # answers of a heavy row
    rounds: int = 1000
    writes_each: int = 50
    encoding: str = "identity"
    checks: bool = True
    peer: bool = True
    cost_only: bool = False  # first answers one by one, and nothing else: what a busy machine can still measure


@dataclass
class Measured:
    """What was found of one row; loads by state, in the order of the numbers of clients."""

    name: str
    size: int
    cold: list[Load] = field(default_factory=list)
    kept: list[Load] = field(default_factory=list)
    known: list[Load] = field(default_factory=list)
    floor: list[Load] = field(default_factory=list)
    kept_while_recording: Load | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        loads = {name: [one.as_json() for one in getattr(self, name)] for name in ("cold", "kept", "known", "floor")}
        recording = self.kept_while_recording and self.kept_while_recording.as_json()
        return {"name": self.name, "bytes": self.size, "note": self.note, **loads, "kept_while_recording": recording}


def run(size: int, engine: str, plan: Plan) -> dict[str, Any]:
    """Measure one size on one engine."""
    database = COPIES[engine](size)
    # What a server keeps on disk would make an address that a run before has asked for no new one.
    shutil.rmtree(KEPT / "data", ignore_errors=True)
    of = known(packages(size)[0])
    manage_static()
    with serving(database, plan.server) as server:
        sizes = [first(server, row, plan).size for row in rows(of)]
    for bytes_of_it in sizes:
        floor_file(bytes_of_it)
    found: dict[str, Any] = {"size": size, "engine": engine, "server": plan.server}
    with serving(database, plan.server) as server:
        measured = [row_of(server, row, plan) for row in rows(of)]
        found["memory_mb"] = round(server.memory(), 1)
        with contextlib.nullcontext() if plan.cost_only else editor.recording(database):
            for one, row in zip(measured, rows(of), strict=True):
                _while_recording(server, row, one, plan)
        if plan.checks:
            found["stale"] = stale.stale_answers(database, server.url, plan.rounds)
            say(f"  stale: {found['stale']}")
            searches = next(row for row in rows(of) if row.name == "list filtered, with counts")
            found["writers"] = writers.write_and_read(database, server.url, searches, plan.writes_each)
            say(f"  writers: {found['writers']}")
    return found | {"rows": [one.as_json() for one in measured]}


def first(server: Server, row: Row, plan: Plan) -> Answer:
    """One answer of the row, which has to be a good one."""
    (address,) = row.take(1)
    answer = ask(server.url + address, plan.encoding)
    if answer.status != 200:
        raise AssertionError(f"{address} answered {answer.status}; the log is {KEPT / 'server.log'}")
    return answer


def row_of(server: Server, row: Row, plan: Plan) -> Measured:
    answer = first(server, row, plan)
    found = Measured(row.name, answer.size)
    if not row.heavy:  # what each worker does once, such as reading templates, is no cost of an answer
        with ThreadPoolExecutor(2 * WORKERS) as pool:
            list(pool.map(lambda address: ask(server.url + address, plan.encoding), row.take(2 * WORKERS)))
    if plan.cost_only:
        count = plan.heavy if row.heavy else 4 * plan.heavy
        found.cold.append(load_one_by_one(server, row.take(count), encoding=plan.encoding))
        say(f"  {row.name}: {found.cold[0].cpu:.1f} ms of CPU")
        return found
    (kept,) = row.take(1)
    static = floor_file(answer.size)
    for clients in plan.clients[:1] if row.heavy else plan.clients:
        if row.heavy:
            found.cold.append(load_one_by_one(server, row.take(plan.heavy), encoding=plan.encoding))
        else:
            fresh = row.take(clients + plan.cold_seconds * 700)  # more than any server here answers
            found.cold.append(load(server, fresh, clients=clients, seconds=plan.cold_seconds, encoding=plan.encoding))
            if found.cold[-1].answers > len(fresh):
                found.note = "the list of fresh addresses ran out"
        etag = ask(server.url + kept, plan.encoding).etag  # and from now on it is kept
        _add(server, found.floor, static, row, clients, plan)
        _add(server, found.kept, kept, row, clients, plan)
        if etag and ask(server.url + kept, plan.encoding, etag).status == 304:
            _add(server, found.known, kept, row, clients, plan, etag)
    say(f"  {row.name}: " + ", ".join(f"{one.per_second:.0f}/s {one.cpu:.1f} ms cold" for one in found.cold))
    return found


def _add(server: Server, loads: list[Load], address: str, row: Row, clients: int, plan: Plan, etag: str = "") -> None:
    if row.heavy and not etag:
        loads.append(load_one_by_one(server, [address] * plan.heavy, encoding=plan.encoding))
        return
    seconds = plan.seconds
    loads.append(load(server, [address], clients=clients, seconds=seconds, encoding=plan.encoding, etag=etag))


def _while_recording(server: Server, row: Row, found: Measured, plan: Plan) -> None:
    if row.heavy or plan.cost_only:
        return
    (address,) = row.take(1)
    found.kept_while_recording = load(
        server, [address], clients=AT_ONCE, seconds=max(3, plan.seconds), encoding=plan.encoding
    )


def run_peer(size: int, plan: Plan) -> list[dict[str, Any]]:
    """The same in Datasette: each page for the first time."""
    found = []
    of: Known = known(packages(size)[0])
    with peer.serving(size) as server:
        for row in peer.rows(size, of):
            answer = first(server, row, plan)
            one = Measured(row.name, answer.size)
            if row.heavy or plan.cost_only:
                count = plan.heavy if row.heavy else 4 * plan.heavy
                one.cold.append(load_one_by_one(server, row.take(count), encoding=plan.encoding))
            else:
                fresh = row.take(plan.cold_seconds * 700)
                one.cold.append(load(server, fresh, clients=AT_ONCE, seconds=plan.cold_seconds, encoding=plan.encoding))
            say(f"  Datasette, {row.name}: {one.cold[0].per_second:.0f}/s {one.cold[0].cpu:.1f} ms")
            found.append(one.as_json())
    return found
