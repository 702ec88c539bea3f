"""Sending again, throwing away, and forms whose token is void."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.make import make_item, make_staff
from tests.tracker.conftest import PASSWORD, words_of
from tests.tracker.test_staff_site import kept_in

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}
ELSEWHERE = {"origin": "https://evil.example"}


@pytest.fixture
def record():
    return f"/admin/inspections/addressee/{make_item().pk}/record/"


@pytest.fixture
def strict():
    """A signed-in browser whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff("writer", superuser=True))
    client.get("/admin/password_change/")  # now it has a token, as a browser with an open form has
    return client


def test_nothing_is_waiting_for_most_people(strict):
    answer = strict.get("/admin/send-again/", follow=True)
    assert "Nothing is waiting to be sent again." in words_of(answer)


def test_a_form_opened_before_another_window_signed_in_is_kept_and_can_be_sent_again(strict, record):
    answer = strict.post(record, {"reason": "A long reason.", "csrfmiddlewaretoken": "old"}, headers=HERE)
    assert answer["Location"] == "/admin/send-again/"
    page = strict.get("/admin/send-again/")
    assert "A long reason." in words_of(page)
    token = strict.cookies["csrftoken"].value
    assert strict.post(record, {"reason": "A long reason.", "csrfmiddlewaretoken": token}).status_code == 200


def test_a_form_that_another_site_sent_is_refused_in_words_and_never_offered(strict, record):
    for headers in (ELSEWHERE, {}, {"origin": "null"}):
        answer = strict.post(record, {"reason": "Planted."}, headers=headers)
        assert answer.status_code == 403
        assert "This form can no longer be sent" in words_of(answer)
        assert "copy what you wrote" in words_of(answer)
        assert "Planted" not in words_of(answer)
    assert "Nothing is waiting" in words_of(strict.get("/admin/send-again/", follow=True))


def test_a_void_token_and_an_ended_session_together_lose_nothing(strict, record):
    Session.objects.all().delete()
    answer = strict.post(record, {"reason": "A long reason."}, headers=HERE)
    assert answer.status_code == 403
    token = strict.cookies["csrftoken"].value
    sent = {"username": "writer", "password": PASSWORD, "kept": kept_in(answer), "csrfmiddlewaretoken": token}
    assert strict.post("/admin/login/", sent)["Location"] == "/admin/send-again/"
    assert "A long reason." in words_of(strict.get("/admin/send-again/"))


def test_a_stale_sign_in_page_goes_on_carrying_what_was_typed(strict, record):
    Session.objects.all().delete()
    sealed = kept_in(strict.post(record, {"reason": "A long reason."}, headers=HERE))
    sent = {"username": "writer", "password": PASSWORD, "kept": sealed, "csrfmiddlewaretoken": "old"}
    answer = strict.post("/admin/login/", sent, headers=HERE)
    assert answer.status_code == 403
    assert "What you typed is kept" in words_of(answer)
    assert kept_in(answer)
    assert PASSWORD not in answer.content.decode()


def test_a_stale_sign_in_page_of_somebody_who_is_in_by_now_leads_on(strict, record):
    other = Client(enforce_csrf_checks=True)
    sealed = kept_in(other.post(record, {"reason": "A long reason."}, headers=HERE))
    answer = strict.post("/admin/login/", {"username": "writer", "kept": sealed}, headers=HERE)
    assert answer["Location"] == "/admin/send-again/"
    assert strict.post("/admin/login/", {"username": "writer"}, headers=HERE)["Location"] == "/admin/"


def test_a_stale_sign_in_page_that_carries_nothing_says_so():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"}, headers=HERE)
    assert answer.status_code == 403
    assert "This page was open for too long. Sign in again." in words_of(answer)


def test_forms_about_getting_in_are_never_kept(strict):
    answer = strict.post("/admin/password_change/", {"old_password": "hush"}, headers=HERE)
    assert "This form can no longer be sent" in words_of(answer)


def test_what_waits_can_be_thrown_away(record):
    client = Client()
    client.force_login(make_staff("writer", superuser=True))
    session = client.session
    session["kept"] = {"path": record, "fields": [["reason", ["A long reason."]]], "files": ["a.zip"]}
    session.save()
    page = words_of(client.get("/admin/send-again/"))
    assert "You will have to choose them again: a.zip." in page
    assert "thrown away. Nothing was saved." in words_of(client.post("/admin/send-again/", follow=True))
    assert "Nothing is waiting" in words_of(client.get("/admin/send-again/", follow=True))
