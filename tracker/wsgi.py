"""The WSGI application that the server runs: Django within its time limit, behind what it has answered already."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

_django = get_wsgi_application()

# Only now: both read the settings, and what they import needs the applications to be loaded.
from django.db import connections  # noqa: E402

from tracker.answers.keeper import Keeper  # noqa: E402
from tracker.answers.wrapper import KeptAnswers  # noqa: E402
from tracker.databases import never_made  # noqa: E402
from tracker.time_limit import TimeLimit  # noqa: E402

never_made(connections.settings["default"])
application = KeptAnswers(TimeLimit(_django), Keeper.of_settings())
