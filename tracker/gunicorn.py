"""How gunicorn serves the site: `gunicorn -c python:tracker.gunicorn tracker.wsgi`.

Sync workers: each request has a process to itself, which suits short database reads and keeps SQLite simple.
LISTEN_ADDRESS, PORT and WORKERS come from the environment; the rest is the same everywhere.
"""

from typing import Any

from tracker.environment import number, text
from tracker.start import in_a_sentence, read_settings

with in_a_sentence():
    bind = f"{text('LISTEN_ADDRESS', '127.0.0.1')}:{number('PORT', 8000, 1, 65_535)}"
    workers = number("WORKERS", 2, 1, 64)
    read_settings()
worker_class = "sync"
timeout = 60
graceful_timeout = 30
# A worker is replaced now and then, at staggered times, so that no slow leak of memory can build up.
max_requests = 500_000
max_requests_jitter = 50_000
accesslog = None  # the reverse proxy keeps the access log; addresses of readers are none of ours
loglevel = "warning"
# gunicorn's control socket would be shared by every server of the account: off, nothing here uses it.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Say where the site is, once it answers."""
    print(f"Serving on http://{bind} (staff sign in at /admin/). Ctrl-C stops it.", flush=True)
