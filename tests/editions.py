"""One edition for a whole test, where the count of changes must not be what makes two answers differ."""

import datetime

import pytest

from inspections.bitmaps import kept, names
from inspections.models.edition import Current
from inspections.views import conditional, listing

STANDING = Current("7", datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC))


def stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on every answer is of edition 7, whatever is written.

    A page that names its edition would otherwise differ by that number, whatever else moved it.
    """
    for module in (conditional, listing):
        monkeypatch.setattr(module, "edition", lambda: STANDING)
    # What is kept of an edition would not be read again, though much is written under this one number.
    monkeypatch.setattr(kept.Kept, "_is_current", lambda *_args: False)
    monkeypatch.setattr(names.Names, "is_of", lambda *_args: False)
