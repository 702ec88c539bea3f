"""The door of the staff's side: who comes in, how far, and what happens to what the others sent."""

import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.make import make_item, make_staff
from tests.tracker.conftest import PASSWORD, words_of
from tracker import kept
from tracker.models import AuditEntry

pytestmark = pytest.mark.django_db
REASON = "All files were reviewed by two inspectors.\r\n\r\n" + "Each was <read> & found complete. " * 60
KEPT = re.compile(r'name="kept" value="([^"]*)"')


def kept_in(answer):
    found = KEPT.search(answer.content.decode())
    return html.unescape(found[1]) if found else None


@pytest.fixture
def item():
    return make_item()


@pytest.fixture
def record(item):
    return f"/admin/inspections/addressee/{item.pk}/record/"


@pytest.fixture
def writer():
    """The browser of somebody who has a form open and whose session ends."""
    client = Client()
    client.force_login(make_staff("writer", superuser=True))
    return client


def sent(item):
    return {
        "stated_by": item.body.pk,
        "position": "under-way",
        "effective_on": "2026-11",
        "reason": REASON,
        "evidence": "assertion",
    }


# Before the second factor ---------------------------------------------------------------------------------------------


def test_without_the_second_factor_nothing_of_the_admin_is_reachable(required, item, record):
    client = Client()
    client.force_login(make_staff(superuser=True))
    for path in (
        "/admin/",
        "/admin/tracker/user/",
        record,
        "/admin/jsi18n/",
        "/admin/autocomplete/",
        "/admin/nowhere/",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/second-factor/code/"), path
    assert client.post("/admin/tracker/user/add/", {"username": "x"}).status_code == 302


def test_the_pages_before_it_name_nothing_that_is_kept(required, with_app, type_password):
    client = type_password(with_app().username)
    page = client.get("/admin/second-factor/code/").content.decode()
    assert "Recommendations" not in page
    assert "/admin/inspections/" not in page


def test_the_way_through_is_remembered(required, with_app, type_password, code_of):
    account = with_app()
    client = type_password(account.username, next="/admin/tracker/user/")
    wanted = client.get(client.answer["Location"])
    assert wanted["Location"] == "/admin/second-factor/code/?next=/admin/tracker/user/"
    answer = client.post(wanted["Location"], {"code": code_of(account), "next": "/admin/tracker/user/"})
    assert answer["Location"] == "/admin/tracker/user/"
    assert client.get("/admin/tracker/user/").status_code == 200


def test_the_sign_in_page_sends_on_whoever_is_half_way(required, with_app, type_password):
    client = type_password(with_app().username)
    assert client.get("/admin/login/")["Location"] == "/admin/second-factor/code/"


def test_whoever_is_half_way_can_sign_out(required, with_app, type_password):
    client = type_password(with_app().username)
    assert "You are signed out" in client.post("/admin/logout/").content.decode()
    assert client.get("/admin/second-factor/code/")["Location"].startswith("/admin/login/")


# A session that ends --------------------------------------------------------------------------------------------------


def test_a_long_reason_survives_the_end_of_the_session(item, record, writer):
    Session.objects.all().delete()
    answer = writer.post(record, sent(item))
    assert answer.status_code == 403
    assert "Your session ended. What you typed is kept: sign in and you can send it again." in words_of(answer)
    assert not item.updates.exists()

    signed_in = writer.post(
        "/admin/login/", {"username": "writer", "password": PASSWORD, "next": "/admin/", "kept": kept_in(answer)}
    )
    assert signed_in["Location"] == "/admin/send-again/"
    page = writer.get("/admin/send-again/")
    assert "You are signed in again" in words_of(page)
    assert record in words_of(page)
    shown = html.unescape(page.content.decode())
    assert shown.count(f'name="reason" value="{REASON}"') == 1

    form = re.search(r'<form method="post" action="([^"]*)" id="send-again">(.*?)</form>', page.content.decode(), re.S)
    fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form[2]))
    answer = writer.post(form[1], {name: html.unescape(value) for name, value in fields.items()})
    assert answer.status_code == 200
    assert "two inspectors" in words_of(answer)
    assert "Nothing is waiting" in words_of(writer.get("/admin/send-again/", follow=True))  # once


def test_it_survives_a_wrong_password_and_the_second_factor_too(item, record, writer, required, type_password, code_of):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from tracker import second_factor
    from tracker.models import User

    account = User.objects.get(username="writer")
    TOTPDevice.objects.create(user=account, name="app", key=second_factor.new_key())
    Session.objects.all().delete()
    answer = writer.post(record, sent(item))
    answer = type_password("writer", "wrong", client=writer, kept=kept_in(answer)).answer
    answer = type_password("writer", client=writer, kept=kept_in(answer)).answer
    assert answer["Location"] == "/admin/send-again/"
    ask = writer.get("/admin/send-again/")["Location"]
    assert ask == "/admin/second-factor/code/?next=/admin/send-again/"
    assert writer.post(ask, {"code": code_of(account)})["Location"] == "/admin/send-again/"
    assert "two inspectors" in words_of(writer.get("/admin/send-again/"))


def test_it_survives_when_the_second_factor_is_taken_away_meanwhile(item, record, writer, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    answer = writer.post(record, sent(item))
    assert answer["Location"] == "/admin/second-factor/code/?next=/admin/send-again/"
    settings.REQUIRE_SECOND_FACTOR = False
    assert "two inspectors" in words_of(writer.get("/admin/send-again/"))


def test_files_have_to_be_chosen_again(writer):
    Session.objects.all().delete()
    answer = writer.post("/admin/inspections/source/add/", {"title": "T", "file": SimpleUploadedFile("a.zip", b"x")})
    assert "Files cannot be kept. You will have to choose them again: a.zip." in words_of(answer)


def test_what_is_too_long_to_be_kept_is_said_to_be(record, writer, monkeypatch):
    monkeypatch.setattr(kept, "LONGEST", 10)
    Session.objects.all().delete()
    answer = writer.post(record, {"reason": REASON})
    assert "too long to be kept here. Do not close this window." in " ".join(words_of(answer).split())
    assert kept_in(answer) is None


def test_what_was_sealed_by_others_or_changed_is_not_taken(record, writer, type_password):
    Session.objects.all().delete()
    sealed = kept_in(writer.post(record, {"reason": REASON}))
    answer = type_password("writer", kept=sealed[:-1] + ("A" if sealed[-1] != "A" else "B")).answer
    assert answer["Location"] == "/admin/"


def test_whoever_signs_in_needs_the_right_to_send_it(item, record, writer, type_password):
    """The text of one account in the hands of another: shown, and refused as any form of theirs would be."""
    make_staff("other")
    Session.objects.all().delete()
    client = type_password("other", kept=kept_in(writer.post(record, sent(item))))
    assert "two inspectors" in words_of(client.get("/admin/send-again/"))
    assert client.post(record, sent(item)).status_code == 403


def test_a_request_that_held_nothing_is_led_to_the_sign_in_page_as_ever(record):
    for answer in (Client().get(record), Client().post(record)):
        assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={record}")


def test_what_somebody_does_is_noted_with_their_name(writer):
    other = make_staff("other")
    inlines = {f"speaks_for-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    writer.post(f"/admin/tracker/user/{other.pk}/change/", {"username": "other", "is_active": "on"} | inlines)
    assert [row.by_name for row in AuditEntry.objects.filter(kind="rights", account=other)] == ["writer"]


def test_the_first_page_says_what_its_parts_say(writer, monkeypatch):
    monkeypatch.setattr("tracker.staff_site.FIRST_PAGE", [lambda request: {"subtitle": f"For {request.user}"}])
    assert "For writer" in words_of(writer.get("/admin/"))


@pytest.mark.parametrize("path", ["/admin/", "/admin/inspections/addressee/together/", "/admin/tracker/user/"])
def test_an_address_that_no_database_can_search_for_is_refused_in_a_sentence(admin_client, path):
    answer = admin_client.get(f"{path}?recommendation__kind__exact=%00")
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_field_without_a_name_is_refused(admin_client, method):
    account = make_staff("colleague")
    answer = getattr(admin_client, method)(f"/admin/tracker/user/{account.pk}/delete/", {"_to_field": ""})
    assert answer.status_code == 400
