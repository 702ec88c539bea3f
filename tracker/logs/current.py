"""The request that a thread is answering: what belongs together in the log has its id."""

import re
import time
from contextvars import ContextVar
from random import getrandbits
from typing import Any

IN_ENVIRON = "tracker.logs.request_id"
SANE = re.compile(r"[A-Za-z0-9_-]{8,64}")  # an id that goes into a header, a page and a line as it is


class Request:
    """What the log knows of one request. Made for each of them, kept answers too: it must cost next to nothing."""

    __slots__ = ("began", "environ", "id", "queries", "query_seconds", "status")

    def __init__(self, environ: dict[str, Any], believe_proxy: bool) -> None:
        """believe_proxy: a proxy of ours stands in front, and X-Request-ID is its word."""
        asked = environ.get("HTTP_X_REQUEST_ID") if believe_proxy else None
        self.id: str = asked if asked and SANE.fullmatch(asked) else f"{getrandbits(64):016x}"
        self.environ = environ
        self.began = time.perf_counter()
        self.status = ""
        self.queries, self.query_seconds = 0, 0.0


# Of the thread. It stays until the next request: what is said while an answer is sent belongs to it as well.
CURRENT: ContextVar[Request | None] = ContextVar("request", default=None)


def request_id(environ: dict[str, Any]) -> str:
    """The id of a request, for a page that tells of an error; empty where no log stands around Django."""
    return str(environ.get(IN_ENVIRON, ""))
