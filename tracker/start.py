"""How a start is refused: one sentence on standard error and exit code 1, for the server and for every command."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tracker.environment import Refused


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Around a start. A traceback would bury the sentence, and might show what stands in the environment."""
    try:
        yield
    except Refused as refusal:
        sys.exit(str(refusal))


def read_settings() -> None:
    """Read all settings now, in the first process. Raises Refused.

    Otherwise each worker would find the fault for itself, and be started again and again.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    from django.conf import settings

    settings.INSTALLED_APPS  # noqa: B018  (reads them)
