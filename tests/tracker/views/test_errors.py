"""When something goes wrong the page helps, asks nothing of the database, and is not kept."""

import sqlite3
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from tracker import urls
from tracker.logs.current import IN_ENVIRON, Request

# No mark for the database anywhere in this module: a query would raise.


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the inside")


def lose(request: HttpRequest) -> HttpResponse:
    error = sqlite3.OperationalError("unable to open database file /a/secret/place")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    raise OperationalError(str(error)) from error


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


urlpatterns: list[Any] = [
    path("fail/", fail),
    path("lose/", lose),
    path("forbid/", forbid),
    path("suspect/", suspect),
    path("", include("tracker.urls")),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/suspect/", 400, "We could not understand this request"),
        ("/forbid/", 403, "You may not see this page"),
        ("/nowhere/", 404, "Page not found"),
        ("/fail/", 500, "Something went wrong here"),
    ],
)
def test_what_went_wrong_is_said_with_a_search_and_without_a_query_or_a_cookie(address, status, heading):
    with override_settings(ROOT_URLCONF=__name__):
        response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    page = response.content.decode()
    assert f">{heading}</h1>" in page
    assert 'role="search"' in page
    assert "secret" not in page
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Content-Security-Policy" in response


def test_a_database_that_is_gone_is_a_503_that_asks_to_come_again():
    with override_settings(ROOT_URLCONF=__name__):
        response = Client(raise_request_exception=False).get("/lose/")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    page = response.content.decode()
    assert ">The record cannot be reached at the moment</h1>" in page
    assert "secret" not in page
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize("path", ["/fail/", "/lose/"])
def test_a_reader_can_quote_the_number_of_what_went_wrong(path):
    request = Request({}, believe_proxy=False)
    numbered: Any = {IN_ENVIRON: request.id}
    with override_settings(ROOT_URLCONF=__name__):
        page = Client(raise_request_exception=False, **numbered).get(path).content.decode()
        assert f"<code>{request.id}</code>" in page
        assert "<code>" not in Client(raise_request_exception=False).get(path).content.decode()


def test_a_host_that_is_not_ours_gets_the_page_for_bad_requests():
    response = Client(raise_request_exception=False).get("/about/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "We could not understand this request" in response.content.decode()


def test_a_form_without_its_token_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "This form can no longer be sent" in response.content.decode()
