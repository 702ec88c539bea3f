"""The audit list forgets what is old, and not what is young."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.timezone import now

from tracker.audit import note
from tracker.models import AuditEntry, AuditKind

pytestmark = pytest.mark.django_db


def made(days):
    entry = note(AuditKind.SIGN_IN)
    AuditEntry.objects.filter(pk=entry.pk).update(at=now() - datetime.timedelta(days=days))
    return entry


def run(*arguments):
    out = StringIO()
    call_command("forget_audit", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_older_than_two_years_goes():
    young, _old = made(729), made(731)
    assert "older than 730 days: 1." in run()
    assert list(AuditEntry.objects.all()) == [young]


def test_the_time_can_be_chosen():
    made(91)
    assert "older than 90 days: 1." in run("--days", "90")


def test_too_short_a_time_is_refused():
    made(89)
    with pytest.raises(CommandError, match="90 days"):
        run("--days", "0")
    assert AuditEntry.objects.count() == 1
