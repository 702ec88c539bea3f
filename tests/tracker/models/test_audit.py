import pytest

from tests.make import make_staff
from tracker.audit import note
from tracker.models import AuditEntry, AuditKind

pytestmark = pytest.mark.django_db


def test_an_entry_says_what_happened_and_to_whom():
    assert str(note(AuditKind.SIGN_OUT, make_staff("somebody"))) == "Signed out: somebody"


def test_an_entry_that_is_about_no_account_says_so():
    assert str(note(AuditKind.FAILURE)) == "Sign-in failed: –"


def test_the_newest_stands_first():
    first, second = note(AuditKind.FAILURE), note(AuditKind.SIGN_IN)
    assert list(AuditEntry.objects.all()) == [second, first]


def test_an_entry_outlives_its_account_and_keeps_the_name():
    account = make_staff("gone")
    note(AuditKind.SIGN_IN, account)
    account.delete()
    entry = AuditEntry.objects.get(kind=AuditKind.SIGN_IN)
    assert (entry.account, entry.name) == (None, "gone")
