"""Each request has an id on its answer; a line tells of it without what was looked for; a slow one is named."""

import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from tracker.answers.wrapper import KEPT, OUTCOME
from tracker.logs.current import CURRENT
from tracker.logs.requests import ALL, MADE, SLOW, RequestLog

pytestmark = pytest.mark.once
ENVIRON = {"REQUEST_METHOD": "GET", "PATH_INFO": "/recommendations/", "QUERY_STRING": "q=my+brother&page=2&empty="}


def answering(
    body: Any = (b"abc",), status: str = "200 OK", outcome: str = "", seconds: float = 0, queries: int = 0
) -> Any:
    def application(environ: dict[str, Any], start_response: Any) -> Any:
        time.sleep(seconds)
        if outcome:
            environ[OUTCOME] = outcome
        request = CURRENT.get()
        request.queries += queries
        start_response(status, [("Content-Type", "text/plain")])
        return list(body) if isinstance(body, tuple) else body

    return application


def ask(application: Any, which: str = MADE, slow_ms: int = 60_000, **environ: str) -> tuple[dict[str, str], Any]:
    found: dict[str, str] = {}

    def start(_status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
        found.update(headers)

    around = RequestLog(application, which, slow_ms, believe_proxy=True)
    return found, around({**ENVIRON, **environ}, start)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.INFO, "tracker.logs.requests")
    return lambda: [record for record in caplog.records if record.name == "tracker.logs.requests"]


def test_a_request_that_was_answered_by_work_gets_a_line(lines):
    headers, _answer = ask(answering())
    (line,) = lines()
    assert (line.levelname, line.method, line.path, line.status, line.bytes) == (
        "INFO",
        "GET",
        "/recommendations/",
        200,
        3,
    )
    assert line.parameters == ["empty", "page", "q"]
    assert line.answer == "made"
    assert line.ms >= 0
    assert "brother" not in str(line.__dict__)
    assert headers["X-Request-ID"] == CURRENT.get().id


def test_the_id_of_the_proxy_is_answered():
    assert ask(answering(), HTTP_X_REQUEST_ID="0af7651916cd43dd")[0]["X-Request-ID"] == "0af7651916cd43dd"


def test_what_is_kept_costs_no_line_unless_all_are_wanted(lines):
    ask(answering(outcome=KEPT))
    ask(answering(outcome=KEPT), SLOW)
    ask(answering(), SLOW)
    assert lines() == []
    ask(answering(outcome=KEPT, status="304 Not Modified", body=()), ALL)
    assert [(line.answer, line.status, line.bytes) for line in lines()] == [("kept", 304, 0)]


@pytest.mark.parametrize("which", [MADE, ALL, SLOW])
def test_a_slow_request_is_named_whoever_answered_it(lines, which):
    ask(answering(outcome=KEPT, seconds=0.02, queries=7), which, slow_ms=10)
    (line,) = lines()
    assert (line.levelname, line.getMessage(), line.queries) == ("WARNING", "Slow request", 7)
    assert line.ms >= 10
    assert line.query_ms == 0


def test_signs_of_life_get_a_line_only_when_something_is_wrong(lines):
    ask(answering(), PATH_INFO="/readyz")
    ask(answering(), PATH_INFO="/healthz")
    assert lines() == []
    ask(answering(status="503 Service Unavailable"), PATH_INFO="/readyz")
    assert [line.status for line in lines()] == [503]


def test_an_answer_of_django_is_passed_on_as_it_is(lines):
    response = HttpResponse("four")
    _headers, answer = ask(answering(response))
    assert answer is response
    assert lines()[0].bytes == 4


def test_a_stream_is_told_of_when_it_is_closed_with_its_bytes(lines):
    closed: list[int] = []

    class Parts(Iterable[bytes]):
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"12", b"345")

        def close(self) -> None:
            closed.append(1)

    _headers, answer = ask(answering(Parts()))
    assert lines() == []
    assert b"".join(answer) == b"12345"
    answer.close()
    assert (closed, lines()[0].bytes) == ([1], 5)


def test_head_sends_no_bytes(lines):
    ask(answering(HttpResponse("four")), REQUEST_METHOD="HEAD")
    assert lines()[0].bytes == 0


def test_a_path_is_written_in_signs_of_addresses_without_an_e_mail_and_not_without_end(lines):
    ask(answering(), PATH_INFO="/jo@example.org/\n\u00e9/" + "x" * 1000)
    path = lines()[0].path
    assert path.startswith("/…/%0A%E9/xxx")
    assert len(path) <= 300


def test_each_request_starts_its_count_anew(lines):
    for _each in range(2):
        ask(answering(queries=3), slow_ms=1, which=SLOW)
        assert CURRENT.get().queries == 3


def test_an_error_that_nobody_answered_goes_on_to_the_server():
    def broken(_environ: Any, _start: Any) -> Any:
        raise RuntimeError("x")

    with pytest.raises(RuntimeError):
        ask(broken)
