"""What holds for every list and form: who may open it, and that it explains itself."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from inspections.admin.register import RegisterAdmin, admin_link
from inspections.admin.versions import BELONGS_TO
from inspections.models import FormerAddress, Recommendation, SearchDocument, StatusPeriod, Succession
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_programme,
    make_response,
    make_source,
    make_staff,
    make_theme,
    make_update,
)

TWO_ACCOUNTS = [{"model": "tracker.User", "field": "get()"}]  # whoever is signed in, and whom they look at
RESTS_ON_ACCOUNT_ALONE = {
    "login",
    "logout",
    "index",
    "jsi18n",
    "password_change",
    "password_change_done",
    "send-again",
    "view_on_site",
}


PASSWORDS = {"usable_password", "password1", "password2", "password"}  # Django's own boxes, with Django's explanations


def make_one_of_each():
    """One row of every model that has an admin, as {model name: row}."""
    force = make_force()
    item = make_item(body=force, themes=[make_theme()])
    inspection = item.recommendation.inspection
    rows = [
        make_update(item, "under-way", source=make_source()),
        make_response(inspection, make_policing_body(force)),
        force,
        item,
        item.recommendation,
        inspection,
        inspection.programme,
        item.recommendation.themes.get(),
        make_source(),
        make_staff(),
        Group.objects.create(name="all"),
    ]
    return {row._meta.model_name: row for row in rows}


def test_derived_tables_are_not_in_the_admin():
    assert not {StatusPeriod, SearchDocument, FormerAddress} & set(admin.site._registry)


def test_every_noun_of_the_register_keeps_its_rules():
    ours = {m: a for m, a in admin.site._registry.items() if m._meta.app_label == "inspections" and m in BELONGS_TO}
    assert len(ours) == 8
    assert all(isinstance(model_admin, RegisterAdmin) for model_admin in ours.values())


def fields_of(model_admin, request, row):
    """Name and field of every box that a form of this admin shows, of its inlines too."""
    form = model_admin.get_form(request, row, change=row is not None)
    shown = set(flatten_fieldsets(model_admin.get_fieldsets(request, row)))
    for name, field in form.base_fields.items():
        if name in shown:
            yield name, field
    for formset, inline in model_admin.get_formsets_with_inlines(request, row):
        for name, field in formset.form.base_fields.items():
            if name in flatten_fieldsets(inline.get_fieldsets(request, row)):
                yield f"{inline.__class__.__name__}.{name}", field


@pytest.mark.django_db
def test_every_box_says_what_it_is_for_and_whether_the_public_sees_it():
    request = RequestFactory().get("/")
    request.user = make_staff(superuser=True)
    rows = make_one_of_each()
    silent, seen = [], 0
    for model, model_admin in admin.site._registry.items():
        for row in (None, rows.get(model._meta.model_name)):
            may = model_admin.has_change_permission(request, row) if row else model_admin.has_add_permission(request)
            if not may:
                continue  # nobody types anything there
            for name, field in fields_of(model_admin, request, row):
                seen += 1
                text = str(field.help_text)
                if "public" not in text.lower() and name not in PASSWORDS:
                    silent.append(f"{model.__name__}.{name}: {text}")
    assert seen > 150
    assert silent == []


@pytest.mark.django_db
def test_every_add_and_change_page_opens_without_styles_in_place(settings):
    settings.ZEAL_ALLOWLIST = TWO_ACCOUNTS
    boss = Client()
    boss.force_login(make_staff(superuser=True))
    for name, row in make_one_of_each().items():
        app = row._meta.app_label
        for address in (f"/admin/{app}/{name}/add/", f"/admin/{app}/{name}/{row.pk}/change/"):
            answer = boss.get(address)
            if answer.status_code == 403:
                assert name in ("statusupdate", "addressee"), address
                continue
            assert answer.status_code == 200, address
            assert "<style" not in answer.content.decode()


# What each kind of member of staff gets: list, page, add, record.
ROLES = {
    "anonymous": (302, 302, 302),
    "not staff": (302, 302, 302),
    "staff without permissions": (403, 403, 403),
    "staff who may look": (200, 200, 403),
    "staff who may record but not look": (403, 403, 403),
    "staff who may look and record": (200, 200, 200),
    "superuser": (200, 200, 200),
}


def browser_of(role, sign_in):
    if role == "anonymous":
        return Client()
    if role in ("not staff", "superuser"):
        client = Client()
        user = make_staff(superuser=role == "superuser")
        user.is_staff = role == "superuser"
        user.save()
        client.force_login(user)
        return client
    rights = {
        "staff without permissions": (),
        "staff who may look": ("view_addressee", "see_all"),
        "staff who may record but not look": ("add_statusupdate",),
        "staff who may look and record": ("view_addressee", "see_all", "add_statusupdate"),
    }
    return sign_in(*rights[role])


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(sign_in, role):
    item = make_item()
    client = browser_of(role, sign_in)
    base = "/admin/inspections/addressee/"
    got = tuple(client.get(base + page).status_code for page in ("", f"{item.pk}/change/", f"{item.pk}/record/"))
    assert got == ROLES[role]


def admin_urls(patterns=None, before=""):
    """Yield name and route of every address of the admin."""
    if patterns is None:
        patterns = [p for p in get_resolver().url_patterns if getattr(p, "app_name", None) == "admin"]
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from admin_urls(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, route


@pytest.mark.django_db
def test_every_admin_address_demands_a_permission(sign_in, settings):
    settings.ZEAL_ALLOWLIST = TWO_ACCOUNTS
    rows = make_one_of_each()
    no_rights, anonymous = sign_in(), Client()
    walked, all_apps = 0, {model._meta.app_label for model in admin.site._registry}
    for name, route in admin_urls():
        if name in RESTS_ON_ACCOUNT_ALONE or name.startswith(("second-factor", "password-reset")):
            continue
        app, model = name.split("_")[:2] if name.count("_") >= 2 else ("", "")
        row = rows.get(model) or (apps.get_model(app, model)._default_manager.first() if app in all_apps else None)
        row_id = row.pk if row else 1
        address = "/" + re.sub(r"<path:object_id>|<id>", str(row_id), route)
        address = (
            re.sub(r"\^|\$|\(\?P<app_label>[^)]*\)|<path:app_label>", "inspections", address)
            if "app_label" in address
            else address
        )
        if re.search(r"[<(]", address):
            continue
        walked += 1
        assert anonymous.get(address).status_code == 302, address
        assert anonymous.post(address).status_code == 302, address
        assert no_rights.get(address).status_code in (403, 404), address
        assert no_rights.post(address).status_code in (403, 404, 405), address
    assert walked > 50


@pytest.mark.django_db
def test_links_lead_to_the_staffs_page_of_a_thing():
    source = make_source(title="<b>A letter</b>")
    assert f"/admin/inspections/source/{source.pk}/change/" in admin_link(source)
    assert "<b>" not in admin_link(source)
    assert admin_link(None) == "–"


@pytest.mark.django_db
def test_what_the_public_cannot_see_has_no_link_to_the_site(boss):
    draft, public = make_inspection(draft=True), make_inspection()
    links = [
        "View on site" in boss.get(f"/admin/inspections/inspection/{row.pk}/change/").content.decode()
        for row in (draft, public)
    ]
    assert links == [False, True]


@pytest.mark.django_db
def test_the_choices_of_an_inline_are_fetched_once_for_all_rows(boss, django_assert_max_num_queries):
    force = make_force()
    for number in range(8):
        make_policing_body(force, f"pcc-{number}", start=f"20{number + 10}")
    with django_assert_max_num_queries(15):
        boss.get(f"/admin/inspections/body/{force.pk}/change/")


@pytest.mark.django_db
def test_an_inspection_that_another_follows_up_is_not_deleted(boss):
    earlier = make_inspection()
    later = make_inspection(title="The later one", follows_up=[earlier], programme=make_programme())
    answer = boss.post(f"/admin/inspections/inspection/{earlier.pk}/delete/", {"post": "yes"})
    assert "The later one" in answer.content.decode()
    assert list(later.follows_up.all()) == [earlier]
    assert not Recommendation.objects.exists()
    assert not Succession.objects.exists()


@pytest.mark.django_db
def test_a_row_that_breaks_a_constraint_with_its_parent_is_refused_in_words(boss, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Body", "field": "get()"}]  # the body and the one named in its row
    force = make_force()
    pcc = make_policing_body(force)
    sent: dict[str, object] = {"slug": force.slug, "name": force.name, "kind": force.kind}
    sent |= {"overseen_by-TOTAL_FORMS": 1, "overseen_by-INITIAL_FORMS": 0, "overseen_by-0-policing_body": pcc.pk}
    sent |= {"monitoring_phases-TOTAL_FORMS": 0, "monitoring_phases-INITIAL_FORMS": 0}
    answer = boss.post(f"/admin/inspections/body/{force.pk}/change/", sent)
    assert answer.status_code == 200
    assert "stands here already" in str(answer.context["inline_admin_formsets"][0].formset.forms[0].errors)
    assert force.overseen_by.count() == 1
