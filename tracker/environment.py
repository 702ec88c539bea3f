"""What stands in the environment, read strictly: what cannot be meant stops the start, with one sentence.

Empty is the same as not set. A sentence repeats a value only where no secret can stand in it.
"""

import os

from django.core.exceptions import ImproperlyConfigured

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")


class Refused(ImproperlyConfigured):
    """The environment is unsafe or makes no sense. Its text is one sentence for the operator: what to set."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool = False) -> bool:
    """Yes or no. A misspelt “ture” is neither: taken for no, it could switch a protection off without a word."""
    found = text(name).lower()
    if not found:
        return default
    if found not in YES + NO:
        raise Refused(f"{name} must be 1 or 0 (or true, yes, on; false, no, off), not “{found}”.")
    return found in YES


def number(name: str, default: int, least: int, most: int, of: str = "") -> int:
    """A whole number from `least` to `most`; `of` says what is counted."""
    found = text(name, str(default))
    if not (found.isascii() and found.isdigit() and len(found) <= 18 and least <= int(found) <= most):
        counted = f" of {of}" if of else ""
        raise Refused(f"{name} must be a whole number{counted} from {least} to {most}, not “{found}”.")
    return int(found)


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    found = text(name, default)
    if found not in choices:
        raise Refused(f"{name} must be {' or '.join(f'“{each}”' for each in choices)}, not “{found}”.")
    return found


def names(name: str) -> list[str]:
    """What stands between commas."""
    return [each.strip() for each in text(name).split(",") if each.strip()]


def at_home() -> bool:
    """Whether this is a demonstration or a programmer's own machine. Everything else is production, and strict."""
    return boolean("DEMO") or boolean("DEBUG")
