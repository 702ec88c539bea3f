"""The audit list of accounts: one function that adds to it, and who is acting while it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest

from tracker.models import AuditEntry

_acting: ContextVar[HttpRequest | None] = ContextVar("acting", default=None)


@contextmanager
def acting(request: HttpRequest) -> Iterator[None]:
    """While this lasts, what is noted without a request was done by this one. Signals of models know of none."""
    token = _acting.set(request)
    try:
        yield
    finally:
        _acting.reset(token)


def acting_request() -> HttpRequest | None:
    return _acting.get()


def note(
    kind: str,
    account: Any = None,
    by: Any = None,
    request: HttpRequest | None = None,
    detail: str = "",
    name: str = "",
) -> AuditEntry:
    """Add an entry to the audit list.

    kind: of AuditKind. account: whom it is about, None where no account is concerned. by: who did it, by default
    whoever is signed in with the request; left empty where somebody acted on their own account. name: for an account
    that is gone.
    """
    request = request or acting_request()
    if by is None and request is not None and getattr(request, "user", None) and request.user.is_authenticated:
        by = request.user
    if account is not None and by is not None and by.pk == account.pk:
        by = None
    return AuditEntry.objects.create(
        kind=kind,
        account_id=account and account.pk,
        name=account.get_username() if account else name,
        by_id=by and by.pk,
        by_name=by.get_username() if by else "",
        address=address(request) if request is not None else None,
        detail=detail,
    )


def address(request: HttpRequest) -> str | None:
    """Return the network address that a request comes from; None where there is none that can be read.

    A header is believed only as far as our own proxies wrote it: each adds the address that it saw at the end of
    X-Forwarded-For, and whoever asks can put anything before that.
    """
    found = request.META.get("REMOTE_ADDR") or ""
    proxies = settings.PROXY_COUNT
    if proxies:
        named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        found = named[-proxies] if len(named) >= proxies else found
    try:
        validate_ipv46_address(found)
    except ValidationError:
        return None
    return found
