"""How the site is served: `python -m tracker.serve`. One process for each worker, and connections that are kept alive.

Granian takes connections, reads requests and sends answers outside of Python; each worker has one thread of Python, so
that short reads of the database stay simple and pages that compute do not slow each other down. LISTEN_ADDRESS, PORT
and WORKERS come from the environment; the rest is the same everywhere. gunicorn can serve it too: tracker.gunicorn.

The site is loaded and the record read before the workers are forked, so that they share that memory until they change
it; a worker that has to be replaced is there at once. tracker.generations is the process above all that.
"""

import contextlib
import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
from typing import Any

from tracker.environment import number, text
from tracker.generations import READY_PIPE, Generations, say_ready
from tracker.start import in_a_sentence, read_settings

log = logging.getLogger(__name__)

APPLICATION = "tracker.serve:loaded"
STOP_SECONDS = 30  # that answers under way have when the server stops or a worker is replaced
# A worker that has grown beyond it is replaced, after the new one has started: no slow leak of memory can build up.
MOST_MEMORY_MB = 600
# That such a new worker has before the old one is told to stop. It is forked with everything loaded.
LOADING_SECONDS = 2.0
HEADER_SECONDS = 15  # a client that takes longer to send the head of a request is cut off
M_ARENA_MAX, PR_SET_PDEATHSIG = -8, 1  # mallopt(3), prctl(2)


def server(address: str, port: int, workers: int, application: str = APPLICATION) -> Any:
    """The server, not started yet. Its log has errors alone: the addresses of readers are none of ours."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from tracker.running_settings import LOGGING  # reads the environment, which `main` has checked by now

    return Granian(
        application,
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        http=HTTPModes.http1,  # what is in front of it speaks the newer ones
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
        log_access=False,
        respawn_failed_workers=True,
        respawn_interval=LOADING_SECONDS,
        workers_max_rss=MOST_MEMORY_MB,
        workers_kill_timeout=STOP_SECONDS,
    )


def loaded() -> Any:
    """The application in a worker, once it is ready to answer. What is loaded already costs it nothing."""
    from tracker.wsgi import application

    read_ahead()
    say_ready()
    return application


def read_ahead() -> None:
    """Read what is held in memory and make what is made once, so that no reader waits for it.

    Without a record to read, serve all the same.
    """
    from django.conf import settings
    from django.db import connections
    from django.utils.module_loading import import_string

    from tracker import jinja, prepared

    reader = import_string(settings.EDITION_READER)()
    try:
        # Where there is no database yet, Django's own connection would make an empty one.
        if reader.state() is not None:
            import_string(settings.READ_AT_START)()
            prepared.compile_ahead()
            jinja.load_all()
    except Exception:  # the page that needs it will say so; a server that does not start says nothing to anybody
        log.exception("The record could not be read before the first reader came.")
    finally:
        reader.close()
        connections.close_all()


def notify(state: str) -> None:
    """Tell systemd how things stand, where it has started the server (sd_notify(3)); see deploy/tracker.service."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if not path:
        return
    address = f"\0{path[1:]}" if path.startswith("@") else path
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaker:
        speaker.sendto(state.encode(), address)


def share_memory() -> None:
    """Load what every worker needs, so that as little of it as can be is copied once they are forked.

    A page of memory is copied when one of its objects is written to, and the collector of garbage writes to all that it
    looks at: it is told to leave these alone (gc.freeze). One thread of Python needs one heap; each more would keep
    what it freed.
    """
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)  # granian asks for it; from 3.14 it is another
    gc.disable()
    libc = ctypes.CDLL(None)
    with contextlib.suppress(AttributeError):  # another C library than Debian's
        libc.mallopt(M_ARENA_MAX, 1)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy counts here, and multiplies no matrices
    from tracker.wsgi import application  # noqa: F401 (it is loaded for the workers)

    read_ahead()
    gc.collect()
    with contextlib.suppress(AttributeError):
        libc.malloc_trim(0)
    gc.freeze()
    gc.enable()


def end_with_parent() -> None:
    """Have the system end this process in order when the first one is killed, so that none stays on its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def main(application: str = APPLICATION) -> None:
    """Serve until a signal ends it: TERM and INT stop it in order, HUP replaces everything but this process."""
    with in_a_sentence():
        port, workers = number("PORT", 8000, 1, 65_535), number("WORKERS", 2, 1, 64)
        address = text("LISTEN_ADDRESS", "127.0.0.1")
        if READY_PIPE in os.environ:
            read_settings()
    if READY_PIPE in os.environ:
        end_with_parent()
        share_memory()
        server(address, port, workers, application).serve()
        return
    host = f"[{address}]" if ":" in address else address

    def say() -> None:
        notify("READY=1")
        print(f"Serving on http://{host}:{port} (staff sign in at /admin/). Ctrl-C stops it.", flush=True)

    # A generation is this program once more, whatever it was started as.
    line = [sys.executable, *sys.orig_argv[1:]]
    sys.exit(Generations(line, workers, (address, port), say).run())


if __name__ == "__main__":
    main()
