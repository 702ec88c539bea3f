"""Accounts that sign in as people do: with a password, and with a code."""

import re
import time
from binascii import unhexlify
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.make import make_staff
from tracker import second_factor
from tracker.models import User

PASSWORD = "a password for tests"
SIGN_IN = "/admin/login/"


class Browser(Client):
    """A browser that keeps the last answer at hand."""

    answer: Any


@pytest.fixture(autouse=True)
def looked_up_twice(settings):
    """Whoever is signed in and the account that they look at; a session that gets a new name. Not once for each row."""
    settings.ZEAL_ALLOWLIST = [
        {"model": "tracker.User", "field": "get()"},
        {"model": "sessions.Session", "field": "get()"},
    ]


@pytest.fixture
def required(settings):
    """A site as in production: nobody comes in without a second factor."""
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def code_of() -> Callable[..., str]:
    """Return a function that gives the code an account's app shows now, or some steps of thirty seconds later."""

    def code(account: User | str, steps: int = 0) -> str:
        key = account if isinstance(account, str) else TOTPDevice.objects.get(user=account).key
        totp = TOTP(unhexlify(key))
        totp.time = time.time() + 30 * steps
        return f"{totp.token():06d}"

    return code


@pytest.fixture
def with_app(db) -> Callable[..., User]:
    """Return a function that makes a superuser with an app, whose codes have not been used."""

    def made(name: str = "keeper", **fields) -> User:
        account = make_staff(name, superuser=True, **fields)
        TOTPDevice.objects.create(user=account, name="app", key=second_factor.new_key())
        return account

    return made


@pytest.fixture
def type_password() -> Callable[..., Browser]:
    """Return a function that fills in the sign-in page; the answer is the client's `answer`."""

    def typed(name: str, password: str = PASSWORD, client: Any = None, **sent) -> Any:
        client = client or Browser()
        address = sent.pop("address", "127.0.0.1")
        sent = {"username": name, "password": password, "next": "/admin/"} | sent
        client.answer = client.post(SIGN_IN, sent, REMOTE_ADDR=address)
        return client

    return typed


def words_of(answer) -> str:
    """The text of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))
