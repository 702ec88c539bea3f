"""Sign-in with the organisation's own accounts (OpenID Connect), off unless OIDC_CLIENT_ID is set.

mozilla-django-oidc speaks the protocol. Ours is who may come in: accounts are matched by the provider's `sub` and by
nothing else, made at the first sign-in if a role that we know is claimed, and get exactly the claimed roles each time.
"""

import time
from typing import Any

import requests
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from tracker.models import User

BACKEND = "tracker.single_sign_on.OrganisationBackend"
DISCOVERY_SECONDS = 3600  # how long what the provider says about itself is believed
_discovered: dict[str, tuple[float, dict[str, Any]]] = {}

# What the library calls an endpoint, and what the provider's description calls it.
ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
    "OIDC_ISSUER": "issuer",
}


class Refused(Exception):
    """Somebody whom the provider knows may not come in here. Its text is a sentence for the person."""


def is_on() -> bool:
    return bool(settings.OIDC_RP_CLIENT_ID)


def description() -> dict[str, Any]:
    """Return what the provider says about itself, fetched at most once an hour; empty where nothing is to be asked."""
    address = settings.OIDC_DISCOVERY
    if not address:
        return {}
    fetched, found = _discovered.get(address, (0.0, {}))
    if time.monotonic() - fetched > DISCOVERY_SECONDS or not found:
        answer = requests.get(address, timeout=settings.OIDC_TIMEOUT)
        answer.raise_for_status()
        found = answer.json()
        _discovered[address] = (time.monotonic(), found)
    return found


def setting(name: str, *default: Any) -> Any:
    """Return a setting of the library; an endpoint that the environment does not name comes from the provider."""
    if name in ENDPOINTS:
        return getattr(settings, name, "") or description().get(ENDPOINTS[name], "")
    return getattr(settings, name, *default)


def claimed_roles(claims: dict[str, Any]) -> list[Group]:
    """Return the roles of ours that are claimed.

    OIDC_ROLES_CLAIM may lead into a claim by dots, as `realm_access.roles`; the claim is a list, or a text with spaces
    or commas between. With OIDC_ROLE_PREFIX only what begins with it counts, without it.
    """
    found: Any = claims
    for part in settings.OIDC_ROLES_CLAIM.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    words = found.replace(",", " ").split() if isinstance(found, str) else found if isinstance(found, list) else []
    prefix = settings.OIDC_ROLE_PREFIX
    names = [str(word)[len(prefix) :] for word in words if str(word).startswith(prefix)]
    return list(Group.objects.filter(name__in=names).order_by("name"))


class OrganisationBackend(OIDCAuthenticationBackend):
    """Turns what the provider says of a person into an account."""

    # Django makes a backend for every question about a permission: nothing may be fetched here.
    def __init__(self) -> None:
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID
        self.OIDC_RP_CLIENT_SECRET = settings.OIDC_RP_CLIENT_SECRET
        self.OIDC_RP_SIGN_ALGO = settings.OIDC_RP_SIGN_ALGO
        self.OIDC_RP_IDP_SIGN_KEY = None
        self.UserModel = User

    @staticmethod
    def get_settings(attr: str, *args: Any) -> Any:
        return setting(attr, *args)

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802  (the library's name)
        return str(setting("OIDC_OP_TOKEN_ENDPOINT"))

    @property
    def OIDC_OP_USER_ENDPOINT(self) -> str:  # noqa: N802
        return str(setting("OIDC_OP_USER_ENDPOINT"))

    @property
    def OIDC_OP_JWKS_ENDPOINT(self) -> str:  # noqa: N802
        return str(setting("OIDC_OP_JWKS_ENDPOINT"))

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """Check whom the token is for and who says so as well: the library checks signature, time and nonce alone."""
        payload: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = payload.get("aud", [])
        if self.OIDC_RP_CLIENT_ID not in (audience if isinstance(audience, list) else [audience]):
            raise SuspiciousOperation("The token is for another client.")
        issuer = setting("OIDC_ISSUER")
        if issuer and payload.get("iss") != issuer:
            raise SuspiciousOperation("The token is from another provider.")
        if "exp" not in payload or not payload.get("sub"):
            raise SuspiciousOperation("The token has no end or is about nobody.")
        return payload

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Return what the token says, and what the provider says beside it about the same person."""
        if not self.OIDC_OP_USER_ENDPOINT:
            return payload
        more = super().get_userinfo(access_token, id_token, payload)
        if more.get("sub") != payload["sub"]:
            raise SuspiciousOperation("The provider told about somebody else.")
        return {**payload, **more}

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User:
        """Return the account of a person with a role of ours. Raises Refused for everybody else."""
        claims = self.get_userinfo(access_token, id_token, payload)
        roles = claimed_roles(claims)
        account = User.objects.filter(oidc_subject=claims["sub"]).first()
        if account is None and roles:
            account = self.create_user(claims)
        if account is not None:
            with transaction.atomic():
                account.groups.set(roles)
                if roles and not account.is_staff:
                    account.is_staff = True
                    account.save(update_fields=["is_staff"])
        if account is None or not roles:
            raise Refused(
                _(
                    "Your organisation knows you, but has given you no role on this site. Ask whoever looks after "
                    "accounts in your organisation."
                )
            )
        if not account.is_active:
            raise Refused(_("Your account on this site is closed. Ask an administrator of this site."))
        return account

    def authenticate(self, request: Any, **kwargs: Any) -> User | None:
        if not kwargs.keys() >= {"nonce", "code_verifier"}:  # somebody types a password
            return None
        found: User | None = super().authenticate(request, **kwargs)
        return found

    def create_user(self, claims: dict[str, Any]) -> User:
        """Make the account: staff, without a password of its own, and never a superuser."""
        subject = str(claims["sub"])
        account = User(
            username=_free_name(claims),
            oidc_subject=subject,
            first_name=str(claims.get("given_name", ""))[:150],
            last_name=str(claims.get("family_name", ""))[:150],
            email=str(claims.get("email", "")) if claims.get("email_verified", True) else "",
            is_staff=True,
        )
        account.set_unusable_password()
        account.full_clean(exclude=["password"])
        account.save()
        return account

    def get_user(self, user_id: int) -> User | None:
        """Leave out closed accounts: the library would let their sessions go on."""
        account = User.objects.filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None


def _free_name(claims: dict[str, Any]) -> str:
    """Return the provider's user name for the person, with a number if another account has it already."""
    wanted = slugify(str(claims.get("preferred_username") or claims.get("email") or "staff").split("@")[0]) or "staff"
    name, number = wanted[:140], 1
    while User.objects.filter(username=name).exists():
        number += 1
        name = f"{wanted[:140]}-{number}"
    return name
