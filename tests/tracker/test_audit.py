"""One function adds to the audit list; who did it and from where are found without being told."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from tests.make import make_staff
from tracker import audit
from tracker.models import AuditEntry, AuditKind

pytestmark = pytest.mark.django_db


def request_of(user=None, **meta):
    request = RequestFactory().get("/admin/", **meta)
    request.user = user or AnonymousUser()
    return request


def test_whoever_is_signed_in_did_it():
    boss, other = make_staff("boss"), make_staff("other")
    entry = audit.note(AuditKind.REACH, other, request=request_of(boss, REMOTE_ADDR="192.0.2.7"), detail="Added: X.")
    assert (entry.name, entry.by_name, entry.by, entry.address) == ("other", "boss", boss, "192.0.2.7")


def test_what_people_do_to_their_own_account_is_done_by_nobody_else():
    boss = make_staff("boss")
    assert audit.note(AuditKind.PASSWORD, boss, request=request_of(boss)).by is None


def test_what_is_noted_while_somebody_acts_was_done_by_them():
    boss, other = make_staff("boss"), make_staff("other")
    with audit.acting(request_of(boss, REMOTE_ADDR="192.0.2.7")):
        assert audit.note(AuditKind.RIGHTS, other).by == boss
    assert audit.note(AuditKind.RIGHTS, other).by is None
    assert audit.acting_request() is None


def test_the_acting_ends_with_an_error_too():
    with pytest.raises(ZeroDivisionError), audit.acting(request_of()):
        1 / 0  # noqa: B018
    assert audit.acting_request() is None


FORWARDED = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.4"}


@pytest.mark.parametrize(
    ("proxies", "meta", "address"),
    [
        (0, FORWARDED, "10.0.0.1"),  # nobody may say where they come from
        (1, FORWARDED, "198.51.100.4"),  # what our own proxy saw; the rest is what it was told
        (2, FORWARDED, "203.0.113.9"),
        (3, FORWARDED, "10.0.0.1"),  # somebody came past the proxies
        (1, {"REMOTE_ADDR": "10.0.0.1"}, "10.0.0.1"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "nonsense"}, None),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "2001:db8::1"}, "2001:db8::1"),
        (0, {"REMOTE_ADDR": ""}, None),  # a socket of the machine's own
    ],
)
def test_an_address_is_believed_as_far_as_our_proxies_wrote_it(settings, proxies, meta, address):
    settings.PROXY_COUNT = proxies
    assert audit.address(request_of(**meta)) == address
    assert audit.note(AuditKind.SIGN_IN, request=request_of(**meta)).address == address


def test_the_name_of_what_is_gone_can_be_given():
    audit.note(AuditKind.DELETED, name="gone")
    assert AuditEntry.objects.get(kind="deleted").name == "gone"
