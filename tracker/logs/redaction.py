"""What is taken out of every line of the log: who asked, from where, what they searched for, and secrets.

Two ways together. Some things are known by their form: addresses of networks and e-mail, queries of addresses, tokens.
Others are known by the request: whatever was sent with it is taken out wherever an error repeats it.
"""

import ipaddress
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

GONE = "…"
SHORTEST = 3  # of what was sent with a request: a single letter is no secret, and would cut every word
LONGEST = 20_000  # of a text that is looked through: more is cut off

_FORMS = [
    (re.compile(r"(://)[^/\s@'\"]*@"), rf"\1{GONE}@"),  # user and password before a host
    (re.compile(r"[^\s@<>\"'(),;:/=&?\\\[\]{}]+@[\w.-]+\.\w+"), GONE),  # e-mail
    (re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)"), GONE),  # a network address
    (re.compile(r"\?[^\s\"'<>?]*=[^\s\"'<>]*"), f"?{GONE}"),  # the query of an address
    (re.compile(r"\b[0-9a-z]{6}-[0-9a-f]{32}\b"), GONE),  # a link that sets a password
    # What PostgreSQL adds to an error: the row that it is about, and the statement with its values.
    (re.compile(r"^(\s*(?:DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+):).*$", re.MULTILINE), rf"\1 {GONE}"),
]
_PERHAPS_SIX = re.compile(r"(?<![\w.:])[0-9A-Fa-f:]*:[0-9A-Fa-f:]+(?![\w:])")
# Of the environment of a request: who asks, with what, coming from where, signed in how.
_SENT = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_COOKIE", "HTTP_AUTHORIZATION")
_OF_ACCOUNT = ("username", "email", "first_name", "last_name")


def redacted(text: str, sent: "Sent | None" = None) -> str:
    """The text without what is personal. sent: what came with the request that it is about."""
    text = text[:LONGEST]
    if sent is not None:
        text = sent.taken_out_of(text)
    for form, instead in _FORMS:
        text = form.sub(instead, text)
    return _PERHAPS_SIX.sub(lambda found: GONE if _is_address(found[0]) else found[0], text)


def _is_address(text: str) -> bool:
    """A time has colons as well, and so has what a program writes between names."""
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return len(text) >= SHORTEST


class Sent:
    """The values that came with a request, as far as they have been read."""

    def __init__(self, environ: dict[str, Any], request: Any = None) -> None:
        """request: Django's, where there is one."""
        values = {value.strip() for value in self._values(environ, request)}
        found = sorted((value for value in values if len(value) >= SHORTEST), key=len, reverse=True)
        self._any = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in found)) if found else None

    @staticmethod
    def _values(environ: dict[str, Any], request: Any) -> Iterator[str]:
        for name in _SENT:
            value = str(environ.get(name, ""))
            yield value
            if name in ("HTTP_X_FORWARDED_FOR", "HTTP_COOKIE"):
                yield from re.split(r"[,;=\s]+", value)
        for name, value in parse_qsl(str(environ.get("QUERY_STRING", ""))[:LONGEST]):
            yield from (name, value, *value.split())
        inside = getattr(request, "__dict__", {})  # nothing is read here that has not been read: it could fail again
        for _name, values in inside["_post"].lists() if "_post" in inside else ():
            yield from map(str, values)
        account = inside.get("_cached_user")
        for name in _OF_ACCOUNT:
            yield str(getattr(account, name, "") or "")

    def taken_out_of(self, text: str) -> str:
        return self._any.sub(GONE, text) if self._any else text
