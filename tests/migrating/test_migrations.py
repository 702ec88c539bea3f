"""Every migration applies to a database that holds the demonstration as the release before had it, whole or not at all.

The walk finds the migrations by itself, so a new one is tried without a word here. It has to have a way back (for data,
`migrations.RunPython.noop` is one), because that is how the records get into the form of the release before. If it
copies a table of SQLite that has triggers, it has to make them again, or the walk misses them. If it is to change what
is in a column, or to drop a trigger, say so in `walk.CHANGES` or `walk.DROPS`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.harness.scripts import own_database
from tests.harness.server import ROOT

__all__ = ["own_database"]

APPS = ("inspections", "tracker")


def walked(url: str, folder: Path) -> dict[str, Any]:
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {"DEMO": "1", "DJANGO_SETTINGS_MODULE": "tracker.settings", "DATABASE_URL": url, "DATA_DIR": str(folder)}
    env |= {"DJANGO_SUPERUSER_PASSWORD": "as long as it takes"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.migrating.walk"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-5000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def after_the_first() -> set[str]:
    """Every migration that there is a file of, but the first one of each application."""
    return {f"{app}.{path.stem}" for app in APPS for path in sorted((ROOT / app / "migrations").glob("[0-9]*.py"))[1:]}


def check(found: dict[str, Any]) -> None:
    assert set(found["tried"]) == after_the_first()
    assert found["updates"] > 100
    for name, one in found["tried"].items():
        assert one["rows"] > 500, name
        assert one["interrupted"] >= 1, name


@pytest.mark.sqlite
def test_each_migration_keeps_the_record_and_can_be_interrupted_on_sqlite(tmp_path):
    check(walked(f"sqlite:///{tmp_path / 'walked.sqlite3'}", tmp_path))


@pytest.mark.postgresql
def test_each_migration_keeps_the_record_and_can_be_interrupted_on_postgresql(own_database, tmp_path):
    check(walked(own_database, tmp_path))
