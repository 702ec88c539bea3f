"""Settings of the door: by which names the site is reached, and what each answer tells a browser.

All from the environment; docs/operations.md lists the variables, and the headers.
"""

from csp.constants import NONE, SELF

from tracker.environment import at_home, boolean, names, number
from tracker.production import hosts, origin, secret_key

# DEMO is what `make run` sets: a throw-away secret, plain http, this machine only.
DEMO = boolean("DEMO")
DEBUG = boolean("DEBUG")
_AT_HOME = at_home()

SECRET_KEY = secret_key()
ALLOWED_HOSTS = hosts()
CSRF_TRUSTED_ORIGINS = [origin("CSRF_TRUSTED_ORIGINS", each) for each in names("CSRF_TRUSTED_ORIGINS")]

# Everything comes from this host. No inline style or script is ever allowed, in the admin neither.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# What a browser offers to pages, and none of ours uses. A name that no browser knows would be a warning in its console.
PERMISSIONS_OFF = [
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
]

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Only staff have cookies, and no script reads them. Lax and not Strict: a link in a letter, or the organisation's own
# sign-in, leads into the admin from elsewhere.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # the other one has a cookie of its own

if not _AT_HOME:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # By this prefix a browser takes them from this very host alone and over https, never from a neighbour under the
    # same domain. It refuses such names over plain http, which is what a demonstration has.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = boolean("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked on this machine, past the proxy that speaks TLS
    SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 31_536_000, 0, 315_360_000, "seconds")
    SECURE_HSTS_INCLUDE_SUBDOMAINS = boolean("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = boolean("SECURE_HSTS_PRELOAD", default=True)
    if boolean("BEHIND_TLS_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# How much of the time of each worker one client may take for answers that have to be made, in the long run. 0: all of
# it. See tracker.budget.
CLIENT_PERCENT = number("CLIENT_PERCENT", 0 if _AT_HOME else 25, 0, 100, "percent")
