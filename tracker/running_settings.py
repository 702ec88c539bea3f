"""Settings of what watches the site, all from the environment. docs/operations.md lists the variables."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from tracker.answer_settings import megabytes

env = environ.Env()


def choice(name: str, default: str, *values: str) -> str:
    """One of some words. Raises ImproperlyConfigured, with a sentence, for anything else."""
    found: str = env.str(name, default=default).strip() or default
    if found not in values:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(values)}, not “{found}”.")
    return found


def milliseconds(name: str, default: int) -> int:
    """A number of milliseconds. Raises ImproperlyConfigured, with a sentence, for anything else."""
    text = env.str(name, default=str(default)).strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 60_000):
        raise ImproperlyConfigured(f"{name} must be a whole number of milliseconds from 1 to 60000, not “{text}”.")
    return int(text)


# /readyz says no where less is free on a disk that the site writes to.
LEAST_FREE_MB = megabytes("LEAST_FREE_MB", 200)

_AT_HOME = env.bool("DEMO", default=False) or env.bool("DEBUG", default=False)
LOG_FORMAT = choice("LOG_FORMAT", "plain" if _AT_HOME else "json", "json", "plain")
LOG_REQUESTS = choice("LOG_REQUESTS", "made", "made", "all", "slow")  # see tracker.logs.requests
SLOW_REQUEST_MS = milliseconds("SLOW_REQUEST_MS", 1000)

_TO_HERE: dict[str, Any] = {"handlers": ["console"], "propagate": False}
_TO_ROOT: dict[str, Any] = {"handlers": [], "propagate": True}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": {"json": "tracker.logs.lines.JsonLine", "plain": "tracker.logs.lines.PlainLine"}[LOG_FORMAT]}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers write past the form above; one of them would send e-mail.
        "django": {**_TO_ROOT, "level": "INFO"},
        "django.server": {**_TO_ROOT, "level": "INFO"},
        # Names and addresses of who signs in: they are in the audit list of the admin, which somebody can be kept from.
        "axes": {**_TO_ROOT, "level": "CRITICAL"},
        "_granian": {**_TO_HERE, "level": "ERROR"},
        "granian.access": {**_TO_HERE, "level": "CRITICAL"},
    },
}
