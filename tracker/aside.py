"""Work that nobody waits for, because how long it takes would tell the one who asked for it something.

It is done by one thread of the worker, one piece after another. What a server that stops had not done is not done: only
for work that can be asked for again.
"""

import contextvars
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connections

log = logging.getLogger(__name__)

MOST_WAITING = 50  # pieces of work; what comes on top is dropped, whoever asked for it

_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
_places = threading.BoundedSemaphore(MOST_WAITING)


def aside(work: Callable[[], object]) -> Future[None] | None:
    """Do some work when there is time. It knows what the caller knows of who acts. None where too much waits."""
    if not _places.acquire(blocking=False):
        log.warning("Too much work waits to be done aside; some was dropped.")
        return None
    return _thread.submit(contextvars.copy_context().run, _do, work)


def _do(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        log.exception("Work that was done aside failed.")
    finally:
        _places.release()
        connections.close_all()  # of this thread: nobody else will
