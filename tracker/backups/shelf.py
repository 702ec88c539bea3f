"""The folder where backups lie: their names, the half-made ones that nobody meets, and how many are kept."""

import contextlib
import datetime
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from . import Unable

NAME = re.compile(r"tracker-\d{4}-\d{2}-\d{2}T\d{6}Z\.zip", re.ASCII)
_LOCK = "lock"
EXISTS = _("%s exists already, and no backup is ever written over. Name a folder or a new file.")


def name_at(moment: datetime.datetime) -> str:
    """The name of a backup; names in order are times in order."""
    return f"tracker-{moment.astimezone(datetime.UTC):%Y-%m-%dT%H%M%SZ}.zip"


def place_for(dest: Path, moment: datetime.datetime) -> Path:
    """Where a new backup goes: into a folder by its own name, or to a name that does not exist yet."""
    path = dest / name_at(moment) if dest.is_dir() else dest
    if os.path.lexists(path):
        raise Unable(EXISTS % path)
    if not path.parent.is_dir():
        raise Unable(_("There is no folder %s. Make it, or name another.") % path.parent)
    return path


@contextlib.contextmanager
def workshop(parent: Path, name: str) -> Iterator[Path]:
    """A folder for work that is not done yet, beside what it becomes, for its owner only; gone at the end.

    What a process left that was killed is taken away first: the system has given back the lock on it.
    """
    prefix = f".{name}."
    for left in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            _take_away(left)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))  # mode 0700
    try:
        with (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_away(left: Path) -> None:
    """Raises OSError where it is another's, or where somebody still works in it."""
    if left.lstat().st_uid != os.geteuid():
        return
    lock = os.open(left / _LOCK, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
    finally:
        os.close(lock)


def put(made: Path, path: Path) -> None:
    """Give a whole file its name, at once, where nothing has that name; and see to it that the disk has it."""
    try:
        os.link(made, path)  # unlike a rename it never takes the place of another
    except FileExistsError:
        raise Unable(EXISTS % path) from None
    except OSError:  # a file system without links
        os.rename(made, path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Write the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget_oldest(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest so many. Only plain files with the name of a backup are counted, and touched."""
    found = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and _is_plain(path))
    for path in found[:-keep]:
        path.unlink()
    return found[:-keep]


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
