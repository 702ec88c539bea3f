"""A server whose clock the test sets, by libfaketime: the time of day alone, as when somebody sets a machine's clock.

As a program it is the site's server. `Clock.env` is what it needs in its environment.
"""

import os
import select
import time
from pathlib import Path

import pytest

HOW_TO_GET_IT = "libfaketime is not installed. On Debian: apt-get install libfaketime"
LINE = ("-m", "tests.faults.clock")


def library() -> Path | None:
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


class Clock:
    """How far the clock of a server is from ours, in a file that the library reads whenever somebody asks the time."""

    def __init__(self, file: Path) -> None:
        found = library()
        if found is None:
            pytest.skip(HOW_TO_GET_IT)
        self.file, self.offset = file, 0.0
        self.env = {
            "LD_PRELOAD": str(found),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # a clock that is set moves no stop-watch
        }
        self.turn(0)

    def turn(self, seconds: float) -> None:
        """Set it so many seconds on, or back."""
        self.offset += seconds
        new = self.file.with_suffix(".new")
        new.write_text(f"{self.offset:+.0f}\n")
        os.replace(new, self.file)


def main() -> None:
    # Python sleeps until a moment of the stop-watch, which the library refuses; to wait for nothing comes to the same.
    time.sleep = lambda seconds: select.select([], [], [], float(seconds))  # type: ignore[assignment]
    from tracker import serve

    serve.main()


if __name__ == "__main__":
    main()
