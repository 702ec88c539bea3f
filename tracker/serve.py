"""How the site is served: `python -m tracker.serve`. One process for each worker, and connections that are kept alive.

Granian takes connections, reads requests and sends answers outside of Python; each worker has one thread of Python, so
that short reads of the database stay simple and pages that compute do not slow each other down. LISTEN_ADDRESS, PORT
and WORKERS come from the environment; the rest is the same everywhere. gunicorn can serve it too: tracker.gunicorn.
"""

import contextlib
import logging
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from tracker.environment import number, text
from tracker.start import in_a_sentence, read_settings

log = logging.getLogger(__name__)

APPLICATION = "tracker.serve:loaded"
ANNOUNCE = "TRACKER_ANNOUNCE"  # in the environment of the workers: the pipe and the address
STOP_SECONDS = 30  # that answers under way have when the server stops or a worker is replaced
# A worker that has grown beyond it is replaced, after the new one has started: no slow leak of memory can build up.
MOST_MEMORY_MB = 600
# That a new worker has to load the site before the old one is told to stop. There is no sign by which the server could
# know, and without a worker that listens connections are refused.
LOADING_SECONDS = 5.0
HEADER_SECONDS = 15  # a client that takes longer to send the head of a request is cut off


def server(address: str, port: int, workers: int, application: str = APPLICATION) -> Any:
    """The server, not started yet. Its log has errors alone: the addresses of readers are none of ours."""
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
    """The application in a worker, once it is ready to answer."""
    from tracker.wsgi import application

    read_ahead()
    announce()
    return application


def read_ahead() -> None:
    """Read what is held in memory, so that no reader waits for it. Without a record to read, serve all the same."""
    from django.conf import settings
    from django.db import connections
    from django.utils.module_loading import import_string

    reader = import_string(settings.EDITION_READER)()
    try:
        # Where there is no database yet, Django's own connection would make an empty one.
        if reader.state() is not None:
            import_string(settings.READ_AT_START)()
    except Exception:  # the page that needs it will say so; a server that does not start says nothing to anybody
        log.exception("The record could not be read before the first reader came.")
    finally:
        reader.close()
        connections.close_all()


def announce() -> None:
    """Have the first worker that is ready say where the site is.

    The workers share a pipe with one byte in it, and who reads the byte speaks. The main process must not wait for an
    answer in a thread: workers are forked from it meanwhile, and one can be born with a lock that stays taken.
    """
    reader, _, url = os.environ.get(ANNOUNCE, "").partition(" ")
    if not reader:
        return
    try:
        token = os.read(int(reader), 1)
    except OSError:  # another has it
        return
    if token:
        threading.Thread(target=say_when_it_answers, args=(url,), daemon=True).start()


def say_when_it_answers(url: str) -> None:
    """Print where the site is, once it answers there."""
    host = f"http://127.0.0.1:{url.rpartition(':')[2]}" if "//0.0.0.0:" in url else url
    while True:
        try:
            urllib.request.urlopen(f"{host}/healthz", timeout=5)  # noqa: S310 (our own address)
        except urllib.error.HTTPError:
            break  # a refusal is an answer: the site may have another name, or be reached by https alone
        except OSError:
            time.sleep(0.1)
        else:
            break
    notify("READY=1")
    print(f"Serving on {url} (staff sign in at /admin/). Ctrl-C stops it.", flush=True)


def notify(state: str) -> None:
    """Tell systemd how things stand, where it has started the server (sd_notify(3)); see deploy/tracker.service."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if not path:
        return
    address = f"\0{path[1:]}" if path.startswith("@") else path
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaker:
        speaker.sendto(state.encode(), address)


def main(application: str = APPLICATION) -> None:
    """Serve until a signal ends it: TERM and INT stop it in order, HUP replaces the workers one after another."""
    with in_a_sentence():
        port, workers = number("PORT", 8000, 1, 65_535), number("WORKERS", 2, 1, 64)
        address = text("LISTEN_ADDRESS", "127.0.0.1")
        read_settings()
    host = f"[{address}]" if ":" in address else address
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.write(writer, b"1")
    os.environ[ANNOUNCE] = f"{reader} http://{host}:{port}"
    server(address, port, workers, application).serve()


if __name__ == "__main__":
    main()
