"""The first process of the server: a new generation takes over when it is ready, and never before."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness.server import free_port
from tests.tracker.generation import started

pytestmark = pytest.mark.once

PATIENCE = 60.0


class First:
    """The first process, with a folder in which what it starts leaves word."""

    def __init__(self, folder: Path, does: str) -> None:
        self.folder = folder
        self.process = started(folder, free_port(), does)

    def served(self) -> list[int]:
        """The generations that came to serve, in order, by the number of the process."""
        path = self.folder / "served"
        return [int(line) for line in path.read_text().splitlines()] if path.exists() else []

    def next(self, does: str) -> None:
        """Ask for a new generation, and say what it does."""
        (self.folder / "does").write_text(does)
        self.process.send_signal(signal.SIGHUP)

    def is_ready(self) -> bool:
        assert self.process.stdout
        return self.process.stdout.readline() == "Ready.\n"

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """The exit code, and what it wrote to standard error."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        out, err = self.process.communicate(timeout=PATIENCE)
        assert out == ""  # it says once that it is ready
        return self.process.returncode, err


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Callable[[str], First]]:
    made: list[First] = []

    def make(does: str = "serves") -> First:
        made.append(First(tmp_path, does))
        return made[-1]

    yield make
    for each in made:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(each.process.pid, signal.SIGKILL)
        each.process.communicate()


def wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until
        time.sleep(0.05)


def lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(first, number):
    site = first()
    assert site.is_ready()
    (serving,) = site.served()
    assert site.stop(number) == (0, "")
    assert not lives(serving)


def test_a_new_generation_takes_the_place_of_the_one_before(first):
    site = first()
    assert site.is_ready()
    site.next("serves")
    wait_until(lambda: len(site.served()) == 2)
    before, after = site.served()
    wait_until(lambda: not lives(before))
    assert lives(after)
    assert site.stop() == (0, "")
    assert not lives(after)


@pytest.mark.parametrize("does", ["fails", "hangs"])
def test_the_one_before_serves_on_where_the_new_one_does_not_start(first, does):
    site = first()
    assert site.is_ready()
    site.next(does)
    said = []
    assert site.process.stderr
    while not said or "serves on" not in said[-1]:
        said.append(site.process.stderr.readline())
    assert said[-1] == "The new server did not start. The one before serves on.\n"
    assert ("It cannot start.\n" in said) == (does == "fails")
    assert lives(site.served()[0])
    site.next("serves")  # it is mended
    wait_until(lambda: len(site.served()) == 2)
    assert site.stop()[0] == 0


def test_who_asks_again_meanwhile_gets_another_one(first):
    site = first()
    assert site.is_ready()
    site.next("is slow")
    wait_until((site.folder / "slow").exists)
    site.process.send_signal(signal.SIGHUP)
    wait_until(lambda: len(site.served()) == 3)
    wait_until(lambda: [lives(pid) for pid in site.served()] == [False, False, True])
    assert site.stop() == (0, "")


def test_stopping_ends_a_generation_that_is_on_its_way_too(first):
    site = first()
    assert site.is_ready()
    site.next("hangs")
    time.sleep(0.3)
    assert site.stop() == (0, "")


@pytest.mark.parametrize(("does", "code"), [("fails", 1), ("hangs", 137)])
def test_where_the_first_one_does_not_start_that_is_the_end(first, does, code):
    found, said = first(does).ended()
    assert found == code
    assert said == ("It cannot start.\n" if does == "fails" else "")


def test_where_what_serves_ends_by_itself_that_is_the_end(first):
    site = first("ends")
    assert site.is_ready()
    assert site.ended() == (7, "")
    assert len(site.served()) == 1
