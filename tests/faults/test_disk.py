"""A disk is full, or can only be read: editors are told that nothing was recorded, and the public goes on reading."""

import contextlib
import os
import random
import shutil
import signal
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from .disks import fill, make_room, needs_root, small_disk
from .ledger import MARK, held, lost
from .places import COPY, Place
from .staff import Editor, signed_in
from .unkept import LINE
from .visitors import WELL_SECONDS, are_read
from .writers import wait_until

pytestmark = pytest.mark.once

MEGABYTES = 48  # room for the database, and for what is written until it is full
ENOUGH = 300  # updates that certainly need more room than is left
LETTERS = 4_500  # of a reason: about as long as one may be, so that a few need room


@contextlib.contextmanager
def on_a_small_disk(place: Place) -> Iterator[tuple[Place, Path]]:
    """Move the database to a small disk until the block ends. On PostgreSQL the log of writes stays where it was: there
    a server that has no room for it stops, whoever asks it, and has to be started again by its own keeper."""
    with small_disk(MEGABYTES) as disk:
        if place.cluster is None:
            file = disk / "database" / place.file.name
            file.parent.mkdir()
            shutil.move(place.file, file)
            yield place.having(DATABASE_URL=f"sqlite:///{file}"), disk
            return
        with place.cluster.space(disk) as space:
            place.cluster.sql(f"ALTER DATABASE {COPY} SET TABLESPACE {space}")
            try:
                yield place, disk
            finally:
                place.cluster.sql(f"DROP DATABASE {COPY} WITH (FORCE)")


def reason(number: int) -> str:
    """One that no database can make much shorter."""
    letters = random.Random(number).choices(string.ascii_letters + " ", k=LETTERS)
    return f"{MARK}: number {number}. {''.join(letters)}"


def record(editor: Editor, item: int, number: int, seen: int) -> bool:
    """Whether an update was recorded. A refusal must be one that can be understood, and may be tried again."""
    answer = editor.record(item, reason(number), seen)
    if answer.status_code == 302:
        return True
    assert answer.status_code == 503, f"{answer.status_code}: {answer.text}"
    assert int(answer.headers["Retry-After"]) > 0
    assert "Traceback" not in answer.text
    return False


def until_recorded(editor: Editor, item: int, number: int, seen: int) -> tuple[int, float]:
    """Send an update until it is recorded: how often it was sent, and how many seconds that took."""
    answers: list[bool] = []

    def is_recorded() -> bool:
        answers.append(record(editor, item, number, seen))
        return answers[-1]

    seconds = wait_until(is_recorded, WELL_SECONDS, "it is recorded")
    return len(answers), seconds


def test_on_a_full_disk_the_public_reads_on_and_what_is_refused_can_be_sent_again(place, note_row):
    needs_root("mount a small disk")
    item = held(place.site, 1)["items"][0][0]
    with on_a_small_disk(place) as (place, disk), place.running() as server:
        assert are_read(place.site)
        editor = signed_in(place.site)
        seen = editor.seen(item)
        workers = server.workers()
        fill(disk)
        told: list[str] = []
        while record(editor, item, len(told), seen + len(told)):
            told.append(reason(len(told)))
            assert len(told) < ENOUGH, "The disk was never full."
        attempts = len(told) + 1
        for _each in range(3):
            assert are_read(place.site)
            attempts += 1
            assert not record(editor, item, len(told), seen + len(told))
        make_room(disk)

        more, seconds = until_recorded(editor, item, len(told), seen + len(told))
        attempts += more
        told.append(reason(len(told)))
        assert are_read(place.site)
        assert server.workers() == workers
        gone = lost(place.site, told)
        assert gone == 0
        assert held(place.site)["reasons"] == told
    note_row("disk full", place, attempts=attempts, acknowledged=len(told), lost=gone, seconds=seconds)


def test_on_a_read_only_disk_the_public_reads_on_and_what_is_refused_can_be_sent_again(place, note_row):
    needs_root("make a disk read-only")
    item = held(place.site, 1)["items"][0][0]
    with place.running(LINE) as server:
        assert are_read(place.site)
        editor = signed_in(place.site)
        seen = editor.seen(item)
        assert record(editor, item, 0, seen)
        workers = server.workers()
        with place.only_reading():
            for _each in range(3):
                assert not record(editor, item, 1, seen + 1)
                assert are_read(place.site)
        more, seconds = until_recorded(editor, item, 1, seen + 1)
        assert server.workers() == workers
    gone = lost(place.site, [reason(0), reason(1)])
    assert gone == 0
    note_row("database can only be read", place, attempts=4 + more, acknowledged=2, lost=gone, seconds=seconds)


def test_workers_that_began_while_the_disk_could_only_be_read_record_when_it_can_be_written(place, note_row):
    needs_root("make a disk read-only")
    item = held(place.site, 1)["items"][0][0]
    with place.running(LINE) as server:
        assert are_read(place.site)
        editor = signed_in(place.site)
        seen = editor.seen(item)
        with place.only_reading():
            before = server.workers()
            for worker in before:
                os.kill(worker, signal.SIGKILL)
            wait_until(lambda: not server.workers() & before, WELL_SECONDS, "the workers are new ones")
            wait_until(lambda: are_read(place.site), WELL_SECONDS, "the public reads again")
            assert not record(editor, item, 0, seen)
        more, seconds = until_recorded(editor, item, 0, seen)
    gone = lost(place.site, [reason(0)])
    assert gone == 0
    note_row("workers begun on a read-only disk", place, attempts=1 + more, acknowledged=1, lost=gone, seconds=seconds)
