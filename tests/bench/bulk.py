"""What a load costs, ledger, periods, change tables and search included, against sqlite3's import of the same rows."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.harness.server import ROOT

from .databases import REFERENCE, manage, packages
from .places import KEPT, environment, say

SIZE = 20_000  # recommendations, with ten updates each


@dataclass(frozen=True)
class Cost:
    """Of a whole process, from its start: seconds of the processor and by the clock, and the most memory it had."""

    cpu: float
    wall: float
    peak_mb: float


def cost_of(line: list[str], env: dict[str, str] | None = None, given: str = "") -> Cost:
    """Run a program to its end. Raises CalledProcessError where it fails."""
    begin = time.monotonic()
    with tempfile.TemporaryFile("w+") as script:
        script.write(given)
        script.seek(0)
        process = subprocess.Popen(line, cwd=ROOT, env=env, stdin=script, stdout=subprocess.DEVNULL)
        _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, line)
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - begin, used.ru_maxrss / 1024)


def measure() -> dict[str, Any] | None:
    """Both costs, or None where the sqlite3 program is not there: Python's own module is no measure of it."""
    program = shutil.which("sqlite3")
    if program is None:
        say("The load against a raw import is left out: there is no sqlite3 (Debian's package sqlite3).")
        return None
    (package,) = packages(SIZE)
    with tempfile.TemporaryDirectory(dir=KEPT) as name:
        folder = Path(name)
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
        files = sorted(folder.glob("*.csv"))
        script = "".join(f'.import --csv "{path}" {path.stem}\n' for path in files)
        raw = cost_of([program, str(folder / "raw.sqlite3")], given=script)
        database = f"sqlite:///{folder / 'loaded.sqlite3'}"
        manage(database, "migrate", "--verbosity", "0")
        manage(database, "load_dataset", str(REFERENCE))
        load = cost_of([sys.executable, "manage.py", "load_dataset", str(package)], environment(database))
    say(f"  load: {load.cpu:.1f} s of CPU, {load.peak_mb:.0f} MB; raw import: {raw.cpu:.2f} s of CPU")
    return {"size": SIZE, "load": asdict(load), "raw": asdict(raw)}
