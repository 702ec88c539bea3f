"""Small disks that a test may fill or make read-only: file systems in memory, mounted where it likes, as root."""

import contextlib
import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

FILLER = "filler"
BLOCK = 64 * 1024


def needs_root(what: str) -> None:
    """Skip the test, with a sentence, where this account may not do what it needs."""
    if os.geteuid() != 0:
        pytest.skip(f"Only root can {what}: sudo make faults")


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Mount an empty disk of a size until the block ends; every account may use it."""
    needs_root("mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="tracker-disk-"))
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=1777", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _run("umount", "--lazy", str(folder))
        folder.rmdir()


def fill(disk: Path) -> None:
    """Take all the room that is left on a disk, to the last byte."""
    with (disk / FILLER).open("ab", buffering=0) as file:
        for size in (BLOCK, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


def make_room(disk: Path) -> None:
    (disk / FILLER).unlink()


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let a folder be read-only for whoever opens a file in it from now on, as on a disk that has failed.

    The folder is mounted over itself: a disk on which files are open for writing cannot be made read-only by order.
    """
    needs_root("make a disk read-only")
    _run("mount", "--bind", str(folder), str(folder))
    try:
        _run("mount", "-o", "remount,bind,ro", str(folder))
        yield
    finally:
        _run("umount", "--lazy", str(folder))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
