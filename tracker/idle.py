"""A session ends when nobody has used a staff page for a while (SESSION_IDLE_MINUTES).

Only staff pages move its end. A public page reads no session and writes none, whoever looks at it.
"""

import time

from django.http import HttpRequest

SEEN = "seen"
GRAIN = 60  # seconds: a session is written at most once in this time, not for every click


def stay(request: HttpRequest) -> None:
    """Count this request as use: the session lives for the whole idle time from now."""
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= GRAIN:
        request.session[SEEN] = now  # a change is what makes Django write the session, with a new end
