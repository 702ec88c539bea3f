"""The server, or one of its workers, is killed while eight editors record: what they were told is on record, once."""

import os
import signal
import time

import pytest

from tests.harness.server import Server

from .ledger import held, lost
from .writers import wait_until, writing

pytestmark = pytest.mark.once

WELL_SECONDS = 60


def first_after(moments: list[float], moment: float) -> float:
    """Seconds from a moment until an update was acknowledged again."""
    wait_until(lambda: moments[-1] > moment, WELL_SECONDS, "somebody can record again")
    return next(each for each in moments if each > moment) - moment


def test_nothing_that_an_editor_was_told_is_recorded_is_lost_when_processes_are_killed(place, updates, note_row):
    before = held(place.site)["edition"]
    seconds = 0.0
    with place.running() as server, writing(place, updates) as told:
        for part, kill in ((0.2, kill_worker), (0.4, kill_all), (0.6, kill_worker), (0.8, kill_all)):
            told.wait_for(int(updates * part))
            seconds = max(seconds, first_after(told.moments, kill(server)))
    gone = lost(place.site, told.acknowledged)
    assert gone == 0
    assert held(place.site)["edition"] >= before + len(told.acknowledged)
    counts = {"attempts": told.sent, "acknowledged": len(told.acknowledged), "lost": gone}
    note_row("killed: a worker, the whole server, twice each", place, **counts, seconds=seconds)


def kill_worker(server: Server) -> float:
    """Kill one worker, and wait until another has its place. The moment of the kill."""
    workers = server.workers()
    assert len(workers) == 2
    os.kill(min(workers), signal.SIGKILL)
    killed = time.monotonic()
    wait_until(lambda: len(server.workers()) == 2 and server.workers() != workers, WELL_SECONDS, "a new worker")
    return killed


def kill_all(server: Server) -> float:
    """Kill all processes of the server, and start it again. The moment of the kill."""
    server.kill()
    killed = time.monotonic()
    server.start()
    return killed
