"""The demonstration account is made once, its password is told once, and a real site never has it."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import RequestFactory

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.DEMO = True


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("make_demo_account", *arguments, stdout=out)
    return out.getvalue()


def let_in(password: str):
    """The account that comes in with this password, if any: failures are counted by address, so there is a request."""
    return authenticate(RequestFactory().post("/admin/login/"), username="demo", password=password)


def password_in(text: str) -> str:
    found = re.search(r"^Password: +(\S+)$", text, re.MULTILINE)
    assert found, text
    return found[1]


def test_the_first_time_an_account_is_made_that_may_do_everything():
    account = let_in(password_in(run()))
    assert account is not None
    assert account.is_staff
    assert account.is_superuser


def test_the_password_is_long_and_another_one_each_time():
    first = password_in(run())
    User.objects.all().delete()
    assert first != password_in(run())
    assert len(first) >= 16


def test_the_second_time_nothing_changes_and_no_password_is_told():
    password = password_in(run())
    told = run()
    assert "Password:" not in told
    assert "--new-password" in told
    assert let_in(password) is not None
    assert User.objects.count() == 1


def test_an_account_that_staff_removed_does_not_come_back():
    User.objects.create_user("somebody", password="long and random")
    run()
    assert not User.objects.filter(username="demo").exists()


def test_a_new_password_takes_the_place_of_the_old_one():
    old = password_in(run())
    new = password_in(run("--new-password"))
    assert let_in(old) is None
    assert let_in(new) is not None


def test_a_new_password_makes_the_account_again_if_it_is_gone():
    User.objects.create_user("somebody", password="long and random")
    assert let_in(password_in(run("--new-password"))) is not None


@pytest.mark.parametrize("arguments", [(), ("--new-password",)])
def test_a_real_site_refuses(settings, arguments):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is not set"):
        run(*arguments)
    assert not User.objects.exists()
