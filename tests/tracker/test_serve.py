"""How the server is started: what it cannot understand stops it with a sentence."""

import os
import socket
import threading

import pytest

from tracker import serve
from tracker.serve import server

pytestmark = pytest.mark.once


def test_one_worker_alone_says_where_the_site_is(monkeypatch):
    said, spoke = [], threading.Event()

    def say(url: str) -> None:
        said.append(url)
        spoke.set()

    monkeypatch.setattr(serve, "say_when_it_answers", say)
    serve.announce()  # not started by this program: nothing to say
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.write(writer, b"1")
    monkeypatch.setenv(serve.ANNOUNCE, f"{reader} http://127.0.0.1:8123")
    for _worker in range(3):
        serve.announce()
    assert spoke.wait(60)
    assert said == ["http://127.0.0.1:8123"]
    os.close(reader)
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
