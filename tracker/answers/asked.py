"""Which addresses, as they were asked for, Django has answered well: each leads to the address of its answer.

An address is here only if Django gave 200 for that very scheme and host, so that what it checks of them is never passed
by.
"""

import threading
from collections import OrderedDict

from tracker.answers.answer import Environ
from tracker.answers.key import LONGEST

MOST = 20_000
Asked = tuple[str, ...]


def asked_for(environ: Environ) -> Asked | None:
    """What was asked for, as it was sent; None for what is not looked into."""
    host, query = environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
    path = environ.get("PATH_INFO", "")
    if not host or len(path) + len(query) + len(host) > LONGEST:
        return None
    scheme = environ["wsgi.url_scheme"]
    return (scheme, environ.get("HTTP_X_FORWARDED_PROTO", ""), host, environ.get("SCRIPT_NAME", ""), path, query)


class Addresses:
    """The addresses that were last asked for."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._found: OrderedDict[Asked, str] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._found)

    def get(self, asked: Asked, accept: str) -> str | None:
        """The address of the answer; one that varies by Accept is known for that Accept alone."""
        with self._lock:
            found = self._found.get(asked)
            if found is not None:
                self._found.move_to_end(asked)
                return found
            return self._found.get((*asked, accept))

    def put(self, asked: Asked, address: str, accept: str | None = None) -> None:
        """Remember an address; `accept` is the header that it varies by, None where it does not."""
        if accept is not None and len(accept) > LONGEST:
            return
        with self._lock:
            self._found[asked if accept is None else (*asked, accept)] = address
            while len(self._found) > self.most:
                self._found.popitem(last=False)
