"""Steady requests by several clients at once, and what became of each, whatever happens to the server meanwhile."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PAUSE = 0.01  # seconds between two requests of one client: steady, and leaving the machine to others
TIMEOUT = 60  # seconds: on a slow machine an answer is late, and not lost


@dataclass
class Load:
    """Clients that ask for a path until `stop`: half of them by a new connection each time, half by one that is kept.

    A kept connection that the server has closed while nothing was asked is opened again, as every client and proxy does
    (RFC 9112, 9.3.1). Everything else that is not 200 is lost.
    """

    url: str
    path: str
    clients: int = 6
    answered: int = 0
    reopened: int = 0
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._over, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._ask, args=(number % 2 == 0,)) for number in range(self.clients)]

    def __enter__(self) -> "Load":
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_raised: Any) -> None:
        self.stop()

    def stop(self) -> None:
        self._over.set()
        for each in self._threads:
            each.join()

    def _ask(self, keeps: bool) -> None:
        connection: http.client.HTTPConnection | None = None
        while not self._over.is_set():
            is_new = connection is None
            connection = connection or http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT)
            try:
                connection.request("GET", self.path, headers={} if keeps else {"Connection": "close"})
                answer = connection.getresponse()
                answer.read()
                self._note("" if answer.status == 200 else str(answer.status))
                closes = not keeps or answer.will_close
            except OSError as error:  # RemoteDisconnected is one: nothing came back
                closes = True
                self._note(repr(error), reopens=not is_new)
            except http.client.HTTPException as error:  # a part came back
                closes = True
                self._note(repr(error))
            if closes:
                connection.close()
                connection = None
            time.sleep(PAUSE)
        if connection is not None:
            connection.close()

    def _note(self, wrong: str, reopens: bool = False) -> None:
        with self._lock:
            if reopens:
                self.reopened += 1
            elif wrong:
                self.lost.append(wrong)
            else:
                self.answered += 1
