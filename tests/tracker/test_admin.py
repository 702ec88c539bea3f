"""Accounts in the admin: named, explained, and out of reach of those who may not give rights."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.make import make_item, make_staff, make_update
from tests.tracker.conftest import words_of
from tracker import audit
from tracker.models import AuditEntry, AuditKind, User

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/user/"
ROLES = "/admin/auth/group/"
AUDIT = "/admin/tracker/auditentry/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator():
    user = make_staff("keeper")
    user.groups.add(Group.objects.get(name="administrator"))
    return user


@pytest.fixture
def keeper(administrator):
    """The browser of an administrator, who keeps accounts without being a superuser."""
    return signed_in(administrator)


def change(client, account, **sent):
    """Send the account's form with these values; the bodies that it may speak for stay as they are."""
    inlines = {f"speaks_for-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return client.post(f"{LIST}{account.pk}/change/", {"username": account.username} | inlines | sent)


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


def test_an_administrator_gives_and_takes_roles(keeper):
    user = make_staff("somebody")
    editor, viewer = Group.objects.get(name="editor"), Group.objects.get(name="viewer")
    sent = {"is_active": "on", "is_staff": "on"}
    assert change(keeper, user, **sent, groups=[editor.pk, viewer.pk]).status_code == 302
    assert set(user.groups.all()) == {editor, viewer}
    assert change(keeper, user, **sent, groups=[viewer.pk]).status_code == 302
    assert set(user.groups.all()) == {viewer}
    noted = AuditEntry.objects.filter(kind=AuditKind.RIGHTS, account=user).order_by("pk")
    assert [(row.detail, row.by_name, row.address) for row in noted] == [
        ("Roles given: editor, viewer.", "keeper", "127.0.0.1"),
        ("Roles taken away: editor.", "keeper", "127.0.0.1"),
    ]


def test_an_administrator_closes_an_account(keeper):
    user = make_staff("somebody")
    assert change(keeper, user, is_staff="on").status_code == 302
    user.refresh_from_db()
    assert not user.is_active


def test_an_administrator_gives_nobody_single_rights_and_makes_nobody_a_superuser(keeper):
    user = make_staff("somebody")
    sent = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "oidc_subject": "me"}
    assert change(keeper, user, **sent, user_permissions=[Permission.objects.first().pk]).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count(), user.oidc_subject) == (False, 0, None)


def test_an_administrator_does_not_change_their_own_roles(keeper, administrator):
    sent = {"is_superuser": "on", "groups": [Group.objects.get(name="publisher").pk], "first_name": "Sam"}
    assert change(keeper, administrator, **sent).status_code == 302
    administrator.refresh_from_db()
    assert administrator.first_name == "Sam"
    assert (administrator.is_active, administrator.is_staff, administrator.is_superuser) == (True, True, False)
    assert [role.name for role in administrator.groups.all()] == ["administrator"]


def test_the_form_explains_the_roles_and_needs_no_script(keeper):
    page = keeper.get(f"{LIST}{make_staff().pk}/change/").content.decode()
    assert page.count('type="checkbox" name="groups"') == Group.objects.count()
    assert "selectfilter" not in page
    assert "add_id_groups" not in page


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


# The second factor of somebody else -----------------------------------------------------------------------------------


def test_a_lost_second_factor_is_removed_and_the_account_signed_out_everywhere(keeper, with_app):
    user = with_app("lost")
    user.is_superuser = False
    user.save()
    StaticDevice.objects.create(user=user, name="recovery codes")
    theirs = signed_in(user)
    page = keeper.get(f"{LIST}{user.pk}/change/")
    address = f"{LIST}{user.pk}/second-factor/"
    assert f'href="{address}"' in page.content.decode()
    assert "Make sure that it is the person who asks" in words_of(keeper.get(address))
    assert TOTPDevice.objects.filter(user=user).exists()  # looking changes nothing
    answer = keeper.post(address, follow=True)
    assert "The second factor of lost is removed" in words_of(answer)
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert not StaticDevice.objects.filter(user=user).exists()
    assert not Session.objects.filter(pk=theirs.cookies["sessionid"].value).exists()
    assert AuditEntry.objects.get(kind=AuditKind.FACTOR_REMOVED).by_name == "keeper"


def test_where_there_is_none_there_is_nothing_to_remove(keeper):
    user = make_staff("somebody")
    assert "Not set up." in words_of(keeper.get(f"{LIST}{user.pk}/change/"))
    assert "there is nothing to remove" in words_of(keeper.get(f"{LIST}{user.pk}/second-factor/"))
    assert keeper.get(f"{LIST}999999/second-factor/").status_code == 404


def test_nobody_removes_a_superuser_s_or_their_own_or_without_the_right(keeper, administrator, with_app):
    boss = with_app("boss")
    TOTPDevice.objects.create(user=administrator, name="app")
    own = signed_in(administrator)
    session = own.session
    session["otp_device_id"] = TOTPDevice.objects.get(user=administrator).persistent_id
    session.save()
    viewer = signed_in(make_staff("viewer"))
    assert own.post(f"{LIST}{boss.pk}/second-factor/").status_code == 403
    assert own.post(f"{LIST}{administrator.pk}/second-factor/")["Location"] == "/admin/second-factor/"
    assert viewer.post(f"{LIST}{administrator.pk}/second-factor/").status_code == 403
    assert TOTPDevice.objects.count() == 2


# Roles, secrets and the audit list ------------------------------------------------------------------------------------


def test_an_administrator_reads_the_roles_and_changes_none(keeper):
    role = Group.objects.get(name="viewer")
    assert keeper.get(ROLES).status_code == 200
    page = keeper.get(f"{ROLES}{role.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    for path in (f"{role.pk}/change/", f"{role.pk}/delete/", "add/"):
        assert keeper.post(ROLES + path, {"name": "mine", "post": "yes"}).status_code == 403, path
    assert signed_in(make_staff(superuser=True)).get(f"{ROLES}add/").status_code == 200


def test_secrets_of_second_factors_and_counts_of_failures_are_in_no_list():
    labels = {model._meta.app_label for model in admin.site._registry}
    assert not labels & {"axes", "otp_totp", "otp_static"}


def test_the_audit_list_is_found_by_kind_account_day_and_name(keeper):
    user = make_staff("somebody")
    audit.note(AuditKind.FACTOR_FAILED, user, detail="Just a test.")
    at = AuditEntry.objects.get(kind=AuditKind.FACTOR_FAILED).at
    day = f"at__year={at.year}&at__month={at.month}&at__day={at.day}"
    for query in ("kind__exact=factor-failed", f"account__id__exact={user.pk}", day, "q=somebody"):
        assert "Just a test." in words_of(keeper.get(f"{AUDIT}?{query}")), query
    for query in ("kind__exact=sign-out", "at__year=1999", "q=nobody"):
        assert "Just a test." not in words_of(keeper.get(f"{AUDIT}?{query}")), query


def test_the_audit_list_costs_the_same_however_long_it_is(keeper, django_assert_max_num_queries):
    for number in range(60):
        audit.note(AuditKind.SIGN_IN, make_staff(f"one-{number}") if number < 5 else None)
    with django_assert_max_num_queries(18):
        keeper.get(AUDIT)


def test_nobody_changes_or_deletes_the_audit_list():
    boss = signed_in(make_staff("boss", superuser=True))
    entry = audit.note(AuditKind.FAILURE)
    for path in ("add/", f"{entry.pk}/change/", f"{entry.pk}/delete/"):
        assert boss.post(AUDIT + path, {"detail": "never happened", "post": "yes"}).status_code == 403, path
    boss.post(AUDIT, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    entry.refresh_from_db()
    assert entry.detail == ""


def test_only_those_with_the_permission_read_the_audit_list(keeper):
    assert keeper.get(AUDIT).status_code == 200
    assert signed_in(make_staff("viewer")).get(AUDIT).status_code == 403
