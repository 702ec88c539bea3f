"""Staff who are signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from inspections.models import Body
from tests.make import make_account, make_staff

SignIn = Callable[..., Client]


@pytest.fixture
def boss(db: None) -> Client:
    """The browser of a superuser."""
    client = Client()
    client.force_login(make_staff("boss", superuser=True))
    return client


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Return a function that opens the browser of a member of staff with these permissions, as `view_addressee`."""

    def opened(*permissions: str) -> Client:
        staff = make_staff()
        staff.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        assert staff.user_permissions.count() == len(permissions)
        client = Client()
        client.force_login(staff)
        return client

    return opened


@pytest.fixture
def in_role(db: None) -> Callable[..., Client]:
    """Return a function that opens the browser of a new member of staff with that role."""

    def opened(role: str, username: str = "") -> Client:
        staff = make_staff(username or f"an-{role}", first_name="Ann", last_name=role.title())
        staff.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(staff)
        return client

    return opened


@pytest.fixture
def publisher(in_role: Callable[..., Client]) -> Client:
    """The browser of Ann Publisher."""
    return in_role("publisher")


@pytest.fixture
def editor(in_role: Callable[..., Client]) -> Client:
    """The browser of Ann Editor."""
    return in_role("editor")


@pytest.fixture
def as_role(db: None) -> Callable[..., Client]:
    """Return a function that opens the browser of a new account with a role, who speaks for these bodies.

    The account itself is the browser's `account`.
    """

    def opened(role: str, *bodies: Body, **fields: Any) -> Client:
        client = Client()
        client.account = make_account(role, *bodies, **fields)  # type: ignore[attr-defined]
        client.force_login(client.account)  # type: ignore[attr-defined]
        return client

    return opened
