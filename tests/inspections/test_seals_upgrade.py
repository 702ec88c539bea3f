"""The migration that brings the seals seals what is public already, in order, and lets the rest wait."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.scripts import LONGEST_SECONDS, ended, own_database, script
from tests.harness.server import ROOT

__all__ = ["own_database"]

RECORD = """
import datetime
from django.utils import timezone
from inspections.days import today
from inspections.models import Inspection
from tests import make
item = make.make_item("open", make.make_force("north"))
for position in ("planned", "under-way"):
    make.make_update(item, position)
draft = make.make_item(inspection=make.make_inspection(draft=True))
make.make_update(draft, "planned")
hour = make.make_inspection(published=today().isoformat())
soon = timezone.now() + datetime.timedelta(hours=1)
Inspection.objects.filter(pk=hour.pk).update(public_at=soon)  # as stored, since the hour may be one of tomorrow
make.make_update(make.make_item(inspection=hour), "planned", on=today().isoformat(), recorded_on=today())
make.make_update(item, "says-complete")
"""
AFTER = """
from inspections.models import Seal, StatusUpdate, WaitingSeal
print(list(Seal.objects.values_list("update__addressee__recommendation__ref", "update__sequence")))
print(WaitingSeal.objects.count(), StatusUpdate.objects.count())
"""


def upgraded(url: str) -> list[str]:
    """What stands there after a database of the release before was brought up to date."""
    env = {**os.environ, "DEMO": "1", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tracker.settings"}

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "--verbosity", "0")
    ended(script(RECORD, env))
    manage("migrate", "inspections", "0011", "--verbosity", "0")
    manage("migrate", "--verbosity", "0")
    return [*ended(script(AFTER, env)).splitlines(), manage("verify_ledger").partition(",")[0]]


EXPECTED = ["[('open', 1), ('open', 2), ('open', 3)]", "2 5", "3 rows"]


@pytest.mark.sqlite
def test_on_sqlite(tmp_path: Path) -> None:
    assert upgraded(f"sqlite:///{tmp_path / 'upgraded.sqlite3'}") == EXPECTED


@pytest.mark.postgresql
def test_on_postgresql(own_database: str) -> None:
    assert upgraded(own_database) == EXPECTED
