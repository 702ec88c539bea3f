"""What stands around Django: what it keeps, for whom, and what it leaves alone."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from tracker.answers import wrapper as module
from tracker.answers.keeper import Keeper
from tracker.answers.key import State
from tracker.answers.memory import Memory
from tracker.answers.shelf import Shelf
from tracker.answers.turns import Turns
from tracker.answers.visit import IN_ENVIRON
from tracker.answers.wrapper import KeptAnswers

pytestmark = pytest.mark.once


class Reader:
    name: str | None = "1"

    def state(self) -> State | None:
        return State(self.name) if self.name else None


class Site:
    """An application like Django: it counts what it makes, and says that all of it may be kept."""

    def __init__(self) -> None:
        self.made = 0
        self.answer: Callable[[], Any] = lambda: HttpResponse(f"made {self.made}")
        self.address = "/page"
        self.closed = 0
        self.before: Callable[[], None] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        visit = environ.get(IN_ENVIRON)
        kept = visit is not None and self.address and visit.may_keep(self.address)
        self.before()
        if kept:
            response: Any = HttpResponse()
        else:
            self.made += 1
            response = self.answer()
        response.close = self.close
        headers = [*response.items(), *(("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values())]
        start_response(f"{response.status_code} {response.reason_phrase}", headers)
        return response

    def close(self) -> None:
        self.closed += 1


class World:
    def __init__(self, folder: Any = None) -> None:
        self.site, self.reader = Site(), Reader()
        shelf = Shelf(folder, 1_000_000) if folder else None
        self.keeper = Keeper(self.reader, Memory(1_000_000), shelf, Turns(None))
        self.application = KeptAnswers(self.site, self.keeper)
        self.status, self.headers = "", {}

    def ask(self, query: str = "", method: str = "GET", **headers: str) -> bytes:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "HTTP_HOST": "example.org",
            "PATH_INFO": "/page",
            "QUERY_STRING": query,
            **headers,
        }

        def start(status: str, given: list[tuple[str, str]], _error: Any = None) -> None:
            self.status, self.headers = status, dict(given)

        return b"".join(self.application(environ, start))


@pytest.fixture
def world() -> World:
    return World()


def test_what_was_answered_once_is_answered_again_without_django(world):
    assert [world.ask(), world.ask()] == [b"made 1", b"made 1"]
    assert world.site.made == world.site.closed == 1


def test_another_state_is_another_answer(world):
    world.ask()
    world.reader.name = "2"
    assert world.ask() == b"made 2"


def test_where_the_state_cannot_be_read_django_answers_and_nothing_is_kept(world):
    world.ask()
    world.reader.name = None
    assert [world.ask(), world.ask()] == [b"made 2", b"made 3"]
    world.reader.name = "1"
    assert world.ask() == b"made 1"


def test_an_answer_is_kept_under_the_state_from_before_it_was_made(world):
    def move() -> None:
        world.reader.name = "2"

    world.site.before = move
    world.ask()
    assert world.ask() == b"made 2"
    assert world.ask() == b"made 2"


def test_another_address_of_the_same_answer_is_made_once(world):
    assert {world.ask(query) for query in ("a=1", "a=1&x=1", "x=2")} == {b"made 1"}
    assert world.site.made == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_IF_MATCH": '"x"'},
    ],
)
def test_what_asks_for_something_else_is_left_to_django(world, headers):
    world.ask()
    assert world.ask(**headers) == b"made 2"
    assert world.ask() == b"made 1"


def with_cookie() -> HttpResponse:
    response = HttpResponse("mine")
    response.set_cookie("session", "1")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("no", status=404),
        lambda: HttpResponse("no", status=500),
        lambda: HttpResponse("", status=308, headers={"Location": "/"}),
        with_cookie,
        lambda: HttpResponse("x", headers={"Cache-Control": "no-store"}),
        lambda: HttpResponse("x", headers={"Cache-Control": "max-age=0, private"}),
        lambda: HttpResponse("x", headers={"Vary": "Accept, Cookie"}),
        lambda: HttpResponse("x", headers={"Content-Security-Policy": "script-src 'nonce-abc'"}),
        lambda: StreamingHttpResponse([b"a", b"b"]),
    ],
)
def test_what_is_not_the_same_for_everybody_is_never_kept(world, answer):
    world.site.answer = answer
    world.ask()
    world.ask()
    assert world.site.made == 2
    assert len(world.keeper.memory) == len(world.keeper.addresses) == 0


def test_what_no_view_says_may_be_kept_is_not(world):
    world.site.address = ""
    world.ask()
    assert world.ask() == b"made 2"


def test_what_is_very_large_is_sent_and_not_kept(world, monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 3)
    assert [world.ask(), world.ask()] == [b"made 1", b"made 2"]


def test_the_answer_to_head_is_not_kept_and_is_given_from_what_is(world):
    world.ask(method="HEAD")
    assert len(world.keeper.memory) == 0
    world.ask()
    assert world.ask(method="HEAD") == b""
    assert world.headers["Content-Length"] == "6"
    assert world.site.made == 2


def test_another_host_or_scheme_is_asked_of_django_first(world):
    world.ask()
    world.site.answer = lambda: HttpResponse("refused", status=400)
    world.site.address = ""
    assert world.ask(HTTP_HOST="evil.example") == b"refused"
    assert world.ask(HTTP_X_FORWARDED_PROTO="https") == b"refused"


def test_an_encoding_is_made_of_what_is_kept(world):
    world.ask(HTTP_ACCEPT_ENCODING="br")
    for encoding in ("gzip", "br"):
        world.ask(HTTP_ACCEPT_ENCODING=encoding)
        assert world.headers["Content-Encoding"] == encoding
    assert world.ask() == b"made 1"
    assert world.site.made == 1


def test_a_client_that_has_it_is_told_so(world):
    world.ask()
    assert world.ask(HTTP_IF_NONE_MATCH=world.headers["ETag"]) == b""
    assert world.status == "304 Not Modified"


def test_a_builder_that_fails_gives_its_turn_back(world):
    def fail() -> HttpResponse:
        raise RuntimeError

    world.site.answer = fail
    with pytest.raises(RuntimeError):
        world.ask()
    world.site.answer = lambda: HttpResponse("well")
    assert world.ask() == b"well"
    assert not world.keeper.turns._held


def test_two_processes_share_what_is_on_the_shelf_and_not_what_is_damaged(tmp_path):
    first, second, third = World(tmp_path), World(tmp_path), World(tmp_path)
    assert first.ask(HTTP_ACCEPT_ENCODING="gzip") == second.ask(HTTP_ACCEPT_ENCODING="gzip")
    assert second.ask() == b"made 1"
    assert second.site.made == 0
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    third.ask()
    assert third.site.made == 1
