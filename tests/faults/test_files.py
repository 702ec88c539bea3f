"""There is no room for files that are made on the way: downloads say so soon, pages go on, later all is made."""

import time

import pytest

from tests.serving.rounds import ask

from .disks import fill, make_room, needs_root, small_disk
from .visitors import WELL_SECONDS, are_read, status
from .writers import wait_until

pytestmark = pytest.mark.once

# Made in TMPDIR as they are asked for, and kept in DATA_DIR.
LISTS = ("/recommendations.csv", "/recommendations.json", "/recommendations.xlsx", "/changes.csv?since=2015-01-01")
PACKAGE = ("/data/tracker.zip", "/data/tracker.zip.sha256")
SOON_SECONDS = 30  # half of what a request may take


@pytest.mark.parametrize("stock", ["sqlite"], indirect=True)
def test_where_there_is_no_room_for_a_file_it_is_refused_soon_and_made_once_there_is(place, note_row):
    needs_root("mount a small disk")
    # One worker, which has chosen its folder for temporary files: without room there it would first look for another.
    with (
        small_disk(8) as disk,
        place.having(TMPDIR=str(disk), DATA_DIR=str(disk / "data"), WORKERS="1").running() as server,
    ):
        assert are_read(place.site)
        assert status(place.site.url, LISTS[0]) == 200
        workers = server.workers()
        fill(disk)
        for path in (*LISTS, *PACKAGE):
            begun = time.monotonic()
            code, headers, body = ask(place.site.url, path)
            assert (code, int(headers["retry-after"]) > 0) == (503, True), path
            assert headers["content-type"].startswith("text/plain")
            assert b"no room" in body
            assert time.monotonic() - begun < SOON_SECONDS
        # Pages need no file, and the page about the package offers what there is.
        assert are_read(place.site)
        assert status(place.site.url, "/data/") == 200
        assert server.workers() == workers
        make_room(disk)
        made = wait_until(
            lambda: {status(place.site.url, path) for path in (*LISTS, *PACKAGE)} == {200}, WELL_SECONDS, "all is made"
        )
    asked = len(LISTS) + len(PACKAGE)
    note_row("no room for files", place, attempts=asked, acknowledged=0, lost=0, seconds=made)
