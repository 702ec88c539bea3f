"""Accounts in the admin: named, explained, and out of reach of those who may not give rights."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests.make import make_item, make_staff, make_update
from tracker.models import User

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/user/"


@pytest.fixture(autouse=True)
def two_accounts_in_one_request(settings):
    """Whoever is signed in and the account that they look at are two look-ups, and not one for each row."""
    settings.ZEAL_ALLOWLIST = [{"model": "tracker.User", "field": "get()"}]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def keeper():
    """The browser of somebody who keeps accounts without being a superuser."""
    user = make_staff("keeper")
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_user"))
    return signed_in(user)


def test_the_staffs_side_says_what_it_is():
    assert "Inspection recommendations – staff" in Client().get("/admin/login/").content.decode()


def test_an_account_is_made():
    boss = signed_in(make_staff(superuser=True))
    sent = {
        "username": "new",
        "usable_password": "true",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
    }
    boss.post(f"{LIST}add/", sent)
    assert User.objects.get(username="new").check_password("a long pass phrase")


def test_an_account_keeper_gives_nobody_rights(keeper):
    user = make_staff("somebody")
    sent = {"username": "somebody", "is_active": "on", "is_staff": "on", "is_superuser": "on"} | {
        "groups": [Group.objects.create(name="all").pk],
        "user_permissions": [Permission.objects.first().pk],
    }
    assert keeper.post(f"{LIST}{user.pk}/change/", sent).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, user.groups.count(), user.user_permissions.count()) == (False, 0, 0)


def test_an_account_keeper_does_not_touch_a_superuser(keeper):
    boss = make_staff("boss", superuser=True)
    before = boss.password
    for path in (f"{boss.pk}/change/", f"{boss.pk}/password/", f"{boss.pk}/delete/"):
        sent = {"username": "boss2", "password1": "taken over now", "password2": "taken over now", "post": "yes"}
        assert keeper.post(LIST + path, sent).status_code == 403, path
    boss.refresh_from_db()
    assert (boss.username, boss.password) == ("boss", before)


def test_an_account_keeper_does_not_delete_a_superuser_by_action(keeper):
    boss = make_staff("boss", superuser=True)
    keeper.post(LIST, {"action": "delete_selected", "_selected_action": [boss.pk], "post": "yes"})
    assert User.objects.filter(pk=boss.pk).exists()


def test_an_account_that_recorded_something_is_not_deleted():
    staff = make_staff("recorder")
    make_update(make_item(), "under-way", recorded_by=staff)
    answer = signed_in(make_staff(superuser=True)).post(f"{LIST}{staff.pk}/delete/", {"post": "yes"})
    assert "would require deleting the following protected related objects" in answer.content.decode()
    assert User.objects.filter(pk=staff.pk).exists()
