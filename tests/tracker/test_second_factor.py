"""Codes of the app and recovery codes: each is good once, wrong ones cost time, and everything is noted."""

import datetime
import re
from binascii import unhexlify

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.utils.timezone import now
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.make import make_staff
from tracker import second_factor
from tracker.models import AuditEntry, AuditKind, User
from tracker.second_factor import WrongCode
from tracker.single_sign_on import BACKEND

pytestmark = pytest.mark.django_db


def request_of(account):
    """A request of somebody whose password was right: as fresh as the next click would be."""
    request = RequestFactory().post("/admin/second-factor/code/")
    request.user = User.objects.get(pk=account.pk) if account else AnonymousUser()
    request.session = SessionStore()
    return request


def noted(kind):
    return AuditEntry.objects.filter(kind=kind).count()


def test_setting_up_takes_a_code_that_the_app_shows(code_of):
    account, key = make_staff("somebody"), second_factor.new_key()
    request = request_of(account)
    codes = second_factor.set_up(request, key, code_of(key))
    assert TOTPDevice.objects.get(user=account).key == key
    assert second_factor.is_passed(request)
    assert noted(AuditKind.FACTOR_SET_UP) == 1
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[a-z2-7]{4}-[a-z2-7]{4}", code) for code in codes)


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "-1", "١٢٣٤٥٦", "9" * 30])
def test_setting_up_with_a_wrong_code_changes_nothing(code, required):
    account = make_staff("somebody")
    request = request_of(account)
    key = "00" * 20
    with pytest.raises(WrongCode, match="sets its clock by itself"):
        second_factor.set_up(request, key, code)
    assert not TOTPDevice.objects.exists()
    assert not second_factor.is_passed(request)
    assert noted(AuditKind.FACTOR_FAILED) == 1


def test_the_code_of_setting_up_is_used_up(code_of):
    account, key = make_staff("somebody"), second_factor.new_key()
    code = code_of(key)
    second_factor.set_up(request_of(account), key, code)
    with pytest.raises(WrongCode, match="used before"):
        second_factor.check(request_of(account), code)


def test_a_new_app_takes_the_place_of_the_old_one_and_its_codes(code_of, with_app):
    account = with_app()
    old = second_factor.new_recovery_codes(account)
    second_factor.set_up(request_of(account), key := second_factor.new_key(), code_of(key))
    assert TOTPDevice.objects.get(user=account).key == key
    with pytest.raises(WrongCode):
        second_factor.check(request_of(account), old[0])


def test_a_code_lets_in_once(with_app, code_of, required):
    account = with_app()
    request = request_of(account)
    assert second_factor.is_pending(request)
    code = code_of(account)
    second_factor.check(request, f" {code[:3]} {code[3:]} ")
    assert second_factor.is_passed(request)
    again = request_of(account)
    with pytest.raises(WrongCode, match="used before"):
        second_factor.check(again, code)
    assert not second_factor.is_passed(again)
    assert (noted(AuditKind.FACTOR_PASSED), noted(AuditKind.FACTOR_FAILED)) == (1, 1)


def test_a_wrong_code_makes_the_next_one_wait_longer_and_longer(with_app, code_of):
    account = with_app()
    with pytest.raises(WrongCode, match="wrong"):
        second_factor.check(request_of(account), "000000")
    with pytest.raises(WrongCode, match="Wait 1 second, then"):
        second_factor.check(request_of(account), code_of(account))
    TOTPDevice.objects.update(throttling_failure_count=10)
    with pytest.raises(WrongCode, match=r"Too many wrong codes\. Wait 9 minutes"):
        second_factor.check(request_of(account), code_of(account))
    assert noted(AuditKind.FACTOR_FAILED) == 1  # what is not looked at is not noted
    TOTPDevice.objects.update(throttling_failure_timestamp=now() - datetime.timedelta(minutes=9))
    second_factor.check(request_of(account), code_of(account))


def test_a_recovery_code_is_used_up_however_it_is_typed(with_app):
    account = with_app()
    codes = second_factor.new_recovery_codes(account)
    second_factor.check(request_of(account), codes[0].upper().replace("-", " "))
    assert second_factor.codes_left(account) == 9
    assert AuditEntry.objects.get(kind=AuditKind.FACTOR_PASSED).detail == "By a recovery code; 9 are left."
    with pytest.raises(WrongCode, match="used before"):
        second_factor.check(request_of(account), codes[0])


def test_a_recovery_code_of_somebody_else_is_wrong(with_app):
    mine, other = with_app(), with_app("other")
    theirs = second_factor.new_recovery_codes(other)
    with pytest.raises(WrongCode, match="There are no recovery codes"):
        second_factor.check(request_of(mine), theirs[0])
    second_factor.new_recovery_codes(mine)
    with pytest.raises(WrongCode, match="not one of your recovery codes"):
        second_factor.check(request_of(mine), theirs[0])


def test_wrong_recovery_codes_do_not_block_the_app(with_app, code_of):
    account = with_app()
    second_factor.new_recovery_codes(account)
    with pytest.raises(WrongCode):
        second_factor.check(request_of(account), "aaaa-aaaa")
    second_factor.check(request_of(account), code_of(account))


def test_whether_it_is_needed(settings, with_app):
    plain, keeper = make_staff("plain"), with_app()
    outsider = make_staff("outsider")
    outsider.is_staff = False
    outsider.save()
    table = {}
    for required in (False, True):
        settings.REQUIRE_SECOND_FACTOR = required
        table[required] = [second_factor.is_pending(request_of(who)) for who in (plain, keeper, outsider, None)]
    assert table == {False: [False, True, False, False], True: [True, True, False, False]}


def test_an_app_that_was_never_confirmed_counts_for_nothing():
    account = make_staff("somebody")
    TOTPDevice.objects.create(user=account, name="app", confirmed=False)
    assert not second_factor.has_one(account)
    assert second_factor.app_of(account) is None


@pytest.mark.parametrize(
    ("who_asks", "client", "passed"), [("provider", "x", True), ("ours", "x", False), ("provider", "", False)]
)
def test_whoever_comes_from_the_organisation_was_asked_there_unless_a_setting_says_otherwise(
    settings, required, who_asks, client, passed
):
    settings.OIDC_SECOND_FACTOR, settings.OIDC_RP_CLIENT_ID = who_asks, client
    request = request_of(make_staff())
    request.session[BACKEND_SESSION_KEY] = BACKEND
    assert second_factor.is_passed(request) is passed


def test_removing_takes_app_and_recovery_codes(with_app, required):
    account = with_app()
    second_factor.new_recovery_codes(account)
    second_factor.remove(account, request_of(make_staff("boss")))
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert AuditEntry.objects.get(kind=AuditKind.FACTOR_REMOVED).by_name == "boss"


def test_sessions_of_one_account_end_and_those_of_others_go_on():
    clients = []
    for name in ("lost", "other"):
        client = Client()
        client.force_login(make_staff(name, superuser=True))
        clients.append(client)
    second_factor.end_sessions(User.objects.get(username="lost"))
    assert [client.get("/admin/").status_code for client in clients] == [302, 200]


def test_the_key_can_be_scanned_and_typed():
    account = make_staff("somebody")
    key = "00" * 20
    assert second_factor.key_in_text(key) == " ".join(["AAAA"] * 8)
    picture = second_factor.picture(account, key)
    assert picture.startswith("<svg viewBox=")  # without it the square would be cut off where it is made smaller
    assert "style" not in picture
    assert len(unhexlify(second_factor.new_key())) == 20
    assert second_factor.new_key() != second_factor.new_key()
