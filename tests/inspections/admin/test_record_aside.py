"""What stands beside a recorded update: internal notes, the question about private details, who proposed it."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from inspections.days import today
from inspections.models import Proposal
from inspections.proposals import publish_proposals
from tests.inspections.admin.recording import address, claim, sent
from tests.make import make_account, make_force, make_inspection, make_item, make_policing_body


@pytest.fixture
def item(db):
    cleveland = make_force("cleveland", name="Cleveland Police")
    make_policing_body(cleveland, "cleveland-pcc", start="2012-11-22")
    return make_item("cp-2017-1", cleveland, inspection=make_inspection(published="2017-09-21", bodies=[cleveland]))


@pytest.fixture
def contributor(as_role, item):
    return as_role("contributor", item.body, username="contributor")


def test_an_internal_note_stands_beside_the_item_for_those_who_may_read_it(boss, contributor, as_role, item):
    boss.post(address(item), sent(item, note="The letter came by post."))
    page = reverse("admin:inspections_addressee_change", args=[item.pk])
    assert "The letter came by post." in boss.get(page).content.decode()
    assert "The letter came by post." in as_role("viewer").get(page).content.decode()
    assert "The letter came by post." not in contributor.get(page).content.decode()


def test_no_public_page_file_or_package_has_a_note_or_what_waits(boss, contributor, item, tmp_path):
    boss.post(address(item), sent(item, by=item.body, position="under-way", note="Xylophone."))
    contributor.post(address(item), claim(item, note="Xylophone.", reason="Zeppelin."))
    recommendation = item.recommendation
    for path in (
        "/",
        item.get_absolute_url(),
        recommendation.get_absolute_url(),
        recommendation.inspection.get_absolute_url(),
        item.body.get_absolute_url(),
        "/recommendations/?q=xylophone",
        "/recommendations/?q=zeppelin",
        "/changes/",
    ):
        page = Client().get(path)
        assert page.status_code == 200, path
        shown = page.content.decode()
        assert "Xylophone." not in shown, path
        assert "Zeppelin." not in shown, path
        assert "?q=" not in path or recommendation.text not in shown
    call_command("dump_dataset", tmp_path / "package")
    written = "".join(file.read_text("utf-8-sig") for file in (tmp_path / "package").rglob("*") if file.is_file())
    assert item.recommendation.ref in written
    assert "Xylophone" not in written
    assert "Zeppelin" not in written


def test_a_private_detail_is_asked_about_and_goes_out_once_that_is_said(boss, item):
    words = {"reason": "Ask Jo on 020 7946 0000 about it."}
    answer = boss.post(address(item), sent(item, **words))
    page = answer.content.decode()
    assert "Is this meant to be public?" in page
    assert "020 7946 0000" in page
    assert not item.updates.exists()
    ticked = answer.context["form"].question.value
    preview = boss.post(address(item), sent(item, step="check", meant_public=ticked, **words)).content.decode()
    assert 'name="meant_public"' in preview
    boss.post(address(item), sent(item, meant_public=ticked, **words))
    assert item.updates.get().reason == words["reason"]


def test_the_history_says_who_proposed_and_who_accepted(boss, contributor, item):
    contributor.post(address(item), claim(item))
    publisher = make_account("publisher", username="the-publisher")
    publish_proposals([Proposal.objects.get().pk], by=publisher, on=today())
    page = boss.get(reverse("admin:inspections_addressee_change", args=[item.pk])).content.decode()
    assert "proposed by contributor, accepted by the-publisher" in page


def test_nothing_is_recorded_about_what_was_withdrawn(boss, item):
    type(item.recommendation).objects.update(withdrawn_on=today(), withdrawal_note="It was a mistake.")
    assert "It was withdrawn" in boss.get(address(item)).content.decode()
    boss.post(address(item), sent(item))
    assert not item.updates.exists()
