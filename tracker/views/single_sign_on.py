"""The way to the organisation's sign-in and back. Where it is off, these addresses do not exist."""

import functools
from collections.abc import Callable
from typing import Any

import jwt
import requests
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from tracker import audit
from tracker.models import AuditKind
from tracker.single_sign_on import Refused, is_on, setting

View = Callable[[HttpRequest], HttpResponse]

# Whatever a provider can do wrong: be away, answer something else, sign with another key, be late.
FAULTS = (
    SuspiciousOperation,
    ValidationError,
    requests.RequestException,
    jwt.PyJWTError,
    KeyError,
    TypeError,
    ValueError,
)


def _guarded(view: View) -> View:
    """Say what went wrong on the sign-in page, and put it into the audit list."""

    @never_cache
    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not is_on():
            raise Http404
        try:
            with audit.acting(request):
                return view(request)
        except Refused as refusal:
            return _back(request, str(refusal), str(refusal))
        except FAULTS as fault:
            said = _("Signing in with your organisation's account did not work. Try again, or sign in with a password.")
            return _back(request, said, f"{type(fault).__name__}: {fault}"[:500])

    return guarded


def _back(request: HttpRequest, said: str, detail: str) -> HttpResponse:
    audit.note(AuditKind.FAILURE, request=request, detail=_("Organisation's account: %(why)s") % {"why": detail})
    messages.error(request, said)
    return redirect("admin:login")


class _Leave(OIDCAuthenticationRequestView):
    @staticmethod
    def get_settings(attr: str, *args: Any) -> Any:
        return setting(attr, *args)


class _Return(OIDCAuthenticationCallbackView):
    @staticmethod
    def get_settings(attr: str, *args: Any) -> Any:
        return setting(attr, *args)

    def login_failure(self) -> HttpResponse:
        raise SuspiciousOperation(self.request.GET.get("error", "The provider refused."))


leave = _guarded(_Leave.as_view())
come_back = _guarded(_Return.as_view())
