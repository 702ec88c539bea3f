"""How much of a worker's time one client may take.

Requests are not counted but the seconds for which they hold a worker: a page that costs little is hardly noticed, and
fifty that cost much are. So an office with one address for all, or a program that reads the whole API, need not be told
apart from a single reader. Each process counts for itself, so that nothing has to be shared: a client that has all
workers answer has its share of each.
"""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.http import HttpRequest

from tracker import audit

AT_ONCE = 10.0  # seconds of work that a client may have done at once: some three hundred pages made afresh
MOST_CLIENTS = 10_000  # whose debts are known; the one who asked longest ago is forgotten first
NETWORK = 64  # bits of an IPv6 address that are one client: a household has all addresses of its network


def client_of(request: HttpRequest) -> str | None:
    """Whom the time is counted against: the address that a request comes from, as lockouts know it."""
    found = audit.address(request)
    if found is None or ":" not in found:
        return found
    return str(ipaddress.IPv6Network((found.partition("%")[0], NETWORK), strict=False))


class Budget:
    """Seconds of work, by client. What was had at once is paid back at `percent` of the time that passes."""

    def __init__(self, percent: int, now: Callable[[], float] = time.monotonic) -> None:
        """percent: of a worker's time; 0 counts nothing and refuses nobody."""
        self.percent, self._now = percent, now
        self._debts: OrderedDict[str, tuple[float, float]] = OrderedDict()  # seconds, and when that was so
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._debts)

    def wait(self, client: str) -> int:
        """Seconds until the client may ask for more; 0 where it may now."""
        if not self.percent:
            return 0
        with self._lock:
            over = self._debt(client) - AT_ONCE
        return max(1, math.ceil(over * 100 / self.percent)) if over > 0 else 0

    def spend(self, client: str, seconds: float) -> None:
        if not self.percent:
            return
        with self._lock:
            self._debts[client] = (self._debt(client) + seconds, self._now())
            self._debts.move_to_end(client)
            while len(self._debts) > MOST_CLIENTS:
                self._debts.popitem(last=False)

    def _debt(self, client: str) -> float:
        seconds, at = self._debts.get(client, (0.0, 0.0))
        return max(0.0, seconds - (self._now() - at) * self.percent / 100)
