"""To the organisation's sign-in and back, against a real little provider on this machine."""

import time

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client

from tests.make import make_item, make_staff
from tests.tracker.conftest import Browser, words_of
from tests.tracker.provider import CLIENT, OTHER_KEY, SECRET, running_provider
from tests.tracker.test_staff_site import kept_in
from tracker import single_sign_on
from tracker.models import AuditEntry, AuditKind, User

pytestmark = pytest.mark.django_db
LEAVE, BACK = "/admin/organisation/", "/admin/organisation/back/"
BUTTON = "Sign in with your organisation"


@pytest.fixture(scope="module")
def server():
    with running_provider() as running:
        yield running


@pytest.fixture
def provider(server, settings, monkeypatch):
    """The provider in its first state, and a site that uses it."""
    server.claims, server.userinfo, server.asked = {}, {"roles": ["editor"], "preferred_username": "sam"}, []
    server.signs_with = type(server).signs_with
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_DISCOVERY = f"{server.url}/.well-known/openid-configuration"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, single_sign_on.BACKEND]
    settings.REQUIRE_SECOND_FACTOR = True
    monkeypatch.setattr(single_sign_on, "_discovered", {})
    return server


def come(provider, client=None, query=""):
    """Go to the provider, say yes there and come back."""
    client = client or Browser()
    left = client.get(LEAVE + query)
    client.answer = client.get(f"{BACK}?{provider.agree(left['Location'])}")
    return client


def refused(client):
    assert client.answer["Location"] == "/admin/login/"
    assert client.get("/admin/").status_code == 302
    return words_of(client.get("/admin/login/"))


def test_where_it_is_off_its_addresses_do_not_exist_and_there_is_no_button():
    for path in (LEAVE, BACK):
        assert Client().get(path).status_code == 404
    assert BUTTON not in words_of(Client().get("/admin/login/"))


def test_the_sign_in_page_has_a_button(provider):
    page = Client().get("/admin/login/?next=/admin/tracker/user/").content.decode()
    assert f'href="{LEAVE}?next=/admin/tracker/user/"' in page
    assert provider.asked == []  # to show a page nobody is asked


def test_the_first_sign_in_makes_an_account_with_the_claimed_roles(provider):
    provider.userinfo |= {"given_name": "Sam", "family_name": "Vimes", "email": "sam@example.org"}
    client = come(provider)
    assert client.answer["Location"] == "/admin/"
    account = User.objects.get(oidc_subject="person-1")
    assert (account.username, account.get_full_name(), account.email) == ("sam", "Sam Vimes", "sam@example.org")
    assert (account.is_staff, account.is_superuser, account.has_usable_password()) == (True, False, False)
    assert [role.name for role in account.groups.all()] == ["editor"]
    assert client.get("/admin/").status_code == 200  # the provider has asked for the second factor
    entry = AuditEntry.objects.get(kind=AuditKind.SIGN_IN)
    assert (entry.name, entry.detail) == ("sam", "With the organisation's account.")


def test_the_site_asks_for_its_own_second_factor_where_a_setting_says_so(provider, settings):
    settings.OIDC_SECOND_FACTOR = "ours"
    assert come(provider).get("/admin/")["Location"].startswith("/admin/second-factor/code/")


def test_one_comes_back_to_where_one_wanted_to_go_and_never_elsewhere(provider):
    assert come(provider, query="?next=/admin/tracker/user/").answer["Location"] == "/admin/tracker/user/"
    assert come(provider, query="?next=https://evil.example/").answer["Location"] == "/admin/"


def test_roles_follow_the_claim_at_each_sign_in(provider):
    come(provider)
    provider.userinfo["roles"] = ["viewer", "publisher", "a role of another site"]
    come(provider)
    account = User.objects.get()
    assert sorted(account.groups.values_list("name", flat=True)) == ["publisher", "viewer"]
    details = list(AuditEntry.objects.filter(kind=AuditKind.RIGHTS).order_by("pk").values_list("detail", flat=True))
    assert details == ["Roles given: editor.", "Roles taken away: editor.", "Roles given: publisher, viewer."]


@pytest.mark.parametrize("roles", [[], ["nothing of ours"], None, 7, {"editor": True}, ["superuser", "is_superuser"]])
def test_without_a_role_of_ours_nobody_comes_in_and_no_account_is_made(provider, roles):
    provider.userinfo["roles"] = roles
    assert "has given you no role on this site" in refused(come(provider))
    assert not User.objects.exists()


def test_somebody_who_has_lost_every_role_is_refused_and_has_none_here_either(provider):
    come(provider)
    provider.userinfo["roles"] = []
    assert "no role on this site" in refused(come(provider))
    assert User.objects.get().groups.count() == 0


def test_a_closed_account_stays_closed_and_its_sessions_end(provider):
    client = come(provider)
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert "Your account on this site is closed." in refused(come(provider))


def test_nobody_becomes_a_superuser_by_a_claim(provider):
    Group.objects.create(name="superuser")
    provider.userinfo |= {"is_superuser": True, "roles": ["superuser"]}
    come(provider)
    assert not User.objects.get().is_superuser


def test_the_same_e_mail_address_or_name_is_not_the_same_person(provider):
    boss = make_staff("sam", email="sam@example.org", superuser=True)
    provider.userinfo["email"] = "sam@example.org"
    come(provider)
    made = User.objects.get(oidc_subject="person-1")
    assert made != boss
    assert made.username == "sam-2"
    assert not made.is_superuser


def test_the_token_says_who_it_is_and_the_rest_may_come_from_either(provider):
    provider.userinfo.clear()
    provider.claims = {"roles": "viewer,editor", "email": "x@example.org", "email_verified": False}
    come(provider)
    account = User.objects.get()
    assert account.groups.count() == 2
    assert account.email == ""


FORGED = {
    "another key": ({}, {}, OTHER_KEY),
    "another client": ({"aud": "somebody-else"}, {}, None),
    "another provider": ({"iss": "https://evil.example"}, {}, None),
    "another question": ({"nonce": "guessed"}, {}, None),
    "too old": ({"exp": int(time.time()) - 3600}, {}, None),
    "without an end": ({"exp": None}, {}, None),
    "about nobody": ({"sub": None}, {}, None),
    "about two": ({}, {"sub": "person-2"}, None),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_token_that_is_not_what_was_asked_for_lets_nobody_in(provider, forgery):
    provider.claims, more, key = FORGED[forgery]
    provider.userinfo |= more
    provider.signs_with = key or provider.signs_with
    assert "did not work" in refused(come(provider))
    assert not User.objects.exists()
    assert AuditEntry.objects.get(kind=AuditKind.FAILURE).detail.startswith("Organisation's account: ")


@pytest.mark.parametrize("query", ["", "code=x", "code=x&state=y", "error=access_denied&state=x", "state=&code="])
def test_a_way_back_that_nobody_set_out_on_leads_nowhere(provider, query):
    client = Browser()
    client.answer = client.get(f"{BACK}?{query}")
    assert "did not work" in refused(client)


def test_a_way_back_can_be_gone_once(provider):
    client = Browser()
    query = provider.agree(client.get(LEAVE)["Location"])
    client.get(f"{BACK}?{query}")
    client.logout()
    client.answer = client.get(f"{BACK}?{query}")
    assert "did not work" in refused(client)


def test_somebody_else_s_way_back_is_not_ours(provider):
    """Else a link could sign people in to an account of the sender's choice."""
    query = provider.agree(Client().get(LEAVE)["Location"])
    client = Browser()
    client.get(LEAVE)
    client.answer = client.get(f"{BACK}?{query}")
    assert "did not work" in refused(client)


def test_a_provider_that_is_away_is_a_sentence_and_no_error_page(provider, settings):
    settings.OIDC_DISCOVERY = "http://127.0.0.1:9/nothing"
    client = Browser()
    client.answer = client.get(LEAVE)
    assert "Try again, or sign in with a password." in refused(client)


def test_what_was_typed_waits_while_one_is_at_the_organisation(provider):
    record = f"/admin/inspections/addressee/{make_item().pk}/record/"
    client = Browser()
    client.force_login(make_staff(superuser=True))
    Session.objects.all().delete()
    sealed = kept_in(client.post(record, {"reason": "A long reason."}))
    page = client.post("/admin/login/", {"kept": sealed, "organisation": "1"})
    assert f"{LEAVE}?next=/admin/send-again/" in page.content.decode()
    come(provider, client, "?next=/admin/send-again/")
    assert client.answer["Location"] == "/admin/send-again/"
    assert "A long reason." in words_of(client.get("/admin/send-again/"))


def test_a_password_does_as_before_and_asks_no_provider(provider, type_password):
    make_staff("somebody", superuser=True)
    assert type_password("somebody").answer.status_code == 302
    assert provider.asked == []
