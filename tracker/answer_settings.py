"""Settings of kept answers, all from the environment. docs/operations.md lists the variables."""

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

EDITION_READER = "inspections.edition_reader.EditionReader"
READ_AT_START = "inspections.at_start.read"  # by each worker, before it answers anybody


def megabytes(name: str, default: int) -> int:
    """A number of megabytes. Raises ImproperlyConfigured, with a sentence, for anything else."""
    text = env.str(name, default=str(default)).strip()
    if not (text.isascii() and text.isdigit() and int(text) <= 100_000):
        raise ImproperlyConfigured(f"{name} must be a whole number of megabytes from 0 to 100000, not “{text}”.")
    return int(text)


# In each worker; 0 keeps nothing in memory.
KEPT_MEMORY_MB = megabytes("KEPT_MEMORY_MB", 32)
# Shared by all workers. Empty: each has only its own.
KEPT_ANSWERS_DIR_MB = megabytes("KEPT_ANSWERS_DIR_MB", 256)
