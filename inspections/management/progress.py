"""Progress bars of long commands, on a terminal only."""

import sys
from collections.abc import Callable
from typing import IO, Any

from tqdm import tqdm


class Bars:
    """One bar after another; each `bar` ends the one before it. Call it as a context, so that the last one ends."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self.stream = stream or sys.stderr
        self.current: Any = None

    def bar(self, label: str, total: int) -> Callable[[int], object]:
        """Begin a bar and give back what to tell it: how many more are done."""
        self.close()
        # disable=None: only where the stream is a terminal.
        self.current = tqdm(total=total, desc=label, unit="", file=self.stream, disable=None)
        return self.current.update

    def close(self) -> None:
        if self.current is not None:
            self.current.close()

    def __enter__(self) -> "Bars":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
