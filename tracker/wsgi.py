"""The WSGI application that the server runs: Django within its time limit, behind what it has answered already.

Around both the time is counted that a client has had.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

_django = get_wsgi_application()

# Only now: they read the settings, and what they import needs the applications to be loaded.
from tracker.answers.keeper import Keeper  # noqa: E402
from tracker.answers.wrapper import KeptAnswers  # noqa: E402
from tracker.limits import Counted  # noqa: E402
from tracker.time_limit import TimeLimit  # noqa: E402

application = Counted(KeptAnswers(TimeLimit(_django), Keeper.of_settings()))
