"""The roles as they are written down are the roles as a migration made them. tests/roles/ tries what they may do."""

import pytest
from django.contrib.auth.models import Group, Permission

from inspections.roles import DRAFTS, RECORD, ROLES, STANDING

pytestmark = pytest.mark.django_db


def held(group):
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_each_role_is_a_group_with_just_its_permissions(role):
    assert held(Group.objects.get(name=role.name)) == role.permissions


def test_there_are_no_other_groups():
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_permission_of_a_role_exists_once(role):
    for permission in role.permissions:
        app, codename = permission.split(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=codename).count() == 1, permission


def test_each_role_says_what_it_may_do():
    for role in ROLES:
        assert str(role.label)
        assert str(role.meaning).endswith(".")


def test_what_is_written_before_publication_and_what_stands_are_all_of_the_record():
    assert not set(DRAFTS) & set(STANDING)
    assert set(DRAFTS) | set(STANDING) | {"statusupdate", "proposal", "staffnote"} == set(RECORD)


def test_only_those_roles_put_anything_on_the_ledger_or_out():
    def roles_with(permission):
        return {role.name for role in ROLES if permission in role.permissions}

    assert roles_with("inspections.add_statusupdate") == {"publisher"}
    assert roles_with("inspections.publish_inspection") == {"publisher"}
    assert roles_with("inspections.decide_proposal") == {"publisher"}
    assert roles_with("inspections.load_dataset") == {"publisher"}
    assert roles_with("inspections.add_proposal") == {"contributor", "editor"}
    assert roles_with("tracker.change_user") == {"administrator"}


def test_nobody_changes_or_deletes_the_ledger_or_a_proposal():
    for act in ("change", "delete"):
        for model in ("statusupdate", "proposal", "staffnote"):
            assert not [role.name for role in ROLES if f"inspections.{act}_{model}" in role.permissions]
