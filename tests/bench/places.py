"""Where the bench keeps its things, and the sizes and names that its parts share."""

import hashlib
import os
from pathlib import Path

from tests.harness.server import ROOT

KEPT = Path(os.environ.get("BENCH_DIR", ROOT / "var" / "bench"))
SEED = 6
UPDATES_EACH = 10
CLIENTS = (1, 16, 64)
WORKERS = 2
POSTGRES = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
# What the bench is built from: a database is made again when one of these changed.
BUILT_FROM = (
    *("inspections/models", "inspections/migrations", "inspections/synthetic"),
    *("inspections/dataset", "inspections/insertion.py", "inspections/actions.py", "fixtures/reference"),
)


def fingerprint() -> str:
    """What a database of the bench was built by; another one is out of date."""
    found = hashlib.sha256(f"{SEED} {UPDATES_EACH}".encode())
    for name in BUILT_FROM:
        path = ROOT / name
        for file in sorted(path.rglob("*") if path.is_dir() else [path]):
            if file.is_file() and file.suffix in (".py", ".csv", ".sql"):
                found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:12]


def environment(database: str) -> dict[str, str]:
    """The environment of everything that runs on a database of the bench, as `make run` would set it."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return env | {
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "DATABASE_URL": database,
        "STATIC_ROOT": str(KEPT / "static"),
        "DATA_DIR": str(KEPT / "data"),
        "WORKERS": str(WORKERS),
        # A line for each static file, and none for a kept answer, would make the file look slower than it is.
        "LOG_REQUESTS": "slow",
        # Nobody reads the bench; many addresses of one host are asked for at once.
        "PYTHONPATH": str(ROOT),
    }


def say(text: str) -> None:
    print(text, flush=True)


def manage_static() -> None:
    """Collect the static files into the bench's own folder, once for a run."""
    import subprocess
    import sys

    line = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(line, cwd=ROOT, env=environment("sqlite://:memory:"), check=True)
