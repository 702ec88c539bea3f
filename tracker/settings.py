"""Settings, all of them from the environment. docs/operations.md lists the variables."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tracker.account_settings import *  # noqa: F403  (settings are names, and these are settings too)
from tracker.answer_settings import *  # noqa: F403
from tracker.api_settings import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from tracker.databases import database
from tracker.door_settings import *  # noqa: F403
from tracker.environment import boolean, text
from tracker.running_settings import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent

RELEASE = text("RELEASE")  # of the code; worked out from its files where it is empty
# Who names the entries of feeds; the old host, once the site has moved to another.
TAG_AUTHORITY = text("TAG_AUTHORITY")

DATABASES = {"default": database(text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'tracker.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "inspections.apps.InspectionsConfig",
    "tracker.apps.TrackerConfig",
    "tracker.apps.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "reversion",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "tracker.headers.Headers",
    "tracker.no_cookies.NoCookiesInPublic",
    "django.middleware.security.SecurityMiddleware",
    "tracker.limits.Limits",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
AUTH_USER_MODEL = "tracker.User"

TEMPLATES = [
    # The public pages: files that end in .jinja, and no context but what the page gives; see tracker/jinja.py. This one
    # comes first because it leaves all other files to the next.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "tracker.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Language and time. London's day is the day of the record; Welsh comes by translation files.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
FORMAT_MODULE_PATH = ["tracker.formats"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = text("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Two people for every public statement that was proposed; a body with a single member of staff may switch it off.
ALLOW_OWN_PROPOSALS = boolean("ALLOW_OWN_PROPOSALS")
