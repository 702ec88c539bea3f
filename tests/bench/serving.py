"""The real server, as `make run` starts it, with what it uses of processor and memory."""

import contextlib
import os
import re
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.harness.server import ROOT, free_port

from .places import KEPT, environment

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60
# What `make run` starts, and the other server that the site can be served by. PORT and WORKERS say the rest.
LINES = {"run": "python -m tracker.serve", "gunicorn": "gunicorn -c python:tracker.gunicorn tracker.wsgi"}


def command(name: str, port: int) -> list[str]:
    """The command line of a server: `run`, `gunicorn`, or a line of one's own, in which `{port}` is put in."""
    words = shlex.split(LINES.get(name, name).format(port=port))
    return [str(Path(sys.executable).with_name(words[0])), *words[1:]]


class Server:
    """A running server, ours or another. Times are of the process and all that it started."""

    def __init__(self, url: str, process: "subprocess.Popen[bytes]") -> None:
        self.url, self.process = url, process

    def processes(self) -> list[int]:
        """The process and its descendants that live now."""
        parents: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    parents.setdefault(int(_stat(entry)[1]), []).append(int(entry.name))
        found = [self.process.pid]
        for pid in found:
            found += parents.get(pid, [])
        return found

    def cpu(self) -> float:
        """Seconds of processor time until now, with those of workers that were replaced meanwhile."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                stat = _stat(Path("/proc") / str(pid))
                # utime and stime of each; cutime and cstime, of children that ended, of the first.
                total += sum(int(value) for value in stat[11 : 15 if pid == self.process.pid else 13])
        return total / TICKS

    def idle(self) -> float:
        """Wait until the server has nothing to do any more, and return `cpu`."""
        found, same, deadline = self.cpu(), 0, time.monotonic() + START_SECONDS
        while same < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
            now = self.cpu()
            same, found = (same + 1 if now == found else 0), now
        return found

    def memory(self) -> float:
        """Megabytes of memory, a page that is shared counted once (PSS)."""
        found = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
                found += int(re.findall(r"^Pss:\s+(\d+) kB", text, re.M)[0])
        return found / 1024

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _stat(entry: Path) -> Sequence[str]:
    """The fields of a process after its name, from the state on (proc(5))."""
    return (entry / "stat").read_text().rpartition(") ")[2].split()


@contextlib.contextmanager
def serving(database: str, name: str = "run") -> Iterator[Server]:
    """Serve a database until the block ends."""
    port = free_port()
    env = environment(database) | {"PORT": str(port)}
    with running(command(name, port), f"http://127.0.0.1:{port}", env, "/robots.txt") as server:
        yield server


@contextlib.contextmanager
def running(line: list[str], url: str, env: dict[str, str], probe: str) -> Iterator[Server]:
    """Start a server and wait until it answers. Raises AssertionError, with its log, if it does not."""
    log = KEPT / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(line, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    server = Server(url, process)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            stopped = process.poll() is not None or time.monotonic() > deadline
            assert not stopped, f"No answer: {line}\n{log.read_text()}"
            try:
                urllib.request.urlopen(url + probe, timeout=30).read()  # noqa: S310 (our own loopback address)
                break
            except urllib.error.HTTPError:
                break  # an answer of any kind is an answer
            except OSError:
                time.sleep(0.1)
        yield server
    finally:
        server.stop()
