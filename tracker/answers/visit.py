"""One request on its way through Django: what the wrapper and a view tell each other."""

from typing import Any

from django.http import HttpRequest

from tracker.answers.answer import Environ, Kept
from tracker.answers.keeper import Keeper
from tracker.answers.key import LONGEST, State, chosen, stem
from tracker.answers.turns import Turn

IN_ENVIRON = "tracker.answers.visit"


class Visit:
    """Made by the wrapper for a request that it has no answer to. A view finds it by `visit_of`."""

    def __init__(self, keeper: Keeper, environ: Environ, state: State | None = None) -> None:
        self.keeper = keeper
        self.method: str = environ["REQUEST_METHOD"]
        self.encoding = chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        self.address = ""  # of an answer that may be kept
        self.found: Kept | None = None  # what was kept already: the wrapper sends it in place of Django's answer
        self._state, self._is_read = state, state is not None
        self._turn: Turn | None = None

    @property
    def state(self) -> State | None:
        """The state of the record, read once, and before anything is shown of it."""
        if not self._is_read:
            self._state, self._is_read = self.keeper.reader.state(), True
        return self._state

    @property
    def stem(self) -> str:
        assert self.state is not None
        return stem(self.state)

    def may_keep(self, address: str) -> bool:
        """Say that the answer may be kept. True where it is already, and nothing has to be made.

        Otherwise the caller is the one who makes it, and others wait until `end`.
        """
        if self.state is None or len(address) > LONGEST:
            return False
        self.address = address
        self.found = self.keeper.find(self.stem, address, self.encoding)
        if self.found is None and self.method == "GET":
            self._turn = self.keeper.turns.take(f"{self.stem} {address}")
            self.found = self.keeper.find(self.stem, address, self.encoding)
        return self.found is not None

    def end(self) -> None:
        """Let the next one have the turn. Called by the wrapper, whatever happened."""
        turn, self._turn = self._turn, None
        if turn:
            turn.release()


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit of a request; None where no wrapper stands around Django."""
    found: Any = request.META.get(IN_ENVIRON)
    return found if isinstance(found, Visit) else None
