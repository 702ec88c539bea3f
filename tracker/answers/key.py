"""What names a kept answer, and the ETag that is made of it."""

import functools
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from django.http import HttpRequest, QueryDict

from tracker.release import release

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
SUFFIXES = {IDENTITY: "", GZIP: "-gz", BROTLI: "-br"}  # of ETags: each encoding is another text of bytes
LONGEST = 2_000  # characters of an address, or of a header, that is looked into
_TAGS = re.compile(r'(?:W/)?("[^"]*")')
_CHOICE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*")


@dataclass(frozen=True, slots=True)
class State:
    """What every answer of a moment depends on: its name, and what the application made the name of."""

    name: str
    told: Any = None


class Reader(Protocol):
    """Says what state the record is in. EDITION_READER of the settings names the class."""

    def state(self) -> State | None:
        """The state of this moment, read afresh; None where it cannot be read, and then nothing kept is used."""


def stem(state: State) -> str:
    """The part of the key that all answers of a moment share."""
    return f"{state.name} {release()}"


def address(request: HttpRequest, origin: str) -> str:
    """The address of an answer: the origin that it depends on, the path, and the parameters of `known` in order."""
    query = urlencode([(name, value) for name in sorted(request.GET) for value in request.GET.getlist(name)])
    return f"{origin}{quote(request.path)}?{query}" if query else f"{origin}{quote(request.path)}"


def known(asked: QueryDict, names: Iterable[str], *, with_empty: bool = False) -> QueryDict:
    """The parameters that a view reads. Others are dropped.

    An empty value is one that was not given, as in a form that was sent; with_empty leaves it to the view.
    """
    found = QueryDict(mutable=True)
    for name in sorted(set(names) & set(asked)):
        values = [value for value in asked.getlist(name) if value or with_empty]
        if values:
            found.setlist(name, values)
    return found


def etag(stem: str, address: str, encoding: str = IDENTITY) -> str:
    """A strong tag of the answer of a stem at an address, in an encoding."""
    return f'"{hashlib.sha256(f"{stem} {address}".encode()).hexdigest()[:32]}{SUFFIXES[encoding]}"'


def is_among(tag: str, header: str) -> bool:
    """Whether If-None-Match names a tag, by weak comparison (RFC 9110, 8.8.3.2 and 13.1.2); "*" names any."""
    return header.strip() == "*" or (len(header) <= LONGEST and tag in _TAGS.findall(header))


@functools.lru_cache(maxsize=256)
def chosen(accept_encoding: str) -> str:
    """The encoding in which to answer Accept-Encoding: the one preferred, and the smallest of those liked alike."""
    weights: dict[str, float] = {}
    for part in accept_encoding[:LONGEST].split(","):
        choice = _CHOICE.fullmatch(part)
        if choice:
            weights[choice[1].lower()] = float(choice[2] or 1)
    rest = weights.get("*", 0.0)
    found = [(weights.get(name, rest), order, name) for order, name in enumerate((GZIP, BROTLI), start=1)]
    # What is not named is still acceptable, and less so than anything that is.
    found.append((weights.get(IDENTITY, 0.0005), 0, IDENTITY))
    weight, _order, name = max(found)
    return name if weight else IDENTITY
