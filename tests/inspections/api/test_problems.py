"""What went wrong is said as problem details, in words for who has to put it right."""

import sqlite3

import pytest
from django.db import OperationalError

from inspections.api.problems import MEDIA_TYPE, TryLater, WrongParameters, problem
from tests.inspections.api.record import get

pytestmark = pytest.mark.django_db


def test_each_parameter_that_is_wrong_is_named_with_every_sentence():
    answer = problem(WrongParameters({"force": ["One.", "Two."], "limit": ["Three."]}))
    assert answer.status_code == 400
    assert answer.data["detail"] == "One. Two. Three."
    assert answer.data["errors"] == [
        {"parameter": "force", "detail": "One."},
        {"parameter": "force", "detail": "Two."},
        {"parameter": "limit", "detail": "Three."},
    ]


def test_a_fault_of_ours_is_left_to_the_site():
    assert problem(ZeroDivisionError()) is None


def test_what_can_be_told_later_says_when():
    answer = problem(TryLater("Busy."))
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.data["detail"] == "Busy."


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("get", "/api/v1/bodies/nobody/", {}, 404),
        ("get", "/api/v1/nowhere/at/all/", {}, 404),
        ("get", "/api/v1/nowhere%0A/at%0Dall/", {}, 404),
        ("get", "/api/v1/", {}, 404),
        ("post", "/api/v1/bodies/", {}, 405),
        ("delete", "/api/v1/nowhere/", {}, 405),
        ("get", "/api/v1/bodies/", {"accept": "text/html"}, 406),
        ("get", "/api/v1/bodies/?limit=0", {}, 400),
    ],
)
def test_every_error_is_a_problem_that_is_not_kept_and_has_no_tag(client, method, path, headers, status):
    answer = getattr(client, method)(path, headers=headers)
    assert answer.status_code == status
    assert answer["Content-Type"] == MEDIA_TYPE
    said = answer.json()
    assert said["status"] == status
    assert said["title"]
    assert said["detail"].endswith(".")
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_all_that_is_wrong_is_said_at_once(client):
    said = get(client, "items/?force=atlantis&status=fine&published_after=soon&limit=x&cursor=%00", 400)
    assert {error["parameter"] for error in said["errors"]} == {
        "force", "status", "published_after", "limit", "cursor"
    }  # fmt: skip


def test_a_database_that_is_gone_is_a_503_with_a_time():
    gone = OperationalError("unable to open database file")
    gone.__cause__ = sqlite3.OperationalError("unable to open database file")
    gone.__cause__.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    answer = problem(gone)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.data["detail"] == "The record cannot be reached at the moment."
    assert problem(OperationalError("no such table")) is None
