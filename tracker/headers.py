"""The headers that every answer carries, whoever made it: a view, WhiteNoise, or a refusal before either.

Stands outside of all other middleware, which sees only what passes through it. What was said already stays: a card says
who may frame it. HSTS is left to Django, which sends it over https alone.
"""

from collections.abc import Callable

from csp.constants import HEADER as POLICY
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

FRAMED_BY_NOBODY = "frame-ancestors 'none'"  # in the policy
FRAMES = "X-Frame-Options"  # the same for browsers that do not know it from the policy


class Headers:
    """Middleware that fills in what is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = build_policy()
        self.always = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Permissions-Policy": ", ".join(f"{name}=()" for name in settings.PERMISSIONS_OFF),
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.always.items():
            response.headers.setdefault(name, value)
        # Django's pages for programmers, which only DEBUG shows, need their own styles.
        if POLICY not in response and not settings.DEBUG:
            response[POLICY] = self.policy
        if FRAMED_BY_NOBODY in response.get(POLICY, ""):
            response.headers.setdefault(FRAMES, settings.X_FRAME_OPTIONS)
        return response
