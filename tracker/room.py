"""A disk that has no room, or can only be read, is no fault of who asks: they are told so, and asked to come again."""

import contextlib
import errno
import logging
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
# Spreadsheets are written by lxml, which has errors of its own, with libxml2's names.
NO_ROOM_OF_LIBXML = {"IO_ENOSPC", "IO_EROFS"}
RETRY_SECONDS = 60  # somebody has to make room first


class NoRoom(Exception):
    """A file could not be written, for lack of room or because its disk can only be read."""


def is_no_room(error: BaseException) -> bool:
    """Whether an error says that there is no room, or that nothing can be written."""
    return error.errno in NO_ROOM if isinstance(error, OSError) else str(error) in NO_ROOM_OF_LIBXML


@contextlib.contextmanager
def needing_room() -> Iterator[None]:
    """For what writes a file on the way to an answer. Raises NoRoom, and says in the log where room is missing."""
    try:
        yield
    except Exception as error:
        if not is_no_room(error):
            raise
        log.error("A file could not be made: %s", error)
        raise NoRoom from error


def try_later() -> HttpResponse:
    """What is answered in place of the file."""
    sentence = _("There is no room on our disk to make this file. The fault is ours: try again in a few minutes.")
    response = HttpResponse(sentence + "\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
