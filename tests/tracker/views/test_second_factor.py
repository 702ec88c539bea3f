"""The pages of the second factor, as people meet them."""

import re
import time

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.harness.markup import html_errors
from tests.make import make_staff
from tests.tracker.conftest import words_of
from tracker import second_factor
from tracker.models import AuditEntry, AuditKind, User
from tracker.views.second_factor import MAY_REPLACE, REPLACE_SECONDS

pytestmark = pytest.mark.django_db
ASK, RECOVERY, SET_UP = (f"/admin/second-factor/{name}/" for name in ("code", "recovery-code", "set-up"))
CODES, OWN = "/admin/second-factor/recovery-codes/", "/admin/second-factor/"


def key_on(page):
    """The key that the page shows, in hexadecimal as the code's function takes it."""
    import base64

    text = re.search(r'class="secret-key"><code>([A-Z2-7 ]+)</code>', page.content.decode())[1]
    return base64.b32decode(text.replace(" ", "")).hex()


def shown_codes(page):
    return re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", page.content.decode())


@pytest.fixture
def inside(with_app, type_password, code_of):
    """The browser of somebody who has come in with a code, some time ago."""
    account = with_app()
    client = type_password("keeper")
    client.post(ASK, {"code": code_of(account, -1)})
    return client


def test_an_account_without_an_app_sets_one_up_before_anything_else(required, type_password, code_of):
    make_staff("somebody", superuser=True)
    client = type_password("somebody", next="/admin/tracker/user/")
    page = client.get("/admin/tracker/user/", follow=True)
    assert page.redirect_chain[-1][0] == f"{SET_UP}?next=/admin/tracker/user/"
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    answer = client.post(f"{SET_UP}?next=/admin/tracker/user/", {"code": code_of(key_on(page))})
    assert answer["Location"] == f"{CODES}?next=/admin/tracker/user/"
    page = client.get(answer["Location"])
    assert len(shown_codes(page)) == 10
    assert 'href="/admin/tracker/user/">I have kept them' in page.content.decode()
    assert client.get("/admin/tracker/user/").status_code == 200


def test_recovery_codes_are_shown_once(required, type_password, code_of):
    make_staff("somebody", superuser=True)
    client = type_password("somebody")
    client.post(SET_UP, {"code": code_of(key_on(client.get(SET_UP)))})
    assert len(shown_codes(client.get(CODES))) == 10
    again = client.get(CODES, follow=True)
    assert shown_codes(again) == []
    assert "Recovery codes are shown once." in words_of(again)


def test_a_wrong_first_code_keeps_the_same_key(required, type_password, code_of):
    make_staff("somebody", superuser=True)
    client = type_password("somebody")
    first = key_on(client.get(SET_UP))
    for wrong in ("000000", "", "x"):
        page = client.post(SET_UP, {"code": wrong})
        assert key_on(page) == first
        assert 'aria-invalid="true"' in page.content.decode()
    assert client.post(SET_UP, {"code": code_of(first)}).status_code == 302


def test_a_key_that_another_session_saw_is_not_the_one_that_is_set_up(required, type_password):
    """Somebody who has only the password could otherwise read the key today and use it when the owner has set it up."""
    make_staff("somebody", superuser=True)
    assert key_on(type_password("somebody").get(SET_UP)) != key_on(type_password("somebody").get(SET_UP))


def test_with_an_app_the_password_alone_does_not_open_the_set_up_page(required, with_app, type_password):
    with_app()
    client = type_password("keeper")
    for answer in (client.get(SET_UP), client.post(SET_UP, {"code": "123456"})):
        assert answer["Location"] == f"{ASK}?next=/admin/"


def test_a_code_lets_in_and_a_wrong_one_says_so(required, with_app, type_password, code_of):
    account = with_app()
    client = type_password("keeper")
    page = client.post(ASK, {"code": "000000"})
    assert "This code is wrong or was used before." in words_of(page)
    assert client.get("/admin/").status_code == 302
    page = client.post(ASK, {"code": ""})
    assert "Type the code that the app shows." in words_of(page)
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    before = client.session.session_key
    assert client.post(ASK, {"code": code_of(account)})["Location"] == "/admin/"
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200


def test_the_box_is_made_for_codes(required, with_app, type_password):
    with_app()
    client = type_password("keeper")
    assert 'autocomplete="one-time-code" inputmode="numeric"' in client.get(ASK).content.decode()
    assert "inputmode" not in client.get(RECOVERY).content.decode()


def test_a_recovery_code_lets_in_once(required, with_app, type_password):
    account = with_app()
    code = second_factor.new_recovery_codes(account)[0]
    client = type_password("keeper")
    assert client.post(RECOVERY, {"code": code})["Location"] == "/admin/"
    assert "That recovery code is used up. 9 are left." in words_of(client.get("/admin/"))
    assert "used before" in words_of(type_password("keeper").post(RECOVERY, {"code": code}))


def test_it_is_asked_for_where_it_is_set_up_although_it_is_not_required(with_app, type_password):
    with_app()
    assert type_password("keeper").get("/admin/")["Location"].startswith(ASK)


def test_without_requirement_and_without_an_app_nobody_is_asked(type_password):
    make_staff("somebody", superuser=True)
    assert type_password("somebody").get("/admin/").status_code == 200


def test_nobody_gets_to_these_pages_without_a_password():
    for path in (ASK, RECOVERY, SET_UP, CODES, OWN):
        assert Client().get(path)["Location"].startswith("/admin/login/"), path


def test_whoever_is_in_is_not_asked_again(inside):
    for path in (ASK, RECOVERY):
        assert inside.get(path)["Location"] == "/admin/"
    assert inside.get(SET_UP)["Location"] == OWN


def test_the_way_on_stays_on_the_staff_s_side(inside):
    for wanted in ("https://evil.example/admin/", "//evil.example", "/recommendations/", "javascript:alert(1)"):
        assert inside.get(ASK, {"next": wanted})["Location"] == "/admin/", wanted


def test_the_app_is_replaced_with_a_current_code(inside, code_of):
    account = User.objects.get(username="keeper")
    old = TOTPDevice.objects.get().key
    answer = inside.post(OWN, {"code": code_of(account), "act": "replace"})
    assert answer["Location"] == SET_UP
    answer = inside.post(SET_UP, {"code": code_of(key_on(inside.get(SET_UP)))})
    assert answer["Location"].startswith(CODES)
    assert TOTPDevice.objects.get().key != old
    assert inside.get(SET_UP)["Location"] == OWN  # once


def test_the_leave_to_replace_it_does_not_last(inside):
    session = inside.session
    session[MAY_REPLACE] = time.time() - REPLACE_SECONDS - 1
    session.save()
    assert inside.get(SET_UP)["Location"] == OWN


@pytest.mark.parametrize("act", ["replace", "codes", "remove"])
def test_nothing_is_changed_without_a_right_code(inside, act):
    before = TOTPDevice.objects.get().key
    page = inside.post(OWN, {"code": "000000", "act": act})
    assert "This code is wrong" in words_of(page)
    assert TOTPDevice.objects.get().key == before
    assert inside.get(SET_UP)["Location"] == OWN
    assert not StaticToken.objects.exists()


def test_an_act_that_is_none_changes_nothing(inside, code_of):
    assert inside.post(OWN, {"code": code_of(User.objects.get()), "act": "x"}).status_code == 200
    assert TOTPDevice.objects.exists()


def test_new_recovery_codes_make_the_old_ones_void(inside, code_of):
    account = User.objects.get(username="keeper")
    old = second_factor.new_recovery_codes(account)
    page = inside.post(OWN, {"code": code_of(account), "act": "codes"}, follow=True)
    assert len(shown_codes(page)) == 10
    assert not set(shown_codes(page)) & set(old)
    assert AuditEntry.objects.filter(kind=AuditKind.CODES_MADE, account=account).exists()


def test_it_is_turned_off_only_where_it_is_not_required(inside, code_of, settings):
    account = User.objects.get(username="keeper")
    settings.REQUIRE_SECOND_FACTOR = True
    assert "Turn it off" not in words_of(inside.get(OWN))
    page = inside.post(OWN, {"code": code_of(account), "act": "remove"}, follow=True)
    assert "Everybody needs a second factor here." in words_of(page)
    settings.REQUIRE_SECOND_FACTOR = False
    assert "Turn it off" in words_of(inside.get(OWN))
    page = inside.post(OWN, {"code": code_of(account, 1), "act": "remove"}, follow=True)
    assert "Your second factor is off." in words_of(page)
    assert not second_factor.has_one(User.objects.get(username="keeper"))


def test_whoever_has_none_is_told_what_it_is_for(type_password):
    make_staff("somebody", superuser=True)
    page = words_of(type_password("somebody").get(OWN))
    assert "nobody can use your account who knows only your password" in page


@pytest.mark.once
def test_the_pages_are_valid_html(required, with_app, type_password, code_of):
    make_staff("new", superuser=True)
    with_app()
    half, new = type_password("keeper"), type_password("new")
    pages = {"ask": half.get(ASK), "wrong": half.post(ASK, {"code": "x"}), "recovery": half.get(RECOVERY)}
    pages["set up"] = page = new.get(SET_UP)
    pages["codes"] = new.post(SET_UP, {"code": code_of(key_on(page))}, follow=True)
    pages |= {"own": new.get(OWN), "sign in": Client().get("/admin/login/")}
    mains = {
        name: '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>'
        + re.search(r"<h1>.*?(?=<br class=\"clear\">)", page.content.decode(), re.S)[0]
        + "</body></html>"
        for name, page in pages.items()
    }
    assert html_errors(mains) == {}
