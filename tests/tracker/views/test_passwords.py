"""A new password by e-mail: the same words whoever asks, and a link that works once."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client

from tests.make import make_staff
from tests.tracker.conftest import PASSWORD, words_of
from tracker.models import AuditEntry, AuditKind
from tracker.views import passwords

pytestmark = pytest.mark.django_db
ASK = "/admin/password-reset/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """The tests' database is seen by this thread alone, so what is done aside is done here."""
    monkeypatch.setattr(passwords, "aside", lambda work: work())


@pytest.fixture
def account():
    return make_staff("somebody", email="somebody@example.org", superuser=True)


def link_in(message):
    return re.search(r"https?://\S+", message.body)[0]


def ask(email, **extra):
    return Client().post(ASK, {"email": email}, follow=True, **extra)


def choose(link, phrase="an entirely new phrase", client=None):
    client = client or Client()
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    sent = {"new_password1": phrase, "new_password2": phrase}
    return page, client.post(page.request["PATH_INFO"], sent, follow=True)


def test_the_link_lets_one_choose_a_new_password(account, settings, type_password):
    settings.SITE_URL = "https://recommendations.example.org"
    ask("somebody@example.org", headers={"host": "localhost"})
    message = mail.outbox[0]
    assert message.to == ["somebody@example.org"]
    link = link_in(message)
    assert link.startswith("https://recommendations.example.org/admin/password-reset/")  # and not what Host said
    _page, answer = choose(link)
    assert "Your new password is set" in words_of(answer)
    assert type_password("somebody", "an entirely new phrase").answer.status_code == 302
    assert type_password("somebody", PASSWORD).answer.status_code == 200
    kinds = AuditEntry.objects.filter(account=account).values_list("kind", flat=True)
    assert {AuditKind.PASSWORD, AuditKind.PASSWORD_LINK} <= set(kinds)


def test_it_works_once(account):
    ask("somebody@example.org")
    link = link_in(mail.outbox[0])
    choose(link)
    page = Client().get("/" + link.split("/", 3)[3], follow=True)
    assert "This link does not work, or not any longer" in words_of(page)


def test_it_lets_nobody_past_the_second_factor(with_app, required, type_password):
    with_app("keeper", email="keeper@example.org")
    ask("keeper@example.org")
    choose(link_in(mail.outbox[0]))
    client = type_password("keeper", "an entirely new phrase")
    assert client.get("/admin/")["Location"].startswith("/admin/second-factor/code/")


def test_the_same_is_said_of_an_address_that_nobody_has(account):
    known, unknown = ask("somebody@example.org"), ask("nobody@example.org")
    assert words_of(known) == words_of(unknown)
    assert "If there is an account with that e-mail address" in words_of(known)
    assert len(mail.outbox) == 1


def test_closed_accounts_outsiders_and_accounts_of_the_organisation_get_no_link():
    make_staff("closed", email="a@example.org", is_active=False)
    outsider = make_staff("outsider", email="a@example.org")
    outsider.is_staff = False
    outsider.save()
    elsewhere = make_staff("elsewhere", email="a@example.org")
    elsewhere.set_unusable_password()
    elsewhere.save()
    ask("a@example.org")
    assert mail.outbox == []


def test_nobody_is_flooded_with_links(account):
    for _time in range(3):
        ask("somebody@example.org")
    assert len(mail.outbox) == 1


def test_a_weak_password_is_refused_with_the_reason(account):
    ask("somebody@example.org")
    _page, answer = choose(link_in(mail.outbox[0]), "12345")
    assert "This password is too short" in words_of(answer)


def test_where_the_site_sends_no_e_mail_it_says_whom_to_ask(account, settings):
    settings.PASSWORD_RESET_BY_EMAIL = False
    for answer in (Client().get(ASK), ask("somebody@example.org")):
        assert "This site sends no e-mail. Ask an administrator" in words_of(answer)
    assert mail.outbox == []


def test_the_sign_in_page_leads_there():
    assert f'href="{ASK}"' in Client().get("/admin/login/").content.decode()


def test_nobody_is_signed_in_by_it(account):
    ask("somebody@example.org")
    client = Client()
    _page, answer = choose(link_in(mail.outbox[0]), client=client)
    assert isinstance(answer.wsgi_request.user, AnonymousUser) or not answer.wsgi_request.user.is_authenticated
