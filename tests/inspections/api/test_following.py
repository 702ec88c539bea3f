"""Several processes record while clients follow: each client gets everything once, in the same order.

Real processes on a database of their own, since what matters is what is committed when.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.harness.scripts import LONGEST_SECONDS, ended, own_database, script
from tests.harness.server import ROOT

__all__ = ["own_database"]

WRITERS, EACH, FOLLOWERS = 4, 12, 3

PREPARE = """
from tests import make
recommendation = make.make_recommendation("followed", [make.make_force() for _ in range(4)])
"""

# Half of the transactions end later than ones that began after them.
WRITE = """
import sys, time
from django.db import transaction
from inspections.models import Addressee
from tests import make
writer = int(sys.argv[1])
item = list(Addressee.objects.order_by("pk"))[writer % 4]
speaker, source = make.make_inspectorate(), make.make_source(f"by-writer-{writer}")
for number in range(int(sys.argv[2])):
    with transaction.atomic():
        make.make_update(item, "being-progressed", by=speaker, source=source, reason=f"{writer}-{number}")
        if (writer + number) % 2:
            time.sleep(0.02)
"""

FOLLOW = """
import json, sys, time, pathlib
from django.test import Client
stop, seen, after, client = pathlib.Path(sys.argv[1]), [], "", Client()
last = False
while True:
    ending = stop.exists()
    page = client.get(f"/api/v1/changes/?limit=5&after={after}")
    if page.status_code == 503:
        continue
    assert page.status_code == 200, page.content
    said = page.json()
    seen += [(entry["id"], entry["kind"], entry["api_url"]) for entry in said["results"]]
    after = said["cursor"]
    if ending and not said["results"]:
        break
print(json.dumps(seen))
"""


def followed(url: str, folder: Path) -> tuple[list[list[Any]], int]:
    """What each follower saw while all writers wrote, and how many entries there are in the end."""
    env = {**os.environ, "DEMO": "1", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    env["ALLOWED_HOSTS"] = "testserver"
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=env, check=True, timeout=LONGEST_SECONDS)
    ended(script(PREPARE, env))
    stop = folder / "stop"
    followers = [script(FOLLOW, env, str(stop)) for _ in range(FOLLOWERS)]
    writers = [script(WRITE, env, str(number), str(EACH)) for number in range(WRITERS)]
    for writer in writers:
        ended(writer)
    stop.touch()
    seen = [json.loads(ended(follower)) for follower in followers]
    assert time.monotonic()
    return seen, WRITERS * EACH + 1  # and the inspection


def check(seen: list[list[Any]], expected: int) -> None:
    for one in seen:
        assert [entry[0] for entry in one] == [str(number) for number in range(1, expected + 1)]
        assert len({tuple(entry) for entry in one}) == expected
    assert all(one == seen[0] for one in seen)
    assert len({entry[2] for entry in seen[0]}) == expected  # each update once


@pytest.mark.sqlite
def test_followers_miss_nothing_and_see_nothing_twice_on_sqlite(tmp_path: Path) -> None:
    check(*followed(f"sqlite:///{tmp_path / 'followed.sqlite3'}", tmp_path))


@pytest.mark.postgresql
def test_followers_miss_nothing_and_see_nothing_twice_on_postgresql(own_database: str, tmp_path: Path) -> None:
    check(*followed(own_database, tmp_path))
