"""Those who sent a proposal are told by e-mail what became of it, and a failing server undoes nothing."""

import smtplib

import pytest
from django.core import mail

from inspections.notices import MOST_NAMED
from inspections.proposals import propose_updates, publish_proposals, return_proposals, withdraw_proposals
from tests.make import TODAY, make_account, make_item, make_proposal, make_recommendation, partial

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address_of_the_site(settings):
    settings.SITE_URL = "https://register.example.org"


@pytest.fixture
def item():
    return make_item("r-1")


@pytest.fixture
def sender(item):
    return make_account("contributor", item.body, email="sender@example.org")


@pytest.fixture
def publisher():
    return make_account("publisher", email="publisher@example.org")


@pytest.fixture
def saved(django_capture_on_commit_callbacks):
    """Do something, save it, and do what waits for that."""

    def done(act):
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return done


def test_the_sender_is_told_of_an_acceptance_with_a_link(item, sender, publisher, saved):
    proposal = make_proposal(item, "under-way", by=sender)
    saved(lambda: publish_proposals([proposal.pk], by=publisher, on=TODAY))
    (message,) = mail.outbox
    assert message.to == ["sender@example.org"]
    assert message.subject == "1 proposed update was accepted"
    assert "on the public record now" in message.body
    assert f"{item}: Under way, 1 March 2021" in message.body
    assert "https://register.example.org/admin/inspections/proposal/?mine=yes&state=accepted" in message.body


def test_the_sender_is_told_of_a_return_with_the_comment_as_it_was_written(item, sender, publisher, saved):
    proposal = make_proposal(item, "under-way", by=sender)
    saved(lambda: return_proposals([proposal.pk], by=publisher, comment="Which files? <All> & when?"))
    (message,) = mail.outbox
    assert message.subject == "1 proposed update was returned"
    assert "Nothing of it is public" in message.body
    assert "Which files? <All> & when?" in message.body


def test_many_are_told_in_one_message_to_each_sender(sender, item, publisher, saved):
    editor = make_account("editor", email="editor@example.org")
    keys = [make_proposal(item, position, by=sender).pk for position in ("planned", "under-way")]
    keys.append(make_proposal(item, "planned", by=editor).pk)
    saved(lambda: publish_proposals(keys, by=publisher, on=TODAY))
    assert {(message.to[0], message.subject) for message in mail.outbox} == {
        ("sender@example.org", "2 proposed updates were accepted"),
        ("editor@example.org", "1 proposed update was accepted"),
    }


def test_a_long_message_names_some_and_counts_the_rest(publisher, saved):
    editor = make_account("editor", email="editor@example.org")
    items = [make_recommendation().addressees.get().pk for _number in range(MOST_NAMED + 2)]
    statement = {
        "stated_by": "itself",
        "position": "planned",
        "effective_on": partial("2021"),
        "reason": "So they wrote.",
        "publisher_wording": "",
        "evidence": "assertion",
        "source": None,
        "made_in": None,
        "target_on": None,
        "corrects": None,
    }
    rows = propose_updates(items, statement, by=editor, on=TODAY, batch="b")
    saved(lambda: publish_proposals([row.pk for row in rows], by=publisher, on=TODAY))
    (message,) = mail.outbox
    assert message.body.count("Planned") == MOST_NAMED
    assert "and 2 more" in message.body


@pytest.mark.parametrize("fields", [{"email": ""}, {"email": "gone@example.org", "is_active": False}])
def test_nobody_is_told_who_has_no_address_or_has_left(item, publisher, saved, fields):
    sender = make_account("editor", **fields)
    proposal = make_proposal(item, "under-way", by=sender)
    saved(lambda: publish_proposals([proposal.pk], by=publisher, on=TODAY))
    assert mail.outbox == []


def test_nobody_is_told_what_they_did_themselves(item, sender, publisher, saved, settings):
    settings.ALLOW_OWN_PROPOSALS = True
    withdrawn, own = make_proposal(item, "under-way", by=sender), make_proposal(item, "planned", by=publisher)
    saved(lambda: withdraw_proposals([withdrawn.pk], by=sender))
    saved(lambda: publish_proposals([own.pk], by=publisher, on=TODAY))
    assert mail.outbox == []


def test_without_an_address_of_the_site_the_message_has_no_link(item, sender, publisher, saved, settings):
    settings.SITE_URL = ""
    proposal = make_proposal(item, "under-way", by=sender)
    saved(lambda: publish_proposals([proposal.pk], by=publisher, on=TODAY))
    assert "/admin/" not in mail.outbox[0].body
    assert "Sign in to the staff pages" in mail.outbox[0].body


@pytest.mark.parametrize(
    "failure",
    [
        smtplib.SMTPRecipientsRefused({}),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError(),
        TimeoutError(),
        ValueError("no server does this"),
    ],
)
def test_a_message_that_cannot_be_sent_undoes_nothing(item, sender, publisher, saved, monkeypatch, failure, caplog):
    def fail(*_args, **_kwargs):
        raise failure

    monkeypatch.setattr("inspections.notices.send_mail", fail)
    proposal = make_proposal(item, "under-way", by=sender)
    saved(lambda: publish_proposals([proposal.pk], by=publisher, on=TODAY))
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert item.updates.count() == 1
    assert caplog.records


def test_no_message_is_sent_about_what_was_not_saved(item, sender, publisher, django_capture_on_commit_callbacks):
    proposal = make_proposal(item, "under-way", by=sender)
    with django_capture_on_commit_callbacks() as waiting:
        publish_proposals([proposal.pk], by=publisher, on=TODAY)
    assert len(waiting) == 1
    assert mail.outbox == []
