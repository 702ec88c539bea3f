"""The second factor of an account: a code from an app on a telephone, or one of ten recovery codes.

An account has at most one app (a TOTPDevice of django-otp) and one set of recovery codes (a StaticDevice).
"""

import math
from base64 import b32encode
from binascii import unhexlify
from typing import Any

import django_otp
import segno
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from tracker import audit
from tracker.models import AuditKind
from tracker.single_sign_on import BACKEND, is_on

RECOVERY_CODES = 10
RECOVERY_LENGTH = 8  # an app shows six digits
CLOCKS_APART = 1  # steps of thirty seconds that a telephone's clock may be wrong by, either way


class WrongCode(Exception):
    """The code was not accepted. Its text is a sentence for the person."""


def app_of(account: Any) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user_id=account.pk, confirmed=True).order_by("pk").first()


def has_one(account: Any) -> bool:
    """Whether the account has an app. Asked once for each request: the account lives as long as that."""
    if not hasattr(account, "_has_second_factor"):
        account._has_second_factor = TOTPDevice.objects.filter(user_id=account.pk, confirmed=True).exists()
    return bool(account._has_second_factor)


def is_passed(request: HttpRequest) -> bool:
    """Whether this session has shown as much as its account must show: nothing of the admin is reachable before."""
    if getattr(request.user, "otp_device", None) is not None:
        return True
    if settings.OIDC_SECOND_FACTOR == "provider" and is_on() and is_from_outside(request):
        return True
    return not settings.REQUIRE_SECOND_FACTOR and not has_one(request.user)


def is_from_outside(request: HttpRequest) -> bool:
    """Whether the session began with the organisation's own sign-in, which asks for a second factor itself."""
    return request.session.get(BACKEND_SESSION_KEY) == BACKEND


def is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_staff)


def is_pending(request: HttpRequest) -> bool:
    """Whether the password was right and the second factor is still to come."""
    return is_staff(request) and not is_passed(request)


# Setting up ----------------------------------------------------------------------------------------------------------


def new_key() -> str:
    """Return a fresh secret, in hexadecimal. It stays in the session until a first code shows that the app has it."""
    return random_hex(20)


def key_in_text(key: str) -> str:
    """Return a secret as apps want it typed: letters and digits in groups of four."""
    text = b32encode(unhexlify(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture(account: Any, key: str) -> SafeString:
    """Return the square that the app scans, as SVG without any style: black on white on every background."""
    address = TOTPDevice(user=account, key=key).config_url
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr"))  # noqa: S308  (ours)


def set_up(request: HttpRequest, key: str, code: str) -> list[str]:
    """Give the account an app that knows the key, in place of any other, and return new recovery codes.

    The session has passed from then on. Raises WrongCode where the first code shows that the app does not know the key.
    """
    account: Any = request.user
    totp = TOTP(unhexlify(key))
    if not code.isdecimal() or not totp.verify(int(code), CLOCKS_APART):
        audit.note(AuditKind.FACTOR_FAILED, account, request=request, detail=_("While setting it up."))
        raise WrongCode(
            _(
                "This is not the code that the app should show now. Check that the telephone sets its clock by itself, "
                "wait for the next code and type that."
            )
        )
    with transaction.atomic():
        TOTPDevice.objects.filter(user=account).delete()
        # The code that was just used must not be good for signing in a second time.
        app = TOTPDevice.objects.create(user=account, name="app", key=key, drift=totp.drift, last_t=totp.t())
        codes = new_recovery_codes(account)
        audit.note(AuditKind.FACTOR_SET_UP, account, request=request)
    account._has_second_factor = True
    django_otp.login(request, app)
    return codes


def new_recovery_codes(account: Any) -> list[str]:
    """Make ten recovery codes; the ones before are void."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=account).delete()
        device = StaticDevice.objects.create(user=account, name="recovery codes")
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(account: Any) -> int:
    return StaticToken.objects.filter(device__user_id=account.pk).count()


def remove(account: Any, request: HttpRequest) -> None:
    """Take app and recovery codes from an account."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=account).delete()
        StaticDevice.objects.filter(user=account).delete()
        audit.note(AuditKind.FACTOR_REMOVED, account, request=request)


def end_sessions(account: Any) -> None:
    """Sign the account out everywhere: a lost telephone may still be signed in."""
    live = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [row.pk for row in live.iterator() if row.get_decoded().get(SESSION_KEY) == str(account.pk)]
    Session.objects.filter(pk__in=theirs).delete()


# Asking --------------------------------------------------------------------------------------------------------------


def check(request: HttpRequest, code: str) -> None:
    """Accept a code of the account's app or one of its recovery codes, which is used up by it.

    The session has passed from then on. Raises WrongCode. Each wrong code doubles the wait before the next.
    """
    account: Any = request.user
    code = "".join(code.split()).replace("-", "").lower()
    is_recovery = not code.isdecimal() or len(code) == RECOVERY_LENGTH
    device = StaticDevice.objects.filter(user=account).first() if is_recovery else app_of(account)
    if device is None:
        raise WrongCode(_("There are no recovery codes for this account. Use the code that your app shows."))
    _refuse_haste(device)
    accepted = django_otp.verify_token(account, device.persistent_id, code)
    if accepted is None:
        detail = _("A recovery code.") if is_recovery else _("A code of the app.")
        audit.note(AuditKind.FACTOR_FAILED, account, request=request, detail=detail)
        raise WrongCode(_wrong(is_recovery))
    if is_recovery:
        left = codes_left(account)
        detail = ngettext("By a recovery code; %(left)d is left.", "By a recovery code; %(left)d are left.", left) % {
            "left": left
        }
    else:
        detail = ""
    audit.note(AuditKind.FACTOR_PASSED, account, request=request, detail=detail)
    django_otp.login(request, accepted)


def _refuse_haste(device: Any) -> None:
    allowed, why = device.verify_is_allowed()
    if allowed:
        return
    seconds = max(1, math.ceil((why["locked_until"] - timezone.now()).total_seconds()))
    if seconds > 120:
        minutes = math.ceil(seconds / 60)
        raise WrongCode(_("Too many wrong codes. Wait %(minutes)d minutes, then try again.") % {"minutes": minutes})
    raise WrongCode(
        ngettext(
            "That was a wrong code before. Wait %(seconds)d second, then try again.",
            "That was a wrong code before. Wait %(seconds)d seconds, then try again.",
            seconds,
        )
        % {"seconds": seconds}
    )


def _wrong(is_recovery: bool) -> str:
    if is_recovery:
        return _("This is not one of your recovery codes, or it was used before. Each can be used once.")
    return _("This code is wrong or was used before. Each can be used once: wait for the next and type that.")
