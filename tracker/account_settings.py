"""Settings of accounts, sign-in and e-mail, all from the environment. docs/operations.md lists the variables."""

import datetime
from typing import Any

import environ

from tracker.environment import Refused, at_home, boolean, number, one_of, text
from tracker.production import origin, over_https

_AT_HOME = at_home()

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
REQUIRE_SECOND_FACTOR = boolean("REQUIRE_SECOND_FACTOR", default=not _AT_HOME)
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
PROXY_COUNT = number("PROXY_COUNT", 1, 1, 10, "proxies") if boolean("BEHIND_TLS_PROXY") else 0

# For how long ---------------------------------------------------------------------------------------------------------

# The end moves with the use of staff pages (tracker.idle), and the browser forgets both cookies when it is closed.
SESSION_COOKIE_AGE = 60 * number("SESSION_IDLE_MINUTES", 60, 1, 1440, "minutes")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None

# The organisation's own accounts (OpenID Connect) --------------------------------------------------------------------

OIDC_RP_CLIENT_ID = text("OIDC_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = text("OIDC_CLIENT_SECRET")
OIDC_DISCOVERY = over_https("OIDC_DISCOVERY", text("OIDC_DISCOVERY"))
OIDC_ISSUER = text("OIDC_ISSUER")
OIDC_OP_AUTHORIZATION_ENDPOINT = over_https("OIDC_AUTHORIZATION_ENDPOINT", text("OIDC_AUTHORIZATION_ENDPOINT"))
OIDC_OP_TOKEN_ENDPOINT = over_https("OIDC_TOKEN_ENDPOINT", text("OIDC_TOKEN_ENDPOINT"))
OIDC_OP_USER_ENDPOINT = over_https("OIDC_USERINFO_ENDPOINT", text("OIDC_USERINFO_ENDPOINT"))
OIDC_OP_JWKS_ENDPOINT = over_https("OIDC_JWKS_ENDPOINT", text("OIDC_JWKS_ENDPOINT"))
OIDC_ROLES_CLAIM = text("OIDC_ROLES_CLAIM", "roles")
OIDC_ROLE_PREFIX = text("OIDC_ROLE_PREFIX")
OIDC_RP_SCOPES = text("OIDC_SCOPES", "openid email profile")
OIDC_RP_SIGN_ALGO = text("OIDC_SIGN_ALGORITHM", "RS256")
# Who asks for the second factor of those who come that way: the provider, or this site as well.
OIDC_SECOND_FACTOR = one_of("OIDC_SECOND_FACTOR", "provider", ("provider", "ours"))
OIDC_USE_PKCE = True
OIDC_USE_NONCE = True
OIDC_TIMEOUT = 10  # seconds that the provider may take to answer
OIDC_AUTHENTICATION_CALLBACK_URL = "organisation-callback"

if OIDC_RP_CLIENT_ID:
    AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "tracker.single_sign_on.OrganisationBackend"]
    _by_hand = OIDC_ISSUER and OIDC_OP_AUTHORIZATION_ENDPOINT and OIDC_OP_TOKEN_ENDPOINT and OIDC_OP_JWKS_ENDPOINT
    if not OIDC_DISCOVERY and not _by_hand:
        raise Refused(
            "OIDC_CLIENT_ID is set, and not where the provider is: set OIDC_DISCOVERY to the address of its "
            "openid-configuration, or OIDC_ISSUER, OIDC_AUTHORIZATION_ENDPOINT, OIDC_TOKEN_ENDPOINT and "
            "OIDC_JWKS_ENDPOINT."
        )

# E-mail ---------------------------------------------------------------------------------------------------------------


def _mail_server() -> dict[str, Any]:
    """How e-mail leaves. The address holds a password, so a sentence about it never quotes it."""
    try:
        found: dict[str, Any] = environ.Env.email_url_config(text("EMAIL_URL", "consolemail://"))
    except Exception:
        raise Refused("EMAIL_URL must be written as smtp+tls://user:password@mail.example.org:587.") from None
    return found


_mail = _mail_server()
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or None
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "recommendations@localhost")

# The public address of the site, for links in e-mail. What a request says of its host is not good enough for that.
SITE_URL = text("SITE_URL", f"http://localhost:{text('PORT', '8000')}" if _AT_HOME else "")
if SITE_URL:
    SITE_URL = origin("SITE_URL", SITE_URL)
# Printing a secret link into a server's log is no way to send it: only where e-mail really leaves, or at home.
PASSWORD_RESET_BY_EMAIL = bool(SITE_URL) and (_AT_HOME or "console" not in EMAIL_BACKEND)
