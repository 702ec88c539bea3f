"""A limit to how long one request may hold a worker: then the worker ends, and the server starts another.

A client that reads a download very slowly, or a query that never comes back, would otherwise hold the one thread of a
worker for ever. Nothing gentler helps: a thread that waits cannot be told to stop. gunicorn has a limit of its own.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tracker.logs.current import request_id

log = logging.getLogger(__name__)

SECONDS = 60.0
GRAIN = 1.0  # seconds between two looks


class TimeLimit:
    """A WSGI application around another. What it gives as a stream counts until it is read to its end."""

    def __init__(self, application: Any, seconds: float = SECONDS, end: Callable[[], None] | None = None) -> None:
        """end: what ends the worker."""
        self.application, self.seconds = application, seconds
        self._end = end or (lambda: os._exit(1))
        self._running: dict[int, tuple[float, dict[str, Any]]] = {}
        self._watcher_of = 0  # the process that the watcher runs in: threads do not survive a fork

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if self._watcher_of != os.getpid():
            self._watcher_of = os.getpid()
            self._running.clear()
            threading.Thread(target=self._watch, daemon=True).start()
        number = id(environ)
        self._running[number] = (time.monotonic(), environ)
        streams = False
        try:
            answer = self.application(environ, start_response)
            streams = not hasattr(answer, "content")  # what Django has made whole is nothing to wait for
        finally:
            if not streams:
                self._running.pop(number, None)
        return _Stream(answer, lambda: self._running.pop(number, None)) if streams else answer

    def look(self) -> None:
        """End the worker if a request has taken too long."""
        before = time.monotonic() - self.seconds
        for began, environ in list(self._running.values()):
            if began < before:
                log.error(
                    "A request held its worker for more than %.0f seconds; the worker ends: %s",
                    self.seconds,
                    environ.get("PATH_INFO", ""),
                    extra={"request_id": request_id(environ)},
                )
                self._end()
                return

    def _watch(self) -> None:
        while True:
            time.sleep(GRAIN)
            self.look()


class _Stream:
    """The parts of a stream, and a note when it is closed."""

    def __init__(self, parts: Iterable[bytes], closed: Callable[[], object]) -> None:
        self._parts, self._closed = parts, closed

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        self._closed()
        close = getattr(self._parts, "close", None)
        if close:
            close()
