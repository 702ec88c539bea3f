"""People who record, each a process of their own: `python -m tests.bench.editor`. See `recording`.

They write as the application does, by inspections.actions, on the database of DATABASE_URL.
"""

import contextlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import django

from tests.harness.server import ROOT

from .places import environment

MARK = "An update of the bench"


@contextlib.contextmanager
def recording(database: str, every: float = 1.0) -> Iterator[None]:
    """Let one editor record an update every so many seconds until the block ends."""
    process = start(database, seed=1, count=0, every=every)
    try:
        time.sleep(2)  # until it has started
        yield
    finally:
        process.terminate()
        process.wait()


def start(database: str, *, seed: int, count: int, every: float) -> "subprocess.Popen[bytes]":
    """Start an editor. It ends after `count` updates, if that is not 0, and prints what it did as JSON."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.editor", str(seed), str(count), str(every)],
        cwd=ROOT,
        env=environment(database),
        stdout=subprocess.PIPE,
    )


def record(pk: int, text: str) -> None:
    """Record one update of an item: that its body says work goes on."""
    from inspections.actions import record_update
    from inspections.days import today
    from inspections.models import Addressee
    from inspections.partial_dates import PartialDate

    item = Addressee.objects.select_related("body").get(pk=pk)
    statement: dict[str, Any] = {
        "stated_by": item.body,
        "position": "under-way",
        "effective_on": PartialDate.parse(today().isoformat()),
        "reason": text,
        "evidence": "assertion",
    }
    record_update(item, recorded_on=today(), **statement)


def items() -> list[int]:
    """The items of the record by primary key, in order."""
    from inspections.models import Addressee

    return list(Addressee.objects.order_by("pk").values_list("pk", flat=True))


def main(seed: int, count: int, every: float) -> None:
    django.setup()
    luck, known, done, refused = random.Random(seed), items(), 0, []
    slowest = 0.0
    while not count or done + len(refused) < count:
        start_of_it = time.monotonic()
        try:
            record(luck.choice(known), f"{MARK}: editor {seed}.")
            done += 1
        except Exception as error:  # counted, whatever it is: none is asked for
            refused.append(repr(error)[:200])
        took = time.monotonic() - start_of_it
        slowest = max(slowest, took)
        time.sleep(max(0.0, every - took))
    print(json.dumps({"done": done, "refused": refused, "slowest": slowest}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
