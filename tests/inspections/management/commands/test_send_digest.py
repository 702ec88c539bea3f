import pytest
from django.core import mail
from django.core.management import CommandError

from inspections.models import Digest
from tests.inspections.staff import days_ago
from tests.make import make_account, make_item
from tests.packages import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_of_each(settings):
    """Somebody for whom something waits, and somebody for whom nothing does."""
    settings.SITE_URL = "https://recommendations.example.org/"
    make_item("late", due_on=days_ago(1))
    make_account("viewer", username="viewer", email="viewer@example.org")
    make_account("administrator", username="administrator", email="administrator@example.org")


def test_it_says_to_how_many_it_was_sent():
    assert "Sent to 1; nothing to do for 1; sent before to 0; failed for 0." in run("send_digest", "daily")
    assert "Sent to 0; nothing to do for 1; sent before to 1; failed for 0." in run("send_digest", "daily")
    assert len(mail.outbox) == 1
    assert "https://recommendations.example.org/admin/inspections/" in mail.outbox[0].body


def test_a_dry_run_prints_what_would_be_sent_to_whom():
    said = run("send_digest", "weekly", dry_run=True)
    assert "To: viewer <viewer@example.org>" in said
    assert "waits for you" in said
    assert "Items past their date" in said
    assert "Would be sent to 1; nothing to do for 1" in said
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_without_the_address_of_the_site_it_says_what_to_set(settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match=r"SITE_URL is not set.*for example https://"):
        run("send_digest", "daily")
    assert mail.outbox == []


def test_one_that_fails_is_named_and_ends_with_an_error(monkeypatch, capsys):
    def refuse(backend, messages):
        raise ConnectionRefusedError("Connection refused")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(CommandError, match="1 message could not be sent") as raised:
        run("send_digest", "daily")
    assert raised.value.returncode == 1
    assert not Digest.objects.exists()


@pytest.mark.parametrize("period", ["hourly", ""])
def test_another_period_is_refused(period):
    with pytest.raises(CommandError, match="invalid choice"):
        run("send_digest", period)
