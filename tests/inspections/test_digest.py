"""The worklist by post: to whom, what it says, and once."""

import datetime
from typing import Any

import pytest
from django.core import mail

from inspections.days import today
from inspections.digest import MOST_NAMED, Outcome, digest, send_digests, starts_on
from inspections.models import Digest, DigestPeriod
from tests.harness.markup import html_errors
from tests.inspections.staff import days_ago, propose
from tests.make import (
    make_account,
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_source,
    make_staff,
    make_update,
)

pytestmark = pytest.mark.django_db

SITE = "https://recommendations.example.org"


def send(period="daily", on=None, **options):
    return {result.account.username: result for result in send_digests(period, on or today(), SITE, **options)}


def outcomes(*args, **options):
    return {name: result.outcome.value for name, result in send(*args, **options).items()}


def html_of(message: Any) -> str:
    """The second form of a message."""
    ((html, mimetype),) = message.alternatives
    assert mimetype == "text/html"
    return html


def late_item(ref="late", force=None, **fields):
    item = make_item(ref, force or make_force(), due_on=days_ago(1), **fields)
    make_update(item, "under-way", days_ago(1), recorded_on=today(), source=make_source(url="https://example.org/"))
    return item


@pytest.fixture
def viewer():
    return make_account("viewer", username="viewer", email="viewer@example.org")


def test_each_account_gets_what_waits_for_it(viewer):
    item = late_item(text="Find missing children sooner.")
    assert outcomes() == {"viewer": "sent"}
    (message,) = mail.outbox
    assert message.to == ["viewer@example.org"]
    assert message.subject == "1 task waits for you"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    html = html_of(message)
    for form in (message.body, html.replace("&amp;", "&")):
        assert "1: Items past their date" in form
        assert f"late – {item.body.label}: Find missing children sooner." in form
        assert f"{SITE}/admin/inspections/addressee/{item.pk}/change/" in form
        assert f"{SITE}/admin/inspections/addressee/?status=open&due=overdue&public=yes" in form
        assert "the account viewer" in form
    assert html_errors({"digest": html}) == {}
    assert "<img" not in html


def test_nothing_is_sent_where_nothing_waits(viewer):
    assert outcomes() == {"viewer": "nothing"}
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_at_most_ten_rows_are_named_and_the_rest_counted(viewer):
    for number in range(MOST_NAMED + 2):
        late_item(f"late-{number}")
    body = digest(viewer, today(), SITE).body
    assert body.count("\n- late-") == MOST_NAMED
    assert "and 2 more" in body


def test_exactly_ten_rows_leave_no_more(viewer):
    for number in range(MOST_NAMED):
        late_item(f"late-{number}")
    assert "more" not in digest(viewer, today(), SITE).body


def test_every_kind_of_row_is_named(db):
    boss = make_staff("boss", superuser=True)
    force = make_force("cleveland")
    make_policing_body(force, "the-commissioner")
    inspection = make_inspection("asked", "2020-01-15", title="A report\nin two lines")
    item = make_item("asked", force, inspection=inspection)
    propose(item, make_account("editor"))
    make_inspection("draft", draft=True, title="A draft report")
    make_inspection("soon", days_ago(-3), title="A report of this week")
    source = make_source("letter", title="A letter")
    body = digest(boss, today(), SITE).body
    for words, path in [
        ("days late: The Commissioner, A report in two lines", inspection.get_absolute_url()),
        ("asked – Cleveland: Under way", "/admin/inspections/proposal/"),
        ("A draft report (draft)", "/admin/inspections/inspection/"),
        ("A report of this week (", "/admin/inspections/inspection/"),
        ("A letter", f"/admin/inspections/source/{source.pk}/change/"),
    ]:
        assert words in body
        assert SITE + path in body


def test_words_are_not_taken_for_markup(viewer):
    late_item(text="Use <b>bold</b> & “quotes”.")
    message = digest(viewer, today(), SITE)
    assert "Use <b>bold</b> & “quotes”." in message.body
    assert "Use &lt;b&gt;bold&lt;/b&gt; &amp; “quotes”." in html_of(message)


def test_an_account_is_told_of_nothing_that_it_cannot_see(db):
    force, other = make_force(), make_force()
    contributor = make_account("contributor", force, username="contributor", email="one@example.org")
    late_item("own", force)
    late_item("of-another-body", other)
    late_item("embargoed", force, inspection=make_inspection("kept-back", title="Kept back"))
    inspection = make_inspection("drafted", draft=True, title="A secret draft")
    make_item("in-draft", force, inspection=inspection, due_on=days_ago(1))
    type(inspection).objects.filter(slug="kept-back").update(draft=True)
    make_source("secret-source")
    message = digest(contributor, today(), SITE)
    told = message.body + html_of(message)
    assert "own – " in told
    for secret in ("of-another-body", "embargoed", "Kept back", "secret", "in-draft"):
        assert secret not in told, secret


def test_only_active_staff_with_an_address_are_written_to(db):
    late_item()
    make_account("viewer", username="reader", email="reader@example.org")
    make_account("viewer", username="no-address")
    gone = make_account("viewer", username="gone", email="gone@example.org")
    gone.is_active = False
    gone.save()
    other = make_account("viewer", username="no-staff", email="other@example.org")
    other.is_staff = False
    other.save()
    make_staff("no-role", email="no-role@example.org")
    assert outcomes() == {"no-role": "nothing", "reader": "sent"}


def test_a_second_run_of_the_period_sends_nothing(viewer):
    late_item()
    monday, sunday = datetime.date(2027, 1, 4), datetime.date(2027, 1, 10)
    assert outcomes("weekly", monday) == {"viewer": "sent"}
    assert outcomes("weekly", sunday) == {"viewer": "before"}
    assert outcomes("weekly", sunday + datetime.timedelta(1)) == {"viewer": "sent"}
    assert outcomes("daily", monday) == {"viewer": "sent"}
    assert outcomes("daily", monday) == {"viewer": "before"}
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("period", "on", "first"),
    [
        ("daily", "2027-01-01", "2027-01-01"),
        ("weekly", "2027-01-01", "2026-12-28"),
        ("weekly", "2026-12-28", "2026-12-28"),
        ("weekly", "2027-01-03", "2026-12-28"),
        ("weekly", "2027-01-04", "2027-01-04"),
    ],
)
def test_a_week_begins_on_monday_also_across_the_year(period, on, first):
    assert starts_on(period, datetime.date.fromisoformat(on)) == datetime.date.fromisoformat(first)


def test_what_comes_up_later_in_the_period_is_still_sent_once(viewer):
    assert outcomes() == {"viewer": "nothing"}
    late_item()
    assert outcomes() == {"viewer": "sent"}
    assert outcomes() == {"viewer": "before"}


class Refusing:
    """A mail server that takes nothing for one address."""

    def __init__(self, address, error):
        self.address, self.error, self.tried = address, error, 0

    def __call__(self, messages):
        self.tried += 1
        if messages[0].to == [self.address]:
            raise self.error
        mail.outbox.extend(messages)
        return len(messages)


@pytest.mark.parametrize("error", [ConnectionRefusedError("no"), ValueError("a line break"), RuntimeError("odd")])
def test_one_that_is_refused_is_reported_and_tried_again_and_the_others_get_theirs(db, monkeypatch, error):
    late_item()
    for name in ("a", "b", "c"):
        make_account("viewer", username=name, email=f"{name}@example.org")
    server = Refusing("b@example.org", error)
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages", lambda backend, messages: server(messages)
    )
    found = send()
    assert {name: result.outcome.value for name, result in found.items()} == {"a": "sent", "b": "failed", "c": "sent"}
    assert type(error).__name__ in found["b"].error
    assert set(Digest.objects.values_list("account__username", flat=True)) == {"a", "c"}
    server.address = ""
    assert outcomes() == {"a": "before", "b": "sent", "c": "before"}


def test_it_is_noted_before_it_is_sent_so_that_two_runs_at_once_send_it_once(viewer, monkeypatch):
    """While the first run talks to the mail server, the second finds the note."""
    late_item()
    second = []

    def slow(backend, messages):
        second.append(outcomes())
        mail.outbox.extend(messages)
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", slow)
    assert outcomes() == {"viewer": "sent"}
    assert second == [{"viewer": "before"}]
    assert len(mail.outbox) == 1


def test_a_run_that_was_overtaken_while_it_wrote_its_message_sends_nothing(viewer, monkeypatch):
    late_item()

    def overtaken(account, on, site):
        Digest.objects.create(account=account, period=DigestPeriod.DAILY, starts_on=on)
        return digest(account, on, site)

    monkeypatch.setattr("inspections.digest.digest", overtaken)
    assert outcomes() == {"viewer": "before"}
    assert mail.outbox == []


def test_a_crash_between_note_and_message_sends_it_never_and_not_twice(viewer, monkeypatch):
    late_item()

    def crash(backend, messages):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", crash)
        with pytest.raises(KeyboardInterrupt):
            send()
    assert outcomes() == {"viewer": "before"}
    assert outcomes(on=today() + datetime.timedelta(1)) == {"viewer": "sent"}


def test_a_dry_run_makes_the_message_and_leaves_no_trace(viewer):
    late_item()
    found = send(dry_run=True)
    assert found["viewer"].outcome == Outcome.SENT
    assert "Items past their date" in found["viewer"].message.body
    assert mail.outbox == []
    assert not Digest.objects.exists()
