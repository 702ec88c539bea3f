"""How much was made up: each test says it in a property of its report, and the end of the run prints the sum."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

PROPERTY = "fuzzed"
Record = Callable[[str, object], None]


class Count:
    """Counts what one test sends, by kind."""

    def __init__(self, kind: str, record_property: Record) -> None:
        self.kind, self.sent = kind, 0
        self._record = record_property

    def one(self) -> None:
        self.sent += 1

    def close(self) -> None:
        self._record(PROPERTY, (self.kind, self.sent))


def printed(reports: Iterable[Any]) -> str:
    """A line for each kind: how many were sent, and how many tests found a fault; "" if nothing was fuzzed."""
    sent, failed = Counter[str](), Counter[str]()
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == PROPERTY and report.when == "teardown":
                kind, number = value
                sent[kind] += number
        if "/fuzz/" in getattr(report, "nodeid", "") and getattr(report, "failed", False):
            failed["all"] += 1
    if not sent:
        return ""
    lines = [f"{number:>8,} {kind}" for kind, number in sorted(sent.items())]
    return "\n".join([*lines, f"{sum(sent.values()):>8,} in all, {failed['all']:,} failures"])
