"""Ending well: a long command that is told to stop takes away what it has begun, and says so."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tracker.backups import Unable


def _stop(number: int, _frame: Any) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second one must not end the tidying up
    raise KeyboardInterrupt


@contextmanager
def ending_well() -> Iterator[None]:
    """Let TERM and HUP end a command as Ctrl-C does, and turn what was impossible into the command's sentence."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except Unable as error:
        raise CommandError(str(error)) from None
    except KeyboardInterrupt:
        raise CommandError(_("Interrupted. What was begun is taken away again; nothing else was changed.")) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
