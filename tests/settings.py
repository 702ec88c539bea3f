"""The settings under test: the real ones, with what differs in a test.

TEST_DATABASE_URL chooses the engine; without it the tests run on SQLite in memory. Nothing else is taken from the
shell, so that a forgotten DATABASE_URL is never a test's database.
"""

import os
import tempfile

_SET_IN_A_SHELL = (
    "ALLOW_OWN_PROPOSALS ALLOWED_HOSTS BEHIND_TLS_PROXY CLIENT_PERCENT CSRF_TRUSTED_ORIGINS DATA_DIR DEBUG "
    "DEFAULT_FROM_EMAIL EMAIL_URL KEPT_ANSWERS_DIR KEPT_ANSWERS_DIR_MB KEPT_MEMORY_MB LEAST_FREE_MB LOG_FORMAT "
    "LOG_REQUESTS PROXY_COUNT REQUIRE_SECOND_FACTOR SECRET_KEY SESSION_IDLE_MINUTES SITE_URL SLOW_REQUEST_MS "
    "STATIC_ROOT RELEASE TAG_AUTHORITY"
)
for _name in list(os.environ):
    if _name in _SET_IN_A_SHELL.split() or _name.startswith("OIDC_"):
        del os.environ[_name]
os.environ["DEMO"] = "1"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:"

# Playwright keeps an event loop on the thread for as long as its browser is open. Nothing here is asynchronous, so
# Django's guard against queries beside a running loop would only refuse the tests that come after a browser test.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

# The manifest knows hashed names only after collectstatic; page tests do not need them. Browser tests use the real one.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# The real hasher is slow on purpose; each test that signs in would pay for it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Packages that tests make lie where nobody looks.
DATA_DIR = tempfile.mkdtemp(prefix="tracker-tests-")
KEPT_ANSWERS_DIR = ""

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A query repeated for each row raises while a request is answered. Test data may still be made row by row.
# WhiteNoise wants the folder that collectstatic makes; the browser tests have it, and serve their files by it.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = [
    "zeal.middleware.zeal_middleware",
    *(name for name in MIDDLEWARE if name != "whitenoise.middleware.WhiteNoiseMiddleware"),
]
ZEAL_RAISE = True
