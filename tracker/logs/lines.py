"""How a line of the log is written: as JSON for programs, or plainly for who sits before it.

Only the fields named here get into a line. Django hangs whole requests on its records, with all that was sent.
"""

import copy
import datetime
import json
import logging
from typing import Any

from tracker.logs.current import CURRENT
from tracker.logs.redaction import Sent, redacted

# What a record may carry beside its message, in the order of the line; see tracker.logs.requests.
FIELDS = ("method", "path", "parameters", "status", "ms", "bytes", "answer", "queries", "query_ms")


def said_of(record: logging.LogRecord) -> dict[str, Any]:
    """The fields of a line, without anything personal.

    What went wrong is in `traceback`; where the database is gone, in one line in `because`.
    """
    current = CURRENT.get()
    request = getattr(record, "request", None)
    environ = getattr(request, "META", None) or (current.environ if current else None)
    sent = Sent(environ, request) if environ else None
    moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
    said: dict[str, Any] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "message": redacted(record.getMessage(), sent),
        "request": getattr(record, "request_id", None) or (current.id if current else None),
    }
    said |= {name: getattr(record, name, None) for name in FIELDS}
    if record.exc_info and record.exc_info[1]:
        from tracker.outage import is_outage  # here: the log is set up before anything of Django

        error = record.exc_info[1]
        if is_outage(error):  # where it happened says nothing, and a database that is gone fails every request
            said["because"] = redacted(f"{type(error).__name__}: {error}", sent)
        else:
            said["traceback"] = redacted(logging.Formatter().formatException(record.exc_info), sent)
    return {name: value for name, value in said.items() if value is not None}


class JsonLine(logging.Formatter):
    """One object of JSON on one line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(said_of(copy.copy(record)), default=str)


class PlainLine(logging.Formatter):
    """Words on one line, and a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        said = said_of(copy.copy(record))
        words = [said.pop(name) for name in ("time", "level", "logger", "message")]
        traceback = said.pop("traceback", "")
        # A line break in a message would let whoever sent it write a line of their own.
        line = " ".join(map(str, [*words, *(f"{name}={value}" for name, value in said.items())]))
        return "\\n".join(line.splitlines()) + (f"\n{traceback}" if traceback else "")
