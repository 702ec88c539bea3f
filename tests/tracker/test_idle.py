"""A session lives for the idle time after the last use of a staff page; public pages neither read nor move it."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from tests.make import make_staff
from tracker.idle import GRAIN, SEEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_staff(superuser=True))
    return client


def age(client, seconds):
    """Let so much time go by since the last use."""
    row = Session.objects.get(pk=client.session.session_key)
    session = client.session
    session[SEEN] -= seconds
    session.save()
    Session.objects.filter(pk=row.pk).update(expire_date=row.expire_date - datetime.timedelta(seconds=seconds))


def end(client):
    return Session.objects.get(pk=client.session.session_key).expire_date


def test_the_use_of_a_staff_page_moves_the_end(client, settings):
    age(client, 50 * 60)
    assert end(client) < now() + datetime.timedelta(minutes=11)
    answer = client.get("/admin/")
    assert end(client) > now() + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE - 60)
    assert answer.cookies["sessionid"]["max-age"] == ""  # the browser forgets it when it is closed


def test_after_the_idle_time_it_is_over(client):
    age(client, 61 * 60)
    assert client.get("/admin/").status_code == 302


def test_how_long_is_a_setting(client, settings):
    settings.SESSION_COOKIE_AGE = 5 * 60
    client.force_login(make_staff(superuser=True))
    age(client, 6 * 60)
    assert client.get("/admin/").status_code == 302


def test_one_click_after_another_does_not_write_each_time(client):
    before = end(client)
    client.get("/admin/")
    assert end(client) == before
    age(client, GRAIN)
    client.get("/admin/")
    assert end(client) >= before - datetime.timedelta(seconds=1)


def test_a_public_page_reads_and_moves_nothing_even_for_somebody_who_is_signed_in(client):
    age(client, 50 * 60)
    before = end(client)
    for path in ("/", "/recommendations/", "/about/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    assert end(client) == before
