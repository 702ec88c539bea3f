"""Staff who are signed in."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.make import make_staff

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
