"""The scope of whoever is signed in, worked out once a request."""

from django.http import HttpRequest

from inspections.days import today
from inspections.scope import Scope, scope_of


def scope(request: HttpRequest) -> Scope:
    """What the account of this request may see today."""
    found: Scope | None = getattr(request, "_scope", None)
    if found is None:
        found = scope_of(request.user, today())
        request._scope = found  # type: ignore[attr-defined]
    return found


def speaks_for_nobody(request: HttpRequest) -> bool:
    """Whether the account is kept to its bodies and has none: then no item is there for it."""
    seen = scope(request)
    return not seen.sees_all and not seen.bodies
