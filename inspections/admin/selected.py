"""Rows that were chosen in a list, carried from one page to the next in one field of a form.

One field for all: Django refuses a form of more than a thousand.
"""

from collections.abc import Iterable


def joined(keys: Iterable[int]) -> str:
    return ",".join(str(key) for key in keys)


def chosen_keys(text: str) -> list[int]:
    """The primary keys in a text; none at all if anything else is in it."""
    parts = text.split(",") if text else []
    if any(not (part.isascii() and part.isdigit() and len(part) <= 18) for part in parts):
        return []
    return list(dict.fromkeys(int(part) for part in parts))
