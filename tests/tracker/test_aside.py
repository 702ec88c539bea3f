"""What nobody waits for is done all the same, knows who acts, and cannot pile up."""

import contextvars
import logging
import threading

import pytest

from tracker import aside

pytestmark = pytest.mark.once


def test_it_is_done_by_another_thread_that_knows_what_the_caller_knew():
    acting = contextvars.ContextVar("acting")
    acting.set("somebody")
    done = []
    aside.aside(lambda: done.append((acting.get(), threading.current_thread().name))).result(60)
    assert done[0][0] == "somebody"
    assert done[0][1].startswith("aside")


def test_what_fails_is_in_the_log_and_the_next_is_done(caplog):
    with caplog.at_level(logging.ERROR):
        aside.aside(lambda: 1 // 0).result(60)
    assert "Work that was done aside failed." in caplog.text
    assert aside.aside(lambda: None).result(60) is None


def test_what_is_too_much_is_dropped_and_nobody_waits(caplog, monkeypatch):
    monkeypatch.setattr(aside, "_places", threading.BoundedSemaphore(2))
    go_on = threading.Event()
    waiting = [aside.aside(go_on.wait) for _number in range(2)]
    assert aside.aside(go_on.wait) is None
    assert "some was dropped" in caplog.text
    go_on.set()
    for each in waiting:
        each.result(60)
    assert aside.aside(lambda: None) is not None
