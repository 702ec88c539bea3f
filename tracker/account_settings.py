"""Settings of accounts, sign-in and e-mail, all from the environment. docs/operations.md lists the variables."""

import datetime

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
_AT_HOME = env.bool("DEMO", default=False) or env.bool("DEBUG", default=False)

# Who is asked ---------------------------------------------------------------------------------------------------------

# axes stands first: it refuses before a password is looked at. Django's own backend checks the password.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "tracker.views.kept.csrf_failed"

# On wherever it is not a demonstration. Read for each request, so that a test can turn it on.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not _AT_HOME)
OTP_TOTP_ISSUER = "Inspection recommendations"  # how the app on the telephone names the account

# Failures: tracker.lockout counts them. What axes would keep beside them is not kept; the audit list has it.
AXES_HANDLER = "tracker.lockout.Lockout"
AXES_USERNAME_CALLABLE = "tracker.lockout.who"
AXES_CLIENT_IP_CALLABLE = "tracker.audit.address"
AXES_LOCKOUT_CALLABLE = "tracker.lockout.refusal"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# How many proxies of ours add to X-Forwarded-For. Without one, nothing in that header is believed.
PROXY_COUNT = env.int("PROXY_COUNT", default=1) if env.bool("BEHIND_TLS_PROXY", default=False) else 0

# For how long ---------------------------------------------------------------------------------------------------------

# The end moves with the use of staff pages (tracker.idle), and the browser forgets both cookies when it is closed.
SESSION_COOKIE_AGE = 60 * env.int("SESSION_IDLE_MINUTES", default=60)
if SESSION_COOKIE_AGE <= 0:
    raise ImproperlyConfigured(
        "SESSION_IDLE_MINUTES must be 1 or more: after so many minutes without use a session ends."
    )
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None

# The organisation's own accounts (OpenID Connect) --------------------------------------------------------------------

OIDC_RP_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_RP_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_DISCOVERY = env.str("OIDC_DISCOVERY", default="")
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.str("OIDC_AUTHORIZATION_ENDPOINT", default="")
OIDC_OP_TOKEN_ENDPOINT = env.str("OIDC_TOKEN_ENDPOINT", default="")
OIDC_OP_USER_ENDPOINT = env.str("OIDC_USERINFO_ENDPOINT", default="")
OIDC_OP_JWKS_ENDPOINT = env.str("OIDC_JWKS_ENDPOINT", default="")
OIDC_ROLES_CLAIM = env.str("OIDC_ROLES_CLAIM", default="roles")
OIDC_ROLE_PREFIX = env.str("OIDC_ROLE_PREFIX", default="")
OIDC_RP_SCOPES = env.str("OIDC_SCOPES", default="openid email profile")
OIDC_RP_SIGN_ALGO = env.str("OIDC_SIGN_ALGORITHM", default="RS256")
# Who asks for the second factor of those who come that way: the provider, or this site as well.
OIDC_SECOND_FACTOR = env.str("OIDC_SECOND_FACTOR", default="provider")
OIDC_USE_PKCE = True
OIDC_USE_NONCE = True
OIDC_TIMEOUT = 10  # seconds that the provider may take to answer
OIDC_AUTHENTICATION_CALLBACK_URL = "organisation-callback"

if OIDC_RP_CLIENT_ID:
    AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "tracker.single_sign_on.OrganisationBackend"]
    _by_hand = OIDC_ISSUER and OIDC_OP_AUTHORIZATION_ENDPOINT and OIDC_OP_TOKEN_ENDPOINT and OIDC_OP_JWKS_ENDPOINT
    if not OIDC_DISCOVERY and not _by_hand:
        raise ImproperlyConfigured(
            "OIDC_CLIENT_ID is set, and not where the provider is. Set OIDC_DISCOVERY to the address of its "
            "openid-configuration, or OIDC_ISSUER, OIDC_AUTHORIZATION_ENDPOINT, OIDC_TOKEN_ENDPOINT and "
            "OIDC_JWKS_ENDPOINT."
        )
if OIDC_SECOND_FACTOR not in ("provider", "ours"):
    raise ImproperlyConfigured("OIDC_SECOND_FACTOR must be 'provider' or 'ours'.")

# E-mail ---------------------------------------------------------------------------------------------------------------

_mail = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or None
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="recommendations@localhost")

# The public address of the site, for links in e-mail. What a request says of its host is not good enough for that.
SITE_URL = env.str(
    "SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}" if _AT_HOME else ""
).rstrip("/")
if SITE_URL and not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        "SITE_URL must begin with https:// (or http://), as https://recommendations.example.org."
    )
# Printing a secret link into a server's log is no way to send it: only where e-mail really leaves, or at home.
PASSWORD_RESET_BY_EMAIL = bool(SITE_URL) and (_AT_HOME or bool(env.str("EMAIL_URL", default="")))
