"""The public package as a kept file: made once for an edition and a day, by whichever process is asked first."""

import contextlib
import datetime
import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from inspections.models.edition import Current, edition
from tracker.release import release
from tracker.room import needing_room

from .moment import one_moment
from .selection import Selection
from .writer import write_zip

NAME = "tracker.zip"
WAIT_SECONDS = 30.0  # for another process that is making the same file; a request has twice that
STILL_READ_SECONDS = 3600  # for which a file of an earlier edition stays: somebody may be about to open it
_BLOCK = 1024 * 1024


class StillMaking(Exception):
    """Another process has been making the file for longer than one can wait."""


@dataclass(frozen=True)
class Kept:
    """A package on the disk, the hash of its content, and its size in bytes."""

    path: Path
    sha256: str
    size: int

    @property
    def sum_line(self) -> str:
        """What `sha256sum --check` reads."""
        return f"{self.sha256}  {NAME}\n"


def kept(on: datetime.date, now: Current) -> Kept:
    """The package of what is public on a day, in an edition. Raises StillMaking, and NoRoom where it cannot be written.

    Where the record has changed meanwhile it is the package of the newer edition. A file never changes once it has its
    name, and has it only when it is whole.
    """
    folder = Path(settings.DATA_DIR)
    found = _found(_path(folder, on, now))
    if found:
        return found
    with needing_room():
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _found(_path(folder, on, now)) or _made(folder, on)


def _path(folder: Path, on: datetime.date, now: Current) -> Path:
    """A name for what the content depends on: the time tells two databases with the same count of changes apart."""
    whole = f"{now.name} {now.since.isoformat()} {on.isoformat()} {release()}"
    return folder / f"tracker-{on.isoformat()}-{now.name}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}.zip"


def _sum_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _found(path: Path) -> Kept | None:
    try:
        return Kept(path, _sum_of(path).read_text(encoding="ascii").split()[0], path.stat().st_size)
    except FileNotFoundError:
        return None


def _made(folder: Path, on: datetime.date) -> Kept:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".tracker.")
    try:
        with open(handle, "w+b") as stream:
            with one_moment():
                path = _path(folder, on, edition())
                write_zip(stream, Selection(on))
            made = Kept(path, _hash_of(stream), stream.tell())
        _sum_of(path).write_text(made.sum_line, encoding="ascii")  # first: the package is complete once it is there
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    _tidy(folder, path)
    return made


def _hash_of(stream: IO[bytes]) -> str:
    found = hashlib.sha256()
    stream.seek(0)
    while block := stream.read(_BLOCK):
        found.update(block)
    return found.hexdigest()


def _tidy(folder: Path, newest: Path) -> None:
    """Take away packages that nobody is sent to any more, and what a process left that was killed."""
    before = time.time() - STILL_READ_SECONDS
    for path in [*folder.glob("tracker-*.zip*"), *folder.glob(".tracker.*")]:
        with contextlib.suppress(FileNotFoundError):
            if path not in (newest, _sum_of(newest)) and path.stat().st_mtime < before:
                path.unlink()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of the folder; the system gives it back if the process dies."""
    until = time.monotonic() + WAIT_SECONDS
    with (folder / ".lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise StillMaking from None
                time.sleep(0.05)
        yield
