"""Connections to SQLite that are kept from one request to the next, as long as their file is the one at its path.

A backup that is put back is another file, and a connection that is open goes on reading the one that it replaced. One
that was opened while the file could only be read goes on refusing to write, so none is kept after an outage.
"""

import gc
import os
import sys
import traceback
from typing import Any

from django.core.signals import got_request_exception, request_started
from django.db import connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from tracker.outage import chain, is_outage


def file_at(path: str) -> tuple[int, int]:
    """Which file a path leads to. Raises OSError where there is none."""
    stat = os.stat(path)
    return stat.st_dev, stat.st_ino


@receiver(connection_created)
def note_file(connection: Any, **_signal: Any) -> None:
    """Note which file a connection has opened."""
    if connection.vendor == "sqlite":
        connection.opened = _file_of(connection)


@receiver(request_started)
def close_replaced(**_signal: Any) -> None:
    """Close the connections of this thread of which the file is not at its path any more."""
    for connection in connections.all(initialized_only=True):
        if (
            connection.vendor == "sqlite"
            and connection.connection
            and getattr(connection, "opened", None) != _file_of(connection)
        ):
            connection.close()


@receiver(got_request_exception)
def close_after_outage(**_signal: Any) -> None:
    """Close the connections of this thread when a request ended in an outage: the next one opens them afresh.

    SQLite keeps the file of a closed connection open as long as there is a cursor on it, and shares what it opened with
    the connections that come. So the cursors go too: they are in the frames of what failed, now and before.
    """
    error = sys.exc_info()[1]
    opened = connections.all(initialized_only=True)
    ours = [each for each in opened if each.vendor == "sqlite" and not each.in_atomic_block]
    if not ours or not is_outage(error):
        return
    for connection in ours:
        connection.close()
    for each in chain(error):
        traceback.clear_frames(each.__traceback__)
    gc.collect()


def _file_of(connection: Any) -> tuple[int, int] | None:
    """The file at the path of a connection; None for a database in memory, or where there is no file now."""
    try:
        return file_at(str(connection.settings_dict["NAME"]))
    except OSError:
        return None
