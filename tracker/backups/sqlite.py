"""SQLite: a copy made while others read and write, and a file put in the place of another."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from . import Unable
from .shelf import sync, workshop
from .tables import Progress
from .using import Settings

PAGES_AT_ONCE = 256
LOGS = ("-wal", "-shm")


def copy(connection: Any, to: Path, progress: Progress) -> None:
    """Copy the database, page by page, as it stands in the transaction that the connection is in.

    Nobody waits for it. Without that transaction SQLite would begin again after each change by somebody else.
    """
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    tick, done = None, 0

    def told(_status: int, remaining: int, total: int) -> None:
        nonlocal tick, done
        tick = tick or progress(_("Copying pages"), total)
        tick(total - remaining - done)
        done = total - remaining

    target = sqlite3.connect(to)
    try:
        connection.connection.backup(target, pages=PAGES_AT_ONCE, progress=told)
    finally:
        target.close()


def check(path: Path) -> None:
    """Let SQLite look through a whole file. Raises Unable with the first thing that is wrong."""
    connection = sqlite3.connect(path)
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        leading_nowhere = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        found, leading_nowhere = [str(error)], None
    finally:
        connection.close()
    if found != ["ok"]:
        raise Unable(_("SQLite finds the copy damaged: %s.") % found[0])
    if leading_nowhere:
        raise Unable(
            _("Row %(row)s of %(table)s names a row of %(parent)s that is not there.")
            % {"row": leading_nowhere[1], "table": leading_nowhere[0], "parent": leading_nowhere[2]}
        )


class Target:
    """Where a backup is restored to: a file. It is made beside, and takes the place of the old one at the end."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.path = Path(str(settings["NAME"])).resolve()  # through a link, to the file itself

    @property
    def exists(self) -> bool:
        return self.path.exists() and self.path.stat().st_size > 0

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Settings]:
        """The settings of an empty database, which is gone at the end unless it was put in place."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with workshop(self.path.parent, f"{self.path.name}-restored") as self.folder:
            self.made = self.folder / self.path.name
            yield {**self.settings, "NAME": str(self.made)}

    def fill(self, database: Path, settings: Settings) -> None:
        """Take the file of a backup, which is in the same folder of the same disk."""
        os.rename(database, settings["NAME"])
        check(Path(settings["NAME"]))

    def put_in_place(self, stamp: str) -> str:
        """Put the new file in the place of the old; say under which name that is kept. Raises Unable if in use."""
        aside = self.path.with_name(f"{self.path.name}.before-restore-{stamp}")
        there = os.path.lexists(self.path)
        if there:
            _set_aside(self.path, aside)
        else:
            _set_logs_aside(self.path, aside)
        for ending in LOGS:
            if os.path.lexists(f"{self.path}{ending}"):
                raise Unable(_("Somebody has opened %s meanwhile. Stop the server and try again.") % self.path)
        _give(self.made, like=aside if there else self.path.parent)
        os.replace(self.made, self.path)
        sync(self.path.parent)
        return str(aside) if there else ""


def _set_logs_aside(path: Path, aside: Path) -> None:
    """Keep what is left of a write-ahead log beside the old file: SQLite would read it as part of the new one."""
    for ending in LOGS:
        if os.path.lexists(f"{path}{ending}"):
            os.rename(f"{path}{ending}", f"{aside}{ending}")


def _give(path: Path, like: Path) -> None:
    """Let the server open the file: who restores as root does not run it as root."""
    stat = like.stat()
    if like.is_file():
        path.chmod(stat.st_mode & 0o777)
    if os.geteuid() == 0:
        os.chown(path, stat.st_uid, stat.st_gid)


def _set_aside(path: Path, aside: Path) -> None:
    """Keep the old file under another name, whole: with all that is still in its write-ahead log.

    Leaving the mode of that log is refused while anybody else has the file open, and folds the log into the file. A
    file that SQLite cannot read any more is kept as it is, log and all.
    """
    connection = sqlite3.connect(path, timeout=1)
    try:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        mode = "locked" if "locked" in str(error) else "unreadable"
    except sqlite3.DatabaseError:
        mode = "unreadable"
    finally:
        connection.close()
    if mode not in ("delete", "unreadable"):
        raise Unable(
            _(
                "%s is in use, and what is recorded meanwhile would be lost. Stop the server and all other commands, "
                "and try again. Nothing was changed."
            )
            % path
        )
    _set_logs_aside(path, aside)
    try:
        os.link(path, aside)  # the name is never without a file
    except OSError:
        os.rename(path, aside)
