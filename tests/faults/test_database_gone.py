"""The database goes away while eight editors record, and comes back: 503 meanwhile, then all is well by itself."""

import time
from functools import partial

import pytest

from .ledger import lost
from .staff import signed_in
from .visitors import PAGES, WELL_SECONDS, are_read, is_ready, says_it_is_gone, status
from .writers import wait_until, writing

pytestmark = pytest.mark.once


def test_while_the_database_is_gone_the_site_says_so_and_afterwards_nothing_is_lost(place, some_updates, note_row):
    with place.running() as server:
        assert are_read(place.site)
        editor = signed_in(place.site)
        with writing(place, some_updates) as told:
            told.wait_for(some_updates // 2)
            place.take_away()
            try:
                for path in (*PAGES, "/recommendations.csv"):
                    wait_until(partial(says_it_is_gone, place.site.url, path), WELL_SECONDS, f"503 at {path}")
                page = editor.get("/admin/")
                assert (page.status_code, int(page.headers["Retry-After"]) > 0) == (503, True)
                assert status(place.site.url, "/healthz") == 200
                assert not is_ready(place.site.url)
                workers = server.workers()
                refused_until = len(told.acknowledged)
            finally:
                place.bring_back()
            back = time.monotonic()
            wait_until(lambda: are_read(place.site), WELL_SECONDS, "the public can read again")
            assert is_ready(place.site.url)
            wait_until(lambda: len(told.acknowledged) > refused_until, WELL_SECONDS, "editors can record again")
            seconds = time.monotonic() - back
            assert server.workers() == workers
    gone = lost(place.site, told.acknowledged)
    assert gone == 0
    counts = {"attempts": told.sent, "acknowledged": len(told.acknowledged), "lost": gone}
    note_row("database gone and back", place, **counts, seconds=seconds)
