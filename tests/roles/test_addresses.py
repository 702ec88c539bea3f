"""Every address of the admin demands a permission."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from tests.roles.world import World

# These are for every account that may sign in at all.
FOR_ALL_STAFF = {"index", "password_change", "password_change_done", "jsi18n", "logout", "send-again"}
FOR_ALL_STAFF |= {"second-factor", "second-factor-ask", "second-factor-recovery", "second-factor-set-up"}
FOR_ALL_STAFF |= {"second-factor-codes"}
BEFORE_SIGNING_IN = {"login", "password-reset", "password-reset-sent", "password-reset-choose", "password-reset-done"}


def addresses(world: World) -> dict[str, str]:
    """Every address of the admin by its name, with arguments of the small record; unnamed ones by their pattern."""
    found: dict[str, str] = {}

    def walk(patterns: list[Any], path: str, model: str) -> None:
        for pattern in patterns:
            here = path + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, here, model)
            elif isinstance(pattern, URLPattern):
                found[pattern.name or here] = "/admin/" + filled(here)

    def filled(path: str) -> str:
        key = next((str(row.pk) for name, row in world.rows.items() if f"/{name.split(',')[0]}/" in f"/{path}"), "1")
        path = re.sub(r"<path:public_path>|<path:path>", "recommendations/", path)
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: key if "id" in found[1] or "pk" in found[1] else "1", path)
        path = re.sub(r"\(\?P<app_label>[^)]*\)", "inspections", path)
        return path.replace("^", "").replace("$", "").replace(r"\.", ".")

    walk(list(admin.site.get_urls()), "", "")
    return found


def test_nobody_opens_an_address_of_the_admin_without_signing_in_or_without_a_role(world):
    open_to_all, open_to_strangers = set(), set()
    for name, address in addresses(world).items():
        if world.clients["nobody"].get(address).status_code == 200:
            open_to_all.add(name)
        if Client().get(address).status_code == 200:
            open_to_strangers.add(name)
    assert open_to_strangers == BEFORE_SIGNING_IN
    assert open_to_all <= FOR_ALL_STAFF | BEFORE_SIGNING_IN, open_to_all - FOR_ALL_STAFF - BEFORE_SIGNING_IN
    assert len(addresses(world)) > 60


def test_a_role_without_rights_posts_nowhere(world):
    """The same addresses by POST: no row of any table comes, goes or changes."""
    for name, address in addresses(world).items():
        if name in FOR_ALL_STAFF | BEFORE_SIGNING_IN:
            continue
        answer = world.clients["nobody"].post(address, {"post": "yes", "record": "1", "act": "accept"})
        assert answer.status_code in (302, 403, 404, 405), f"{name} {address}: {answer.status_code}"
    assert world.item.updates.count() == 1
    assert all(type(row)._default_manager.filter(pk=row.pk).exists() for row in world.rows.values())


def test_no_address_of_the_admin_leads_from_a_number_to_the_address_of_a_draft(world):
    """Django’s own “view on site” would tell the slug of anything to any member of staff."""
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
