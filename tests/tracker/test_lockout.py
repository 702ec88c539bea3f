"""Too many failures lock an account out for a while, at one address or everywhere, and never a whole office."""

import datetime

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.db.models import F
from django.test import Client, RequestFactory

from tests.make import make_staff
from tests.tracker.conftest import PASSWORD, words_of
from tracker import lockout
from tracker.models import AuditEntry, AuditKind

pytestmark = pytest.mark.django_db
SENTENCE = "Signing in failed too often for this user name. Wait 15 minutes, then try again."


@pytest.fixture
def fail(type_password):
    """Return a function that types a wrong password so many times, and gives the last answer."""

    def failed(name, times=5, address="127.0.0.1", **meta):
        for _time in range(times):
            answer = type_password(name, "wrong", address=address).answer
        return answer

    return failed


@pytest.fixture
def may_enter(type_password):
    def asked(name, address="127.0.0.1"):
        return type_password(name, PASSWORD, address=address).answer.status_code == 302

    return asked


def pass_time(minutes):
    AccessFailureLog.objects.update(attempt_time=F("attempt_time") - datetime.timedelta(minutes=minutes))


def test_four_failures_are_forgiven(fail, may_enter):
    make_staff("somebody")
    assert fail("somebody", 4).status_code == 200
    assert may_enter("somebody")


def test_the_fifth_locks_and_says_for_how_long(fail, may_enter):
    make_staff("somebody")
    answer = fail("somebody", 5)
    assert answer.status_code == 429
    assert SENTENCE in words_of(answer)
    assert 880 < int(answer["Retry-After"]) <= 900
    assert not may_enter("somebody")
    assert SENTENCE in words_of(fail("somebody", 1))


def test_one_locked_account_does_not_lock_a_colleague_behind_the_same_address(fail, may_enter):
    make_staff("somebody"), make_staff("colleague")
    fail("somebody", 20)
    assert may_enter("colleague")


def test_an_account_that_is_locked_here_can_sign_in_elsewhere(fail, may_enter):
    make_staff("somebody")
    fail("somebody", 5)
    assert may_enter("somebody", "192.0.2.1")


def test_what_is_tried_while_it_is_locked_makes_the_wait_no_longer(fail, may_enter):
    make_staff("somebody")
    fail("somebody", 5)
    pass_time(14)
    assert "Wait 1 minute, then" in words_of(fail("somebody", 3))
    pass_time(1)
    assert may_enter("somebody")


def test_after_the_wait_one_more_mistake_does_not_lock_again(fail, may_enter):
    make_staff("somebody")
    fail("somebody", 5)
    pass_time(16)
    assert fail("somebody", 1).status_code == 200
    assert may_enter("somebody")


def test_signing_in_forgives_what_went_before(fail, may_enter):
    make_staff("somebody")
    for _day in range(3):
        fail("somebody", 4)
        assert may_enter("somebody")


def test_the_same_is_said_of_an_account_that_is_not_there(fail):
    make_staff("somebody")
    there, nowhere = fail("somebody", 5), fail("nobody", 5)
    assert (there.status_code, nowhere.status_code) == (429, 429)
    assert words_of(there) == words_of(nowhere)
    make_staff("other")
    assert words_of(fail("other", 1)) == words_of(fail("another", 1))


def test_an_attack_from_many_addresses_is_slowed(fail, may_enter):
    make_staff("somebody")
    for number in range(7):
        assert fail("somebody", 4, f"198.51.100.{number}").status_code == 200
    answer = fail("somebody", 2, "198.51.100.99")
    assert answer.status_code == 429
    assert "Wait 60 minutes" in words_of(answer)
    assert not may_enter("somebody", "203.0.113.1")
    pass_time(61)
    assert may_enter("somebody", "203.0.113.1")


def test_such_an_attack_does_not_keep_the_owner_out_where_they_usually_sign_in(fail, may_enter):
    make_staff("somebody")
    assert may_enter("somebody", "192.0.2.1")
    for number in range(10):
        fail("somebody", 3, f"198.51.100.{number}")
    assert not may_enter("somebody", "203.0.113.1")
    assert may_enter("somebody", "192.0.2.1")


def test_another_spelling_of_the_name_is_the_same_name(fail, type_password):
    for name in ("Nobody", "nobody", "NOBODY", "nobody", "Nobody"):
        answer = type_password(name, "wrong").answer
    assert answer.status_code == 429


def test_a_header_that_anybody_can_send_is_no_way_round(type_password, settings):
    make_staff("somebody")
    for number in range(5):
        answer = Client(headers={"x-forwarded-for": f"198.51.100.{number}"}).post(
            "/admin/login/", {"username": "somebody", "password": "wrong"}
        )
    assert answer.status_code == 429
    settings.PROXY_COUNT = 1  # behind a proxy of ours the header tells people apart
    other = Client(headers={"x-forwarded-for": "198.51.100.77"})
    assert other.post("/admin/login/", {"username": "somebody", "password": PASSWORD}).status_code == 302


def test_what_was_typed_as_a_name_is_kept_only_where_it_is_an_account_s(fail):
    make_staff("somebody")
    fail("somebody", 1)
    fail("my secret pass phrase", 5)
    failures = AuditEntry.objects.filter(kind=AuditKind.FAILURE).order_by("pk")
    assert [(row.name, row.detail) for row in failures][:2] == [("somebody", ""), ("", "There is no such account.")]
    assert AuditEntry.objects.get(kind=AuditKind.LOCK_OUT).name == ""
    assert not AccessAttempt.objects.exists()
    assert "secret" not in str(list(AccessFailureLog.objects.values()))


def test_a_lock_out_is_in_the_audit_list_once(fail):
    account = make_staff("somebody")
    fail("somebody", 9)
    kinds = list(AuditEntry.objects.filter(account=account).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["made", *["failure"] * 5, "lock-out"]


def test_a_closed_account_fails_like_any_and_the_list_says_why(type_password):
    make_staff("gone", is_active=False)
    type_password("gone")
    assert AuditEntry.objects.get(kind=AuditKind.FAILURE).detail == "It is closed."


def test_old_failures_are_not_kept(fail):
    fail("nobody", 3)
    pass_time(61)
    fail("other", 1)
    assert AccessFailureLog.objects.count() == 1


def test_a_name_stands_for_itself_and_cannot_be_read():
    assert lockout.who(None, {"username": "Keeper"}) == lockout.who(None, {"username": "keeper"})
    assert "keeper" not in (lockout.who(None, {"username": "keeper"}) or "")
    assert lockout.who(None, {"token": "x"}) is None
    assert lockout.who(None) is None


def test_a_refusal_elsewhere_than_on_the_sign_in_page_is_plain_text():
    answer = lockout.refusal(RequestFactory().get("/"))
    assert (answer.status_code, answer["Content-Type"]) == (429, "text/plain; charset=utf-8")
