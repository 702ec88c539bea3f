"""A request that holds a worker for too long ends it, and no other does."""

import os
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from tracker.time_limit import TimeLimit

# A stream of Django's that is closed looks after the connections to the database.
pytestmark = [pytest.mark.once, pytest.mark.django_db]


def served(answer: Any, seconds: float) -> tuple[TimeLimit, Any, list[str]]:
    ended: list[str] = []
    limit = TimeLimit(lambda _environ, _start: answer, seconds, lambda: ended.append("ended"))
    limit._watcher_of = os.getpid()  # looked at by hand
    return limit, limit({"PATH_INFO": "/big"}, None), ended


def test_a_stream_that_is_not_read_ends_the_worker_and_says_which_it_was(caplog):
    limit, answer, ended = served(StreamingHttpResponse([b"a", b"b"]), -1)
    assert next(iter(answer)) == b"a"
    limit.look()
    assert ended == ["ended"]
    assert "/big" in caplog.text


def test_a_stream_that_was_read_in_time_does_not():
    limit, answer, ended = served(StreamingHttpResponse([b"a", b"b"]), -1)
    assert b"".join(answer) == b"ab"
    answer.close()
    limit.look()
    assert ended == []


def test_within_the_limit_nothing_ends():
    limit, _answer, ended = served(StreamingHttpResponse([b"a"]), 3600)
    limit.look()
    assert ended == []


def test_what_is_whole_is_passed_on_as_it_is():
    whole = HttpResponse("whole")
    limit, answer, ended = served(whole, -1)
    limit.look()
    assert answer is whole
    assert ended == []


def test_a_request_that_failed_is_over():
    def fail(_environ: Any, _start: Any) -> None:
        raise RuntimeError

    ended: list[str] = []
    limit = TimeLimit(fail, -1, lambda: ended.append("ended"))
    with pytest.raises(RuntimeError):
        limit({}, None)
    limit.look()
    assert ended == []
