"""Many who write and many who read at the same moment: how many writes are lost or refused, how many reads fail."""

import json
import subprocess
import sys
import threading

from tests.harness.server import ROOT

from . import editor
from .load import ask
from .places import environment
from .rows import Row

WRITERS = READERS = 8

COUNT = "from inspections.models import StatusUpdate as S; print(S.objects.count())"


def updates_of(database: str) -> int:
    line = [sys.executable, "manage.py", "shell", "--no-imports", "-c", COUNT]
    done = subprocess.run(line, cwd=ROOT, env=environment(database), capture_output=True, text=True, check=True)
    return int(done.stdout)


def write_and_read(database: str, url: str, row: Row, each: int) -> dict[str, float]:
    """Let the writers record `each` updates as fast as they can, while readers ask for pages of a row."""
    before, over, reads, failed = updates_of(database), threading.Event(), [0] * READERS, [0] * READERS
    addresses, lock = iter(row.take(20_000)), threading.Lock()

    def read(number: int) -> None:
        while not over.is_set():
            with lock:
                address = next(addresses)
            reads[number] += 1
            failed[number] += ask(url + address).status != 200

    readers = [threading.Thread(target=read, args=[number]) for number in range(READERS)]
    writers = [editor.start(database, seed=number, count=each, every=0) for number in range(WRITERS)]
    for reader in readers:
        reader.start()
    told = [json.loads(writer.communicate()[0]) for writer in writers]
    over.set()
    for reader in readers:
        reader.join()
    done = sum(one["done"] for one in told)
    return {
        "asked": WRITERS * each,
        "refused": sum(len(one["refused"]) for one in told),
        "lost": done - (updates_of(database) - before),
        "slowest_write_ms": max(one["slowest"] for one in told) * 1000,
        "reads": sum(reads),
        "reads_failed": sum(failed),
    }
