"""Every public address is shown only the parameters that it reads: no other changes an answer, or makes a key."""

import pytest
from django.test import RequestFactory

from inspections.views.conditional import address
from tests.answers import content_of
from tests.editions import stand_still
from tests.test_addresses import public_addresses

pytestmark = pytest.mark.django_db

UNKNOWN = "utm_source=letter&zz=%FF%00&fbclid=1"
WITHOUT_A_TAG = {"healthz", "readyz", "robots"}  # they ask nothing of the record


def test_an_unknown_parameter_changes_no_answer_and_makes_no_other_key(client, monkeypatch, record):
    stand_still(monkeypatch)
    for name, path in public_addresses().items():
        plain = client.get(path)
        more = client.get(f"{path}{'&' if '?' in path else '?'}{UNKNOWN}")
        assert plain.status_code == more.status_code == 200, path
        assert content_of(plain) == content_of(more), path
        assert plain.headers.get("ETag") == more.headers.get("ETag"), path
        assert plain.has_header("ETag") is (name not in WITHOUT_A_TAG), path
        if name not in WITHOUT_A_TAG:
            assert address(more.wsgi_request) == address(plain.wsgi_request), path


def test_the_address_of_an_answer_holds_nothing_that_the_view_is_not_shown():
    request = RequestFactory().get("/list", {"q": "a"})
    assert address(request).endswith("/list?q=a")
