"""Names that last: a feed's entry or a calendar's event has the same one for ever, wherever its page moves."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from tracker.addresses import absolute

SINCE = "2026"  # a year in which the authority was the site's, as RFC 4151 asks; it is part of every name, so it stays


def authority(request: HttpRequest) -> str:
    """The host in whose name things are named: TAG_AUTHORITY of the settings, else that of the site's address.

    A site that moves to another host sets TAG_AUTHORITY to the old one, or every reader's program takes everything
    for new.
    """
    return getattr(settings, "TAG_AUTHORITY", "") or urlsplit(absolute("/", request)).hostname or "localhost"


def tag(request: HttpRequest, what: str) -> str:
    """The lasting name of a thing, as a tag: URI (RFC 4151). `what` holds keys and never a slug: those change."""
    return f"tag:{authority(request)},{SINCE}:{what}"


def unique_id(request: HttpRequest, what: str) -> str:
    """The same name in the form that calendars want (RFC 7986, 5.3: a UUID that tells nothing)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, tag(request, what)))
