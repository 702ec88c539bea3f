"""The first process of the server: it starts the rest, and on HUP starts all of it anew before the old part stops.

What serves is a generation: a process that loads the site and reads the record once, and the workers that it forks,
which share its memory. A new generation is a program of its own, so that it takes the code and the packages that lie
there now. Both listen on the same port for a moment.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

READY_PIPE = "TRACKER_READY_PIPE"  # in the environment of a generation: where its workers say that they are ready
READY = b"."
START_SECONDS = 120.0  # that a new generation has until its workers are ready; the one before serves meanwhile
SETTLE_SECONDS = 1.0  # from a worker that is ready to one that listens: milliseconds, and some patience
LOOK_SECONDS = 0.5  # between looks at what was started, where no signal comes
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


@dataclass
class Generation:
    """A process that serves, with its workers. `reader` is the pipe in which they say that they are ready."""

    process: "subprocess.Popen[bytes]"
    reader: int
    started: float
    ready: int = 0

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def code(self) -> int:
        """What it ended with, as a shell has it: 128 and the number of the signal that killed it."""
        code = self.process.returncode or 0
        return 128 - code if code < 0 else code

    def take_note(self) -> int:
        """How many of its workers are ready by now."""
        with contextlib.suppress(BlockingIOError):
            self.ready += len(os.read(self.reader, 1024))
        return self.ready


class Generations:
    """All that was started and has not ended.

    line: the command that starts a generation. workers: how many it has. address: where it listens.
    on_ready: called once, when the first generation listens.
    """

    def __init__(self, line: list[str], workers: int, address: tuple[str, int], on_ready: Callable[[], None]) -> None:
        self.line, self.workers, self.address, self.on_ready = line, workers, address, on_ready
        self.serving: Generation | None = None
        self.coming: Generation | None = None
        self.leaving: list[Generation] = []
        self.again = False  # HUP came while a generation was on its way: what that one has loaded may be old
        self.stopping = False
        self.code = 0

    def run(self) -> int:
        """Serve until a signal ends it. Returns the exit code."""
        signals = _told_of_signals()
        self._start()
        while any(self._all()):
            found, _, _ = select.select([signals, *([self.coming.reader] if self.coming else [])], [], [], LOOK_SECONDS)
            if signals in found:
                self._heed(os.read(signals, 1024))
            self._take_leave()
            self._change_over()
            if self.again and not self.coming and not self.stopping:
                self._start()
        return self.code

    def _all(self) -> Iterator[Generation]:
        yield from (each for each in (self.serving, self.coming, *self.leaving) if each)

    def _start(self) -> None:
        self.again = False
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        env = os.environ | {READY_PIPE: str(writer)}
        process = subprocess.Popen(self.line, env=env, pass_fds=[writer])  # noqa: S603 (our own command line)
        os.close(writer)
        self.coming = Generation(process, reader, time.monotonic())

    def _heed(self, signals: bytes) -> None:
        if signal.SIGTERM in signals or signal.SIGINT in signals:
            self.stopping = True
            for each in self._all():
                each.process.terminate()
        elif signal.SIGHUP in signals:
            self.again = True

    def _take_leave(self) -> None:
        """Note what has ended: with its exit code where it served, and as a failure where it never came to serve."""
        self.leaving = [each for each in self.leaving if not each.has_ended]
        if self.serving and self.serving.has_ended:
            self.code, self.serving = self.serving.code, None
        coming = self.coming
        if coming and not coming.has_ended and time.monotonic() > coming.started + START_SECONDS:
            coming.process.kill()
            coming.process.wait()
        if coming and coming.has_ended:
            os.close(coming.reader)
            self.coming = None
            if self.serving and not self.stopping:
                sys.stderr.write("The new server did not start. The one before serves on.\n")
                sys.stderr.flush()
            elif not self.stopping:
                self.code = coming.code or 1

    def _change_over(self) -> None:
        """Have a generation whose workers are ready take the place of the one before, which ends what it answers."""
        coming, before = self.coming, self.serving
        if coming is None or self.stopping or coming.take_note() < self.workers:
            return
        if before:
            time.sleep(SETTLE_SECONDS)
        else:
            _wait_until_it_listens(self.address, coming)
        if coming.has_ended:
            return
        os.close(coming.reader)
        self.serving, self.coming = coming, None
        if before:
            before.process.terminate()
            self.leaving.append(before)
        else:
            self.on_ready()


def say_ready() -> None:
    """Say that this worker is ready, to the first process, where one waits for it."""
    writer = os.environ.get(READY_PIPE, "")
    if writer:
        with contextlib.suppress(OSError):  # nobody waits any more: it takes the place of a worker that ended
            os.write(int(writer), READY)


def _told_of_signals() -> int:
    """A pipe with the number of each signal that has come, so that none is missed while something else is done."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    for each in SIGNALS:
        signal.signal(each, lambda _number, _frame: None)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    return reader


def _wait_until_it_listens(address: tuple[str, int], generation: Generation) -> None:
    host, port = address
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (looked up, not listened on)
    while not generation.has_ended:
        try:
            socket.create_connection((host, port), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
