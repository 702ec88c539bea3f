"""The server is replaced while people read: none of their requests is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.harness.server import ROOT, Site, running_site, workers_of
from tests.serving.load import Load

pytestmark = pytest.mark.once

PATIENCE = 60.0  # seconds, for a slow machine: nothing here waits that long on an idle one


def wait_until(done: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, f"It took more than {PATIENCE:.0f} seconds until {what}."
        time.sleep(0.1)


def more_are_answered(load: Load) -> None:
    """Wait for a good many answers to requests that come after now."""
    before = load.answered + len(load.lost)
    wait_until(lambda: load.answered + len(load.lost) >= before + 50, "fifty more requests were answered")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for both tests: it takes longer to start than to test, and the last one ends it."""
    with running_site(tmp_path_factory.mktemp("restart"), "fixtures/reference", LOG_REQUESTS="slow") as running:
        yield running


def replaced(site: Site, before: set[int]) -> bool:
    now = workers_of(site.pid)
    return len(now) == len(before) and not now & before


def test_replacing_the_workers_twice_loses_no_request(site):
    seen = workers_of(site.pid)
    assert len(seen) == 2
    with Load(site.url, "/about/") as load:
        for _time in range(2):
            more_are_answered(load)
            before = workers_of(site.pid)
            os.kill(site.pid, signal.SIGHUP)
            wait_until(partial(replaced, site, before), "all workers were replaced")
            seen |= workers_of(site.pid)
        more_are_answered(load)
    print(f"\nHUP twice: {load.answered} answered, {load.reopened} kept connections reopened, {len(load.lost)} lost")
    assert load.lost == []
    assert len(seen) == 6


def test_another_server_on_the_same_port_takes_over_from_one_that_stops(site, tmp_path):
    log = tmp_path / "second.log"
    with log.open("w") as out, Load(site.url, "/about/") as load:
        more_are_answered(load)
        second = subprocess.Popen(
            [sys.executable, "-m", "tracker.serve"], cwd=ROOT, env=site.env, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            wait_until(lambda: len(workers_of(second.pid)) == 2, "the second server had its workers")
            wait_until(lambda: all(listens(pid) for pid in workers_of(second.pid)), "they listened")
            os.kill(site.pid, signal.SIGTERM)
            wait_until(lambda: not alive(site.pid), "the first server had ended")
            more_are_answered(load)
            load.stop()
        finally:
            second.terminate()
            second.wait(PATIENCE)
    print(f"\nTERM: {load.answered} answered, {load.reopened} kept connections reopened, {len(load.lost)} lost")
    assert load.lost == []


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]
    except FileNotFoundError:
        return False


def listens(pid: int) -> bool:
    """Whether a process has a socket that waits for connections."""
    sockets = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            sockets.add(os.readlink(each))
        except FileNotFoundError:
            continue
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(row[3] == "0A" and f"socket:[{row[9]}]" in sockets for row in rows)
