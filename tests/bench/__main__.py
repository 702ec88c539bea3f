"""`python -m tests.bench`: measure, print the tables, keep them. `make bench` runs it; see docs/performance.md."""

import argparse
import datetime
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tests.harness.server import ROOT

from . import bulk, peer, serving, tables
from .databases import COPIES, Missing
from .load import find_wrk
from .measure import Plan, run, run_peer
from .places import CLIENTS, KEPT, say

PAGE = ROOT / "docs" / "performance.md"
RESULT = ROOT / "docs" / "performance.json"
# This size is measured in full. Of the others it is asked that nothing has grown: one number of clients, and no checks.
IN_FULL = 20_000


def sizes(text: str) -> list[int]:
    """Numbers of recommendations. Raises ArgumentTypeError, with a sentence, for anything else."""
    try:
        found = [int(size) for size in text.split(",")]
    except ValueError:
        found = []
    if not found or min(found) < 1:
        raise argparse.ArgumentTypeError(
            f"write whole numbers with commas between them, such as 2000,20000, not “{text}”"
        )
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--sizes", type=sizes, default="2000,20000,200000", help="recommendations, with commas between them"
    )
    parser.add_argument("--engines", default="sqlite,postgresql", help="sqlite, postgresql or both")
    parser.add_argument("--server", default="run", help="run (what `make run` starts), gunicorn, or a command line")
    parser.add_argument("--encoding", default="identity", help="what the clients accept: identity, gzip or br")
    parser.add_argument("--quick", action="store_true", help="16 clients only, short, with 100 rounds of updates")
    parser.add_argument("--cost", action="store_true", help="only the CPU of first answers, one after another")
    parser.add_argument("--no-checks", action="store_true", help="leave out stale answers and writers")
    parser.add_argument("--no-peer", action="store_true", help="leave out Datasette")
    parser.add_argument("--keep", action="store_true", help="write docs/performance.json and the tables of its page")
    return parser.parse_args()


def machine() -> dict[str, Any]:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = re.findall(r"^model name\s*: (.*)$", file.read(), re.M)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory),
        "python": platform.python_version(),
        "system": f"Linux {platform.release().split('-')[0]}",
    }


def release() -> str:
    line = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def main() -> None:
    wanted = arguments()
    plan = Plan(server=wanted.server, clients=CLIENTS, encoding=wanted.encoding)
    if wanted.quick:
        plan = replace(plan, clients=(16,), seconds=1, cold_seconds=2, heavy=2, rounds=100, writes_each=10)
    if wanted.cost:
        plan = replace(plan, clients=(1,), heavy=3, cost_only=True)
    plan = replace(
        plan, checks=not (wanted.no_checks or wanted.cost), peer=not wanted.no_peer and peer.PROGRAM.exists()
    )
    if not plan.peer:
        say("Datasette is left out.")
    KEPT.mkdir(parents=True, exist_ok=True)
    begin, runs, beside = time.monotonic(), [], {}
    for size in wanted.sizes:
        for engine in wanted.engines.split(","):
            say(f"== {size:,} recommendations on {engine}")
            if size > IN_FULL and engine != "sqlite":
                say(f"  left out: more than {IN_FULL:,} are measured on SQLite alone")
                continue
            now = plan if size == IN_FULL else replace(plan, clients=plan.clients[:2][-1:], checks=False)
            try:
                runs.append(run(size, engine, now))
            except Missing as missing:
                say(f"  left out: {missing}")
        if plan.peer and size <= IN_FULL:
            beside[str(size)] = run_peer(size, plan)
    has_bulk = bulk.SIZE in wanted.sizes and "sqlite" in wanted.engines.split(",")
    found = {
        "date": datetime.date.today().isoformat(),  # noqa: DTZ011 - the day of this machine
        "machine": machine(),
        "release": release(),
        "command": " ".join([Path(part).name if "/" in part else part for part in serving.command(plan.server, 8000)]),
        "seconds": round(time.monotonic() - begin),
        "plan": asdict(plan),
        "runs": runs,
        "peer": beside,
        "bulk": bulk.measure() if has_bulk else None,
    }
    (KEPT / "last.json").write_text(json.dumps(found, indent=1))
    if wanted.keep:
        RESULT.write_text(json.dumps(found, indent=1) + "\n")
        tables.rewrite(PAGE, found)
    say("\n" + tables.page(found) + f"\n\nThis took {found['seconds']} s.")


if __name__ == "__main__":
    unknown = set(arguments().engines.split(",")) - set(COPIES)
    if unknown:
        sys.exit(f"There is no engine {', '.join(sorted(unknown))}; there are: {', '.join(COPIES)}.")
    # Stopped from outside, it stops the servers and editors that it started.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("Stopped."))
    try:
        find_wrk()
        main()
    except Missing as missing:
        sys.exit(str(missing))
