"""What happens to accounts is in the audit list, wherever it was done."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from tests.make import make_staff
from tracker import audit
from tracker.models import AuditEntry, AuditKind, User

pytestmark = pytest.mark.django_db


def said(kind=AuditKind.RIGHTS):
    return list(AuditEntry.objects.filter(kind=kind).order_by("pk").values_list("name", "detail"))


def test_signing_in_and_out_is_noted_with_the_address(type_password):
    make_staff("somebody")
    client = type_password("somebody", address="192.0.2.1")
    client.post("/admin/logout/", REMOTE_ADDR="192.0.2.2")
    rows = AuditEntry.objects.filter(kind__in=["sign-in", "sign-out"]).order_by("pk")
    assert [(row.kind, row.name, row.address, row.by) for row in rows] == [
        ("sign-in", "somebody", "192.0.2.1", None),
        ("sign-out", "somebody", "192.0.2.2", None),
    ]


def test_signing_out_without_being_in_is_nothing():
    Client().post("/admin/logout/")
    assert not AuditEntry.objects.exists()


def test_an_account_that_is_made_is_noted_with_its_marks(capsys):
    call_command("createsuperuser", "--noinput", "--username=root", "--email=r@example.org")
    assert said(AuditKind.MADE) == [("root", "Now active. Now staff. Now superuser.")]


def test_marks_that_change_are_noted_and_others_not():
    account = make_staff("somebody")
    account.is_superuser, account.is_staff, account.first_name = True, False, "Sam"
    account.save()
    assert said() == [("somebody", "No longer staff. Now superuser.")]


def test_roles_and_permissions_are_noted_from_both_sides():
    account = make_staff("somebody")
    editor, viewer = Group.objects.get(name="editor"), Group.objects.get(name="viewer")
    account.groups.add(editor, viewer)
    account.groups.remove(viewer)
    viewer.user_set.add(account)
    editor.user_set.remove(account)
    account.groups.clear()
    account.groups.set([])
    permission = Permission.objects.get(codename="view_user")
    account.user_permissions.add(permission)
    account.user_permissions.clear()
    assert [detail for _name, detail in said()] == [
        "Roles given: editor, viewer.",
        "Roles taken away: viewer.",
        "Roles given: viewer.",
        "Roles taken away: editor.",
        "Roles taken away: viewer.",
        "Permissions given: tracker.view_user.",
        "Permissions taken away: tracker.view_user.",
    ]


def test_what_a_person_changes_about_a_role_is_noted_and_what_a_deployment_does_is_not(rf):
    role = Group.objects.create(name="new")
    permission = Permission.objects.get(codename="view_user")
    role.permissions.add(permission)
    assert said() == []
    request = rf.get("/")
    request.user = make_staff("boss")
    with audit.acting(request):
        role.permissions.remove(permission)
    assert said() == [("", "Role new, permissions taken away: tracker.view_user.")]


def test_a_new_password_is_noted_and_a_password_that_is_only_hashed_anew_is_not(settings, type_password):
    account = make_staff("somebody")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    type_password("somebody")
    account.refresh_from_db()
    assert account.password.startswith("scrypt")
    assert said(AuditKind.PASSWORD) == []
    account.set_password("another one")
    account.save()
    account.set_unusable_password()
    account.save()
    assert said(AuditKind.PASSWORD) == [("somebody", "")] * 2


def test_another_name_or_e_mail_address_is_noted_without_the_address():
    account = make_staff("somebody", email="a@example.org")
    account.username, account.email = "someone", "b@example.org"
    account.save()
    details = [detail for _name, detail in said(AuditKind.CHANGED)]
    assert details == ["User name: somebody is now someone.", "The e-mail address was changed."]


def test_a_deleted_account_is_noted():
    make_staff("somebody").delete()
    assert said(AuditKind.DELETED) == [("somebody", "")]


def test_signing_in_costs_no_look_at_how_the_account_was(django_assert_num_queries):
    account = make_staff()
    with django_assert_num_queries(1):
        account.save(update_fields=["last_login"])
    assert User.objects.count() == 1
