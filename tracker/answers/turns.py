"""One builder for each missing answer: the others wait for it, in this process and in those beside it."""

import fcntl
import hashlib
import logging
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

WAIT_SECONDS = 5.0  # then one builds it oneself: a builder that hangs must not hold up all others
_POLL_SECONDS = 0.005


@dataclass
class _Held:
    lock: threading.Lock
    users: int = 0


class Turn:
    """The right to build one answer, or what is left of the wait for it. Release it in every case."""

    def __init__(self, turns: "Turns", name: str, is_first: bool) -> None:
        self._turns, self.name, self.is_first = turns, name, is_first

    def release(self) -> None:
        self._turns._give_back(self)


class Turns:
    """Turns to build, by name.

    path: a file that all processes of the server can write; each name is one byte of it, locked by the system, which
    gives it back if a process dies. None, or a file that cannot be opened: turns are within this process alone.
    """

    def __init__(self, path: Path | None, wait: float = WAIT_SECONDS) -> None:
        self.wait = wait
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()
        self._file = -1
        if path is not None:
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError as error:
                log.warning("Workers do not wait for each other's answers, for lack of a file to lock: %s", error)

    def take(self, name: str) -> Turn:
        """Wait for the turn to build something. After the time is up, build it without."""
        until = time.monotonic() + self.wait
        with self._lock:
            held = self._held.setdefault(name, _Held(threading.Lock()))
            held.users += 1
        if not held.lock.acquire(timeout=self.wait):
            return Turn(self, name, is_first=False)
        # A file whose lock is not had in time: this process goes on, and its own threads still wait for it.
        while self._file >= 0:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(name))
                break
            except OSError:
                if time.monotonic() >= until:
                    break
                time.sleep(_POLL_SECONDS)
        return Turn(self, name, is_first=True)

    def _give_back(self, turn: Turn) -> None:
        with self._lock:
            held = self._held[turn.name]
            held.users -= 1
            if not held.users:
                del self._held[turn.name]
        if turn.is_first:
            if self._file >= 0:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _place(turn.name))
            held.lock.release()


def _place(name: str) -> int:
    """The byte of a name. Two names that share one wait for each other now and then, and nothing worse."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:7])
