"""What a visitor gets at some addresses of the site, each by a connection of its own."""

import http.client
import time

from tests.harness.server import Site
from tests.serving.rounds import ask

PAGES = ("/", "/recommendations/", "/forces/cleveland/", "/api/v1/bodies/cleveland/")
WELL_SECONDS = 60


def statuses(site: Site, *paths: str) -> list[int]:
    """The status of each answer; 0 where no answer came."""
    return [status(site.url, path) for path in paths or PAGES]


def status(url: str, path: str) -> int:
    return _asked(url, path)[0]


def _asked(url: str, path: str) -> tuple[int, dict[str, str], bytes]:
    try:
        return ask(url, path)
    except (OSError, http.client.HTTPException):
        return 0, {}, b""


def says_it_is_gone(url: str, path: str) -> bool:
    """Whether the answer is the 503 that asks to come again."""
    code, headers, body = _asked(url, path)
    if code != 503:
        return False
    assert int(headers["retry-after"]) > 0
    assert b"Traceback" not in body
    return True


def is_ready(url: str) -> bool:
    """What /readyz says of the process."""
    code = status(url, "/readyz")
    assert code in (200, 503)
    return code == 200


def are_read(site: Site) -> bool:
    """Whether the public can read: pages that were read before, and one that nobody has asked for yet."""
    fresh = f"/recommendations/?q=never{time.monotonic_ns()}"
    return statuses(site, *PAGES, fresh) == [200] * (len(PAGES) + 1)
