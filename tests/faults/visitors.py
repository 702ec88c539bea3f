"""What a visitor gets at some addresses of the site, each by a connection of its own."""

import time

from tests.harness.server import Site
from tests.serving.rounds import ask

PAGES = ("/", "/recommendations/", "/forces/cleveland/", "/api/v1/bodies/cleveland/")
WELL_SECONDS = 60


def statuses(site: Site, *paths: str) -> list[int]:
    """The status of each answer; 0 where no answer came."""
    return [status(site.url, path) for path in paths or PAGES]


def status(url: str, path: str) -> int:
    try:
        return ask(url, path)[0]
    except OSError:
        return 0


def are_read(site: Site) -> bool:
    """Whether the public can read: pages that were read before, and one that nobody has asked for yet."""
    fresh = f"/recommendations/?q=never{time.monotonic_ns()}"
    return statuses(site, *PAGES, fresh) == [200] * (len(PAGES) + 1)
