"""The sign-in page says the same of everything that is wrong, and why only to the audit list."""

import pytest

from tests.make import make_staff
from tests.tracker.conftest import PASSWORD, words_of
from tracker.models import AuditEntry, AuditKind

pytestmark = pytest.mark.django_db


def test_wrong_password_no_account_closed_account_and_no_member_of_staff_look_the_same(type_password):
    make_staff("somebody"), make_staff("closed", is_active=False)
    outsider = make_staff("outsider")
    outsider.is_staff = False
    outsider.save()
    answers = [
        type_password("somebody", "wrong").answer,
        type_password("nobody").answer,
        type_password("closed").answer,
        type_password("outsider").answer,
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({words_of(answer) for answer in answers}) == 1
    assert "The user name or the password is wrong" in words_of(answers[0])
    assert "capital letters count" in words_of(answers[0])


def test_the_audit_list_says_that_an_account_is_not_for_staff(type_password):
    account = make_staff("outsider")
    account.is_staff = False
    account.save()
    type_password("outsider")
    entry = AuditEntry.objects.get(kind=AuditKind.FAILURE)
    assert (entry.account, entry.detail) == (account, "The account is not for staff.")


def test_the_password_of_an_account_that_is_not_there_is_hashed_all_the_same(type_password, monkeypatch):
    """Else the time that an answer takes would tell which accounts there are."""
    hashed = []
    monkeypatch.setattr("tracker.models.User.set_password", lambda self, raw: hashed.append(raw))
    type_password("nobody", "typed")
    assert hashed == ["typed"]


def test_the_right_password_leads_to_where_one_wanted_to_go(type_password):
    make_staff("somebody", superuser=True)
    answer = type_password("somebody", PASSWORD, next="/admin/tracker/user/").answer
    assert (answer.status_code, answer["Location"]) == (302, "/admin/tracker/user/")


def test_and_never_to_another_site(type_password):
    make_staff("somebody", superuser=True)
    assert type_password("somebody", next="https://evil.example/admin/").answer["Location"] == "/admin/"
