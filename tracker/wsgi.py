"""The WSGI application that the server runs: Django within its time limit, behind kept answers, behind the log.

Around all is counted the time that a client has had.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

_django = get_wsgi_application()

# Only now: they read the settings, and what they import needs the applications to be loaded.
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from tracker.answers.keeper import Keeper  # noqa: E402
from tracker.answers.wrapper import KeptAnswers  # noqa: E402
from tracker.databases import never_made  # noqa: E402
from tracker.limits import Counted  # noqa: E402
from tracker.logs.queries import count_all  # noqa: E402
from tracker.logs.requests import RequestLog  # noqa: E402
from tracker.time_limit import TimeLimit  # noqa: E402

get_resolver().url_patterns  # noqa: B018  (imports every view now: the first reader of a worker must not wait for it)
never_made(connections.settings["default"])
count_all()

application = RequestLog(
    Counted(KeptAnswers(TimeLimit(_django), Keeper.of_settings())),
    settings.LOG_REQUESTS,
    settings.SLOW_REQUEST_MS,
    believe_proxy=settings.PROXY_COUNT > 0,
)
