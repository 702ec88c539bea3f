"""Settings of what watches the site, all from the environment. docs/operations.md lists the variables."""

from typing import Any

from tracker.environment import at_home, number, one_of

# /readyz says no where less is free on a disk that the site writes to.
LEAST_FREE_MB = number("LEAST_FREE_MB", 200, 0, 100_000_000, "megabytes")

LOG_FORMAT = one_of("LOG_FORMAT", "plain" if at_home() else "json", ("json", "plain"))
LOG_REQUESTS = one_of("LOG_REQUESTS", "made", ("made", "all", "slow"))  # see tracker.logs.requests
SLOW_REQUEST_MS = number("SLOW_REQUEST_MS", 1000, 1, 60_000, "milliseconds")

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
