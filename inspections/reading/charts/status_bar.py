"""Figures of the record made ready to be drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from inspections.headline import HeadlineStatus
from tracker.bars import stacked_bar


def status_bar(
    name: str, counts: Mapping[str, int], noun_label: str, url: Callable[[HeadlineStatus], str]
) -> dict[str, Any]:
    """Return the bar of how items stand, in the order of HeadlineStatus, for components/status_bar.jinja.

    `name` is unique on the page, `noun_label` says what is counted ("303 items"), `url` leads to what a part counts.
    """
    return stacked_bar(name, noun_label, ((status, counts.get(status, 0), url(status)) for status in HeadlineStatus))
