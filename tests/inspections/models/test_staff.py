"""What staff keep for themselves."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from inspections.models import Digest, DigestPeriod, SpeaksFor, StaffNote, Upload
from tests.make import make_account, make_force, make_item

pytestmark = pytest.mark.django_db


def test_an_account_speaks_for_a_body_once():
    force = make_force("cleveland", name="Cleveland Police")
    account = make_account("contributor", force)
    assert str(account.speaks_for.get()) == "Cleveland Police"
    with pytest.raises(IntegrityError), transaction.atomic():
        SpeaksFor.objects.create(account=account, body=force)


def test_a_body_for_which_somebody_speaks_is_not_deleted():
    force = make_force()
    make_account("contributor", force)
    with pytest.raises(ProtectedError):
        force.delete()


def test_a_note_keeps_its_item_and_its_writer():
    item, writer = make_item(), make_account("editor")
    note = StaffNote.objects.create(addressee=item, text="Asked by telephone. " * 10, written_by=writer)
    assert str(note) == note.text[:80]
    for thing in (item, writer):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_a_digest_is_noted_once_for_its_period():
    account, monday = make_account("editor"), datetime.date(2026, 11, 16)
    Digest.objects.create(account=account, period=DigestPeriod.WEEKLY, starts_on=monday)
    Digest.objects.create(account=account, period=DigestPeriod.DAILY, starts_on=monday)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(account=account, period=DigestPeriod.WEEKLY, starts_on=monday)


def test_an_upload_goes_with_the_account_that_sent_it():
    account = make_account("publisher")
    upload = Upload.objects.create(name="themes.csv", content=b"slug,name\n", sha256="0" * 64, uploaded_by=account)
    assert str(upload) == "themes.csv"
    upload.refresh_from_db()
    assert bytes(upload.content) == b"slug,name\n"
    account.delete()
    assert not Upload.objects.exists()
