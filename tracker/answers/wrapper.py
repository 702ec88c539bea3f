"""What stands around Django: it answers from what is kept, and keeps what a view says may be kept."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from tracker.answers.answer import Environ, Headers, Original
from tracker.answers.asked import Asked, asked_for
from tracker.answers.keeper import LARGEST, Keeper
from tracker.answers.key import chosen, stem
from tracker.answers.visit import IN_ENVIRON, Visit

# Who sends one of these asks for something else than the whole answer that everybody gets.
OTHERWISE = ("HTTP_RANGE", "HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# In the environment of a request, for the log: its answer was kept, or is from now on.
OUTCOME = "tracker.answers.outcome"
KEPT, FIRST = "kept", "first"
VARIES_BY = {"accept", "accept-encoding"}


class KeptAnswers:
    """A WSGI application in front of Django's.

    An answer is kept under the state that was read before Django began to make it, so it may be newer than its key and
    is never older. Where the state cannot be read, Django answers.
    """

    def __init__(self, application: Any, keeper: Keeper) -> None:
        self.application, self.keeper = application, keeper

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(name in environ for name in OTHERWISE):
            answer: Iterable[bytes] = self.application(environ, start_response)
            return answer
        asked, state = asked_for(environ), None
        address = self.keeper.addresses.get(asked, environ.get("HTTP_ACCEPT", "")) if asked else None
        if address is not None:
            state = self.keeper.reader.state()
            if state is not None:
                encoding = chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
                kept = self.keeper.find(stem(state), address, encoding)
                if kept is not None:
                    environ[OUTCOME] = KEPT
                    return kept.send(environ, start_response)
        return self._ask(Visit(self.keeper, environ, state), asked, environ, start_response)

    def _ask(self, visit: Visit, asked: Asked | None, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Let Django answer, and keep what it says if it may be kept."""
        environ[IN_ENVIRON] = visit
        said: dict[str, Any] = {}

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            said.update(status=status, headers=headers, exc_info=exc_info)

        try:
            response = self.application(environ, start)
            body = _to_keep(visit, response, said)
            if body is not None:
                environ[OUTCOME] = KEPT if visit.found else FIRST
                try:
                    return self._send(visit, asked, body, said["headers"], environ, start_response)
                finally:
                    response.close()
        finally:
            visit.end()
        if said["exc_info"]:
            start_response(said["status"], said["headers"], said["exc_info"])
        else:
            start_response(said["status"], said["headers"])
        answer: Iterable[bytes] = response
        return answer

    def _send(
        self, visit: Visit, asked: Asked | None, body: bytes, headers: Headers, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        kept = visit.found or self.keeper.keep(visit.stem, visit.address, visit.encoding, Original.of(headers, body))
        if asked:
            varies = any(name == "Vary" and "accept" in _listed(value) for name, value in kept.headers)
            self.keeper.addresses.put(asked, visit.address, environ.get("HTTP_ACCEPT", "") if varies else None)
        return kept.send(environ, start_response)


def _listed(value: str) -> list[str]:
    return [each.strip().lower() for each in value.split(",")]


def _to_keep(visit: Visit, response: Any, said: dict[str, Any]) -> bytes | None:
    """The body of an answer that may be kept, or that is kept already; None for every other."""
    if not visit.address or not said.get("status", "").startswith("200 ") or not isinstance(response, HttpResponse):
        return None
    if visit.found is not None:
        return b""
    if visit.method != "GET" or len(response.content) > LARGEST:
        return None
    for name, value in said["headers"]:
        match name.lower():
            case "set-cookie":
                return None
            case "cache-control" if {"no-store", "private"} & set(_listed(value)):
                return None
            case "vary" if set(_listed(value)) - VARIES_BY:
                return None
            case "content-security-policy" if "'nonce-" in value:  # good for one answer alone
                return None
    return response.content
