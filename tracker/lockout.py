"""Who has failed to sign in too often, and for how long they have to wait.

django-axes asks before every password check and keeps the failures; how they are counted is ours, because it can only
count against one number. Two rules: few failures for an account from one address, and many for an account from
anywhere. Nothing is counted against an address alone, so an office behind one address is never locked out as a whole.
"""

import datetime
import math
from dataclasses import dataclass
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessFailureLog
from axes.signals import user_locked_out
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import audit
from tracker.models import AuditEntry, AuditKind, User


@dataclass(frozen=True)
class Rule:
    """So many failures within this time are too many; the wait ends when the oldest of them is that old."""

    failures: int
    time: datetime.timedelta


FROM_ONE_ADDRESS = Rule(5, datetime.timedelta(minutes=15))
FROM_ANYWHERE = Rule(30, datetime.timedelta(hours=1))
# Whoever knows a user name could fail thirty times an hour on purpose, and keep its owner out. An account is therefore
# never locked by what happened elsewhere at an address where it has signed in within this time.
USUAL = datetime.timedelta(days=30)


def who(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str | None:
    """Return what stands for the user name that was typed; None where none was.

    The count needs to know it again, nobody needs to read it: it may be a password in the wrong box.
    """
    username = (credentials or {}).get("username")
    return salted_hmac("tracker.lockout", str(username).casefold()).hexdigest() if username else None


class Lockout(AxesDatabaseHandler):
    """How axes counts here: a row for each failure, and two rules over them."""

    def locked_until(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> datetime.datetime | None:
        """Return when signing in is possible again, None where it is now. The same for accounts that do not exist."""
        name = get_client_username(request, credentials)
        if name is None:
            return None
        failures = AccessFailureLog.objects.filter(username=name)
        here = request.axes_ip_address  # type: ignore[attr-defined]
        ends = [_end(failures.filter(ip_address=here), FROM_ONE_ADDRESS)]
        if not _is_usual((credentials or {}).get("username"), here):
            ends.append(_end(failures, FROM_ANYWHERE))
        return max((end for end in ends if end), default=None)

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        request.locked_until = self.locked_until(request, credentials)
        return request.locked_until is not None

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **_kwargs: Any) -> None:
        name = get_client_username(request, credentials) if request is not None else None
        if name is None:  # a sign-in from outside says by itself what went wrong
            return
        request.axes_credentials = credentials
        if request.axes_locked_out:  # refused before the password was looked at: it does not make the wait longer
            return
        AccessFailureLog.objects.filter(attempt_time__lt=now() - FROM_ANYWHERE.time).delete()
        AccessFailureLog.objects.create(username=name, ip_address=request.axes_ip_address)
        account = User.objects.filter(username=credentials["username"]).first()
        why = _("There is no such account.") if account is None else "" if account.is_active else _("It is closed.")
        audit.note(AuditKind.FAILURE, account, request=request, detail=why)
        if self.is_locked(request, credentials):
            request.axes_locked_out = True
            audit.note(AuditKind.LOCK_OUT, account, request=request, detail=sentence(request))
            user_locked_out.send("axes", request=request, username=name, ip_address=request.axes_ip_address)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **_kwargs: Any) -> None:
        """Whoever signs in begins afresh at this address; what fails elsewhere goes on counting."""
        name = who(request, {"username": user.get_username()})
        AccessFailureLog.objects.filter(username=name, ip_address=request.axes_ip_address).delete()

    def user_logged_out(self, sender: Any, request: Any, user: Any, **_kwargs: Any) -> None:
        """Nothing is counted at sign-out."""


def _end(failures: Any, rule: Rule) -> datetime.datetime | None:
    recent = failures.filter(attempt_time__gt=now() - rule.time).order_by("-attempt_time")
    oldest = recent.values_list("attempt_time", flat=True)[rule.failures - 1 : rule.failures].first()
    return oldest + rule.time if oldest else None


def _is_usual(username: str | None, address: str | None) -> bool:
    arrivals = AuditEntry.objects.filter(kind=AuditKind.SIGN_IN, at__gt=now() - USUAL, address=address)
    return address is not None and arrivals.filter(account__username=username).exists()


def seconds_left(request: HttpRequest) -> int:
    until = getattr(request, "locked_until", None)
    return max(1, math.ceil((until - now()).total_seconds())) if until else 0


def sentence(request: HttpRequest) -> str:
    """Say how long to wait."""
    minutes = math.ceil(seconds_left(request) / 60)
    return ngettext(
        "Signing in failed too often for this user name. Wait %(minutes)d minute, then try again.",
        "Signing in failed too often for this user name. Wait %(minutes)d minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


def refusal(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The sign-in page has said why already (tracker.sign_in); machines are told by number, with how long to wait."""
    response = response or HttpResponse(sentence(request), content_type="text/plain; charset=utf-8")
    response.status_code = 429
    response["Retry-After"] = str(seconds_left(request))
    return response
