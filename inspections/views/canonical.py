"""The one address of a page, however it was asked for: what search engines keep and what is cited."""

import datetime
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tracker.keep_day import PARAMETER


def canonical_path(path: str, parameters: Mapping[str, Any], day: datetime.date | None = None, page: int = 1) -> str:
    """The address without its host, of a page that is shown for these parameters.

    parameters: what was understood of those asked for, so that unknown names and values are not in it. They come out
    in the order of their names, without empty ones. A list is put in order; a tuple says that its order matters.
    The first page of a list has no number, and the page of today no day, unless the address named that day.
    """
    found: dict[str, Any] = {
        name: sorted(value) if isinstance(value, list) else value for name, value in parameters.items() if value
    }
    if day:
        found[PARAMETER] = day.isoformat()
    if page > 1:
        found["page"] = page
    query = urlencode(sorted(found.items()), doseq=True)
    return f"{path}?{query}" if query else path


def with_parameters(path: str, **more: str) -> str:
    """A canonical path with more parameters at its end."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode(more)}"
