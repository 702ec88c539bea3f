"""A line for each request that is worth one, and an id for every request, on the answer too."""

import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, quote

from tracker.answers.wrapper import KEPT, OUTCOME
from tracker.logs.current import CURRENT, IN_ENVIRON, Request
from tracker.logs.redaction import redacted

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
LONGEST = 300  # of a path in a line
ALL, MADE, SLOW = "all", "made", "slow"  # which requests get a line
SIGNS_OF_LIFE = ("/healthz", "/readyz")
NAMES = 20  # of parameters in a line


class RequestLog:
    """A WSGI application around all others."""

    def __init__(self, application: Any, which: str, slow_ms: int, believe_proxy: bool) -> None:
        """which: ALL, those that were MADE and not kept, or none but those that are SLOW.

        slow_ms: from where on a request is slow; it is warned of, whatever `which` says.
        """
        self.application, self.which, self.slow = application, which, slow_ms / 1000
        self.believe_proxy = believe_proxy

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ, self.believe_proxy)
        environ[IN_ENVIRON] = request.id  # not the request itself: a circle would be left to the garbage collector
        CURRENT.set(request)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            request.status = status
            headers.append((HEADER, request.id))  # each answer has a list of its own (PEP 3333)
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        answer = self.application(environ, start)
        seconds = time.perf_counter() - request.began
        outcome = environ.get(OUTCOME, MADE)
        is_slow = seconds >= self.slow
        if is_slow or self.which == ALL or (self.which == MADE and outcome != KEPT and not _is_sign_of_life(request)):
            if isinstance(answer, list) or hasattr(answer, "content"):
                tell(request, seconds, outcome, is_slow, _length(answer))
            else:
                return _Counted(answer, request, outcome, is_slow, seconds)
        return answer


def tell(request: Request, seconds: float, outcome: str, is_slow: bool, length: int) -> None:
    """Write the line. It has the names of parameters and not their values, which are what people look for."""
    environ = request.environ
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    path = redacted(quote(path.encode("latin-1", "replace"), safe="/@:~!$&'()*+,;=-._")[:LONGEST])
    names = sorted({name for name, _value in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)})
    status = int(request.status[:3] or 0)
    without_body = environ["REQUEST_METHOD"] == "HEAD" or status in (204, 304)
    said = {
        "method": environ["REQUEST_METHOD"][:20],
        "path": path,
        "parameters": [redacted(name[:40]) for name in names[:NAMES]] or None,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "bytes": 0 if without_body else length,
        "answer": outcome,
    }
    if is_slow:
        said |= {"queries": request.queries, "query_ms": round(request.query_seconds * 1000, 1)}
        log.warning("Slow request", extra=said)
    else:
        log.info("Request", extra=said)


def _is_sign_of_life(request: Request) -> bool:
    """Whether something that watches the site was told that all is well, as it is every few seconds."""
    return request.environ.get("PATH_INFO") in SIGNS_OF_LIFE and request.status.startswith("200")


def _length(answer: Any) -> int:
    return sum(map(len, answer)) if isinstance(answer, list) else len(answer.content)


class _Counted:
    """The parts of a stream, and the line when it is closed. The reader may be slow, so the time is that before it."""

    def __init__(self, parts: Iterable[bytes], request: Request, outcome: str, is_slow: bool, seconds: float) -> None:
        self._parts, self._request, self._outcome = parts, request, outcome
        self._is_slow, self._seconds, self._length = is_slow, seconds, 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            self._length += len(part)
            yield part

    def close(self) -> None:
        close = getattr(self._parts, "close", None)
        if close:
            close()
        tell(self._request, self._seconds, self._outcome, self._is_slow, self._length)
