"""What the fuzz tests share: the count of what they send."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fuzz.count import Count


@pytest.fixture
def counting(record_property: Any) -> Iterator[Callable[[str], Count]]:
    """Return a function that begins a count of a kind; what was counted is reported when the test ends, well or not."""
    counts: list[Count] = []

    def begin(kind: str) -> Count:
        counts.append(Count(kind, record_property))
        return counts[-1]

    yield begin
    for count in counts:
        count.close()
