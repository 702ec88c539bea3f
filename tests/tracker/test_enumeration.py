"""Nothing about signing in tells whether there is an account: neither words nor status nor the work that is done."""

import re
from collections import Counter

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.make import make_staff
from tests.tracker.conftest import PASSWORD, SIGN_IN
from tracker.lockout import FROM_ONE_ADDRESS
from tracker.views import passwords

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
VARIES = {"Content-Length", "Expires", "Last-Modified", "Retry-After"}  # a second may pass between two answers


@pytest.fixture
def hashed(monkeypatch):
    """Counts how often a password is hashed, which is what takes the time."""
    counted = Counter()
    encode = MD5PasswordHasher.encode

    def counting(self, password, salt):
        counted["times"] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return counted


@pytest.fixture
def accounts():
    """One of each kind, by what is typed as the user name."""
    made = {
        "active": make_staff("active", email="active@example.org"),
        "closed": make_staff("closed", email="closed@example.org", is_active=False),
        "without": make_staff("without", email="without@example.org"),
        "visitor": make_staff("visitor", email="visitor@example.org"),
    }
    made["without"].set_unusable_password()
    made["without"].save()
    made["visitor"].is_staff = False
    made["visitor"].save()
    return made


KINDS = ["active", "closed", "without", "visitor"]


def told(path, sent, hashed):
    """All that a stranger can tell of an answer: status, headers, words, hashes, and what the database was asked."""
    hashed.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = Client(REMOTE_ADDR="192.0.2.1").post(path, sent)
    headers = {name: value for name, value in answer.headers.items() if name not in VARIES}
    page = TOKEN.sub("", answer.content.decode()).replace(sent.get("username", "\0"), "NAME")
    kinds = Counter(query["sql"].split()[0] for query in asked.captured_queries)
    return answer.status_code, headers, page, hashed["times"], kinds


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password_is_refused_as_an_account_that_is_not_there(accounts, hashed, kind):
    nobody = told(SIGN_IN, {"username": "nobody", "password": "wrong"}, hashed)
    assert nobody[0] == 200
    assert nobody[3] == 1
    assert told(SIGN_IN, {"username": kind, "password": "wrong"}, hashed) == nobody


def test_so_is_the_right_password_of_a_closed_account(accounts, hashed):
    nobody = told(SIGN_IN, {"username": "nobody", "password": PASSWORD}, hashed)
    assert told(SIGN_IN, {"username": "closed", "password": PASSWORD}, hashed) == nobody


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_locked_whether_or_not_it_is_an_account(accounts, hashed, kind):
    for number in range(1, FROM_ONE_ADDRESS.failures + 2):
        there = told(SIGN_IN, {"username": kind, "password": "wrong"}, hashed)
        nobody = told(SIGN_IN, {"username": "nobody", "password": "wrong"}, hashed)
        assert there == nobody, number
        assert there[0] == (200 if number < FROM_ONE_ADDRESS.failures else 429)
    # The right password is not looked at either: there is nothing to learn from how long that takes.
    assert told(SIGN_IN, {"username": kind, "password": PASSWORD}, hashed) == there
    assert hashed["times"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_password_is_promised_to_everybody_before_anything_is_looked_up(accounts, hashed, monkeypatch, kind):
    left = []
    monkeypatch.setattr(passwords, "aside", left.append)
    nobody = told("/admin/password-reset/", {"email": "nobody@example.org"}, hashed)
    assert nobody[0] == 302
    assert nobody[4] == Counter()
    assert told("/admin/password-reset/", {"email": f"{kind}@example.org"}, hashed) == nobody
    assert not mail.outbox
    for work in left:
        work()
    assert [message.to for message in mail.outbox] == ([["active@example.org"]] if kind == "active" else [])


def test_a_link_of_nobody_fails_as_an_old_one_of_somebody(accounts):
    pages = set()
    for uid in ("MQ", "OTk5OTk5", "x", "Li4v"):
        answer = Client().get(f"/admin/password-reset/{uid}/abcdef-0123456789abcdef0123456789abcdef/")
        pages.add((answer.status_code, TOKEN.sub("", answer.content.decode())))
    assert len(pages) == 1


@pytest.mark.parametrize("name", ["active", "nobody"])
def test_a_page_of_staff_sends_everybody_to_the_same_way_in(accounts, name):
    for path in (f"/admin/tracker/user/?username={name}", f"/admin/{name}/", "/admin/tracker/user/1/change/"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")
