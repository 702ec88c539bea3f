"""One builder for each missing answer, in one process and in several."""

import subprocess
import sys
import threading
import time

import pytest

from tests.harness.server import ROOT
from tracker.answers.turns import Turns

pytestmark = pytest.mark.once

# Takes a turn, says so, and holds it until it is told to end.
HOLD = """
import sys
from pathlib import Path
from tracker.answers.turns import Turns
turn = Turns(Path(sys.argv[1])).take("page")
print("held", flush=True)
sys.stdin.readline()
"""


def test_threads_build_one_after_another_and_different_things_at_once(tmp_path):
    turns, at_work, most = Turns(tmp_path / "lock"), [], []

    def build() -> None:
        turn = turns.take("page")
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.005)
        at_work.pop()
        turn.release()

    threads = [threading.Thread(target=build) for _ in range(8)]
    for each in threads:
        each.start()
    turns.take("another page").release()
    for each in threads:
        each.join()
    assert most == [1] * 8
    assert not turns._held


def test_another_process_that_builds_is_waited_for_and_no_longer_than_the_limit(tmp_path):
    path = tmp_path / "lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin
    assert other.stdout
    with other:
        assert other.stdout.readline() == "held\n"
        began = time.monotonic()
        Turns(path, wait=0.2).take("page").release()
        assert time.monotonic() - began >= 0.2
        freed = []

        def wait() -> None:
            Turns(path, wait=60).take("page").release()
            freed.append(other.poll() is not None or other.stdin is None or other.stdin.closed)

        waiting = threading.Thread(target=wait)
        waiting.start()
        other.stdin.close()  # it ends without giving its turn back, and the system does
        waiting.join(60)
    assert freed == [True]


def test_a_builder_that_hangs_holds_up_nobody_for_ever():
    turns = Turns(None, wait=0.05)
    first = turns.take("page")
    second = turns.take("page")
    assert (first.is_first, second.is_first) == (True, False)
    second.release()
    first.release()
    assert turns.take("page").is_first


def test_a_file_that_cannot_be_made_is_said_and_stops_nothing(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    turns = Turns(tmp_path / "file" / "lock")
    turns.take("page").release()
    assert "lack of a file" in caplog.text
