"""A kept answer: as Django gave it, and ready to be sent in one encoding."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tracker.answers.compression import in_encoding, packed
from tracker.answers.key import IDENTITY, etag, is_among

Headers = list[tuple[str, str]]
Environ = dict[str, Any]

OVERHEAD = 1_000  # bytes of memory that an answer takes beside its texts, about
# What describes the bytes of the body, and so is ours to say.
OF_THE_BODY = {"content-length", "content-encoding", "etag"}
# A 304 has no body to describe. All else stays: a browser takes over the policy that comes with it.
NOT_WITH_304 = {"content-type", "content-disposition", "content-language"}


@dataclass(frozen=True, slots=True)
class Original:
    """What Django answered: its headers, without those of the body, and the body in brotli."""

    headers: Headers
    packed: bytes

    @classmethod
    def of(cls, headers: Iterable[tuple[str, str]], body: bytes) -> "Original":
        kept = [(name, value) for name, value in headers if name.lower() not in {*OF_THE_BODY, "vary"}]
        vary = [each.strip() for name, value in headers if name.lower() == "vary" for each in value.split(",")]
        vary = [each for each in vary if each.lower() != "accept-encoding"]
        return cls([*kept, ("Vary", ", ".join(["Accept-Encoding", *vary]))], packed(body))


class Kept:
    """An answer in one encoding, with all that is sent already made."""

    __slots__ = ("body", "etag", "headers", "headers_of_304", "original", "size")

    def __init__(self, original: Original, stem: str, address: str, encoding: str) -> None:
        """Raises ValueError where the body cannot be unpacked."""
        self.original = original
        self.body = in_encoding(original.packed, encoding)
        self.etag = etag(stem, address, encoding)
        self.headers: Headers = [*original.headers, ("ETag", self.etag), ("Content-Length", str(len(self.body)))]
        if encoding != IDENTITY:
            self.headers.append(("Content-Encoding", encoding))
        self.headers_of_304: Headers = [
            (name, value)
            for name, value in self.headers
            if name.lower() not in NOT_WITH_304 and (name == "ETag" or name.lower() not in OF_THE_BODY)
        ]
        texts = sum(len(name) + len(value) for name, value in self.headers)
        self.size = len(self.body) + 2 * texts + len(address) + OVERHEAD
        if self.body is not original.packed:
            self.size += len(original.packed)

    def send(self, environ: Environ, start_response: Any) -> list[bytes]:
        """Answer a GET or HEAD: 304 to a client that has it, and else the whole."""
        asked = environ.get("HTTP_IF_NONE_MATCH")
        # A server may change the list that it is given (PEP 3333), so each answer has its own.
        if asked is not None and is_among(self.etag, asked):
            start_response("304 Not Modified", self.headers_of_304[:])
            return []
        start_response("200 OK", self.headers[:])
        return [self.body] if environ["REQUEST_METHOD"] == "GET" else []
