"""How the server is started: what it cannot understand stops it with a sentence."""

import os
import socket
import subprocess
import sys

import pytest

from tests.harness.server import ROOT
from tracker import serve
from tracker.generations import READY, READY_PIPE, say_ready
from tracker.serve import server

pytestmark = pytest.mark.once


def test_a_worker_says_that_it_is_ready_where_somebody_waits_for_it(monkeypatch):
    reader, writer = os.pipe()
    monkeypatch.delenv(READY_PIPE, raising=False)
    say_ready()  # not started by this program: nothing to say
    monkeypatch.setenv(READY_PIPE, str(writer))
    say_ready()
    say_ready()
    assert os.read(reader, 100) == 2 * READY
    os.close(reader)
    say_ready()  # nobody waits any more
    os.close(writer)


@pytest.mark.parametrize("is_abstract", [False, True])
def test_systemd_is_told_once_the_site_answers(monkeypatch, tmp_path, is_abstract):
    name = f"@tracker-{os.getpid()}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{name[1:]}" if is_abstract else name)
        listener.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        serve.notify("READY=1")
        assert listener.recv(100) == b"READY=1"


def test_without_systemd_nobody_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    serve.notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    serve.notify("READY=1")


def test_each_worker_has_one_thread_of_python_and_no_log_of_readers():
    made = server("127.0.0.1", 8123, 3)
    assert (made.workers, made.blocking_threads, made.log_access) == (3, 1, False)


@pytest.mark.parametrize("state", ["missing", "empty", "no database", "down"])
def test_a_worker_is_ready_without_a_record_to_read(tmp_path, state):
    path = tmp_path / "register.sqlite3"
    if state == "empty":
        path.touch()
    if state == "no database":
        path.write_text("This is no database." * 100)
    database = "postgres://nobody@127.0.0.1:1/none" if state == "down" else f"sqlite:///{path}"
    env = {"PATH": os.environ["PATH"], "DEMO": "1", "DATABASE_URL": database, "KEPT_ANSWERS_DIR": ""}
    ask = "from tracker.serve import loaded; print(callable(loaded()))"
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "True\n", done.stderr
    assert path.exists() == (state in ("empty", "no database"))


def nonsense() -> None:
    raise ValueError("A row that makes no sense.")


class Readable:
    """An edition that can be read."""

    closed = False

    def state(self) -> object:
        return object()

    def close(self) -> None:
        Readable.closed = True


def test_a_worker_that_cannot_read_the_record_serves_all_the_same(caplog, settings):
    settings.EDITION_READER = f"{__name__}.Readable"
    settings.READ_AT_START = f"{__name__}.nonsense"
    serve.read_ahead()
    assert "A row that makes no sense." in caplog.text
    assert Readable.closed


def test_what_is_made_once_is_made_before_the_first_reader_comes(monkeypatch, settings):
    settings.EDITION_READER = f"{__name__}.Readable"
    settings.READ_AT_START = f"{__name__}.Readable"
    made: list[str] = []
    monkeypatch.setattr("tracker.prepared.compile_ahead", lambda: made.append("questions"))
    monkeypatch.setattr("tracker.jinja.load_all", lambda: made.append("templates"))
    serve.read_ahead()
    assert made == ["questions", "templates"]
