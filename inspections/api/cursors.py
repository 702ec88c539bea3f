"""Where the next page of a list begins: a cursor, good for one selection in one edition on one day.

Within an edition nothing moves, so that the pages read with cursors have everything once. After a change of the record
a cursor is refused: a page of the new record put behind one of the old might miss or repeat something.
"""

import base64
import binascii
import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST = 400  # characters
IGNORED = ("cursor", "limit")


def fingerprint(path: str, parameters: Mapping[str, Iterable[str]]) -> str:
    """A short name of a selection: the address and its parameters in any order, without those that only page."""
    kept = sorted((name, value) for name, values in parameters.items() if name not in IGNORED for value in values)
    return hashlib.sha256(json.dumps([path, kept]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Cursor:
    """After how many rows the next page begins, and of what: selection, edition and day."""

    start: int
    selection: str
    edition: str
    day: datetime.date

    def __str__(self) -> str:
        said = f"{self.start}~{self.selection}~{self.edition}~{self.day.isoformat()}"
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def start_of(text: str, here: Cursor) -> int:
    """After how many rows to begin; `here` is a cursor of the request.

    Raises ValueError, with a sentence for the client, for one that was not given here or is of another edition.
    """
    found = _read(text)
    if found is None:
        raise ValueError(_("That is not a cursor that was given here. Begin again without “cursor”."))
    start, selection, edition, day = found
    if selection != here.selection:
        raise ValueError(
            _("This cursor belongs to other parameters. Keep all parameters as they were, or begin without “cursor”.")
        )
    if (edition, day) != (here.edition, here.day.isoformat()):
        raise ValueError(
            _("The record has changed since this cursor was given. Begin again without “cursor”, or follow /changes/.")
        )
    return start


def _read(text: str) -> tuple[int, str, str, str] | None:
    if len(text) > LONGEST or not re.fullmatch(r"[A-Za-z0-9_-]+", text, re.ASCII):
        return None
    try:
        said = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    parts = re.fullmatch(r"(\d{1,9})~([0-9a-f]{16})~(\d+(?:\.\d+)?)~(\d{4}-\d\d-\d\d)", said, re.ASCII)
    return (int(parts[1]), parts[2], parts[3], parts[4]) if parts else None
