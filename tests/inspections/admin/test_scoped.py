"""The scope of a request is worked out once, and belongs to that request."""

from django.test import RequestFactory

from inspections.admin.scoped import scope, speaks_for_nobody
from inspections.days import today
from tests.make import make_account, make_force


def asked_by(account):
    request = RequestFactory().get("/admin/")
    request.user = account
    return request


def test_it_is_that_of_the_account_today(db):
    force = make_force()
    found = scope(asked_by(make_account("contributor", force)))
    assert (found.sees_all, found.bodies, found.on) == (False, (force,), today())


def test_it_is_worked_out_once_a_request(db, django_assert_num_queries):
    request = asked_by(make_account("contributor", make_force()))
    scope(request)
    with django_assert_num_queries(0):
        assert scope(request) is scope(request)


def test_an_account_of_no_body_has_nobody_to_speak_for(db):
    assert speaks_for_nobody(asked_by(make_account("contributor")))
    assert not speaks_for_nobody(asked_by(make_account("contributor", make_force())))
    assert not speaks_for_nobody(asked_by(make_account("editor")))
