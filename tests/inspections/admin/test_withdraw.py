"""A publisher withdraws what is public, with a note to the public, and puts back what was withdrawn by mistake."""

from typing import Any

import pytest

from inspections.days import today
from inspections.models import Addressee, Inspection, Recommendation, Response
from tests.harness.markup import html_errors
from tests.make import make_force, make_inspection, make_item, make_part, make_response, make_update

pytestmark = pytest.mark.django_db

NOTE = "It was entered twice."


def address(thing: Any, act: str = "withdraw") -> str:
    return f"/admin/inspections/{thing._meta.model_name}/{thing.pk}/{act}/"


def form_of(thing: Any) -> str:
    return address(thing, "change")


def ours(page: str) -> str:
    """A page of nothing but our part of this one; the frame around it is Django's."""
    part = page[page.index('<div id="content-main"') : page.index("<br class=")]
    return f'<!DOCTYPE html>\n<html lang="en-GB"><head><title>Ours</title></head><body>{part}</body></html>\n'


@pytest.fixture
def item() -> Addressee:
    item = make_item("asked", make_force("kent"))
    make_update(item, "planned", "2021-03-01")
    return item


def things(item: Addressee) -> list[Any]:
    inspection = item.recommendation.inspection
    return [inspection, item.recommendation, make_response(inspection, item.body)]


def test_it_says_what_will_happen_and_then_it_has_happened(publisher, client, item):
    inspection = item.recommendation.inspection
    assert address(inspection) in publisher.get(form_of(inspection)).content.decode()
    page = publisher.get(address(inspection)).content.decode()
    assert "no list, search, count or chart has it: 1 item with 1 row of the ledger." in page
    assert publisher.post(address(inspection), {"note": NOTE}).status_code == 302
    inspection.refresh_from_db()
    assert (inspection.withdrawn_on, inspection.withdrawal_note) == (today(), NOTE)
    public = client.get(inspection.get_absolute_url()).content.decode()
    assert NOTE in public
    page = publisher.get(form_of(inspection)).content.decode()
    assert "It is withdrawn. Its page says why." in page
    assert NOTE in page
    assert address(inspection, "put-back") in page
    assert address(inspection) not in page


def test_each_kind_can_be_withdrawn_and_put_back_and_the_history_has_both(publisher, item):
    for thing in things(item)[::-1]:
        publisher.post(address(thing), {"note": NOTE})
        assert not type(thing).objects.public(today()).filter(pk=thing.pk).exists()
        assert publisher.get(address(thing, "put-back")).status_code == 200
        publisher.post(address(thing, "put-back"))
        assert type(thing).objects.public(today()).filter(pk=thing.pk).exists()
        history = publisher.get(address(thing, "history")).content.decode()
        assert history.count("Ann Publisher") >= 2
        assert NOTE in history


def test_what_goes_along_is_named_in_number(publisher, item):
    part = make_part(item.recommendation)
    assert "1 thing that belongs to it goes along" in publisher.get(address(item.recommendation)).content.decode()
    answer = publisher.post(address(item.recommendation), {"note": NOTE}, follow=True)
    assert "and 1 more with it" in answer.content.decode()
    assert "Ann Publisher" in publisher.get(address(part, "history")).content.decode()
    answer = publisher.post(address(part, "put-back"), follow=True)
    assert "Put that back first" in answer.content.decode()


def test_without_a_note_nothing_happens(publisher, item):
    inspection = item.recommendation.inspection
    answer = publisher.post(address(inspection), {"note": "  "})
    assert answer.status_code == 200
    assert "This field is required" in answer.content.decode()
    assert not Inspection.objects.exclude(withdrawn_on=None).exists()


def test_a_private_detail_in_the_note_is_asked_about_once(publisher, item):
    inspection = item.recommendation.inspection
    note = "Ask jo.bloggs@example.org about it."
    page = publisher.post(address(inspection), {"note": note}).content.decode()
    assert "Is this meant to be public?" in page
    assert note in page
    meant = page.split('name="meant_public" value="')[1].split('"')[0].replace("&quot;", '"')
    assert publisher.post(address(inspection), {"note": note, "meant_public": meant}).status_code == 302
    assert Inspection.objects.get(pk=inspection.pk).withdrawal_note == note


@pytest.mark.parametrize("role", ["viewer", "contributor", "editor", "administrator"])
def test_nobody_but_a_publisher_does_it(in_role, item, role):
    client = in_role(role)
    for thing in things(item):
        assert address(thing) not in client.get(form_of(thing)).content.decode()
        for act in ("withdraw", "put-back"):
            assert client.get(address(thing, act)).status_code == 403
            assert client.post(address(thing, act), {"note": NOTE}).status_code == 403
        assert not type(thing).objects.exclude(withdrawn_on=None).exists()


def test_what_is_not_public_is_not_withdrawn_but_changed_or_deleted(publisher):
    inspection = make_inspection(draft=True)
    assert address(inspection) not in publisher.get(form_of(inspection)).content.decode()
    for ask in (publisher.get, publisher.post):
        said = ask(address(inspection), {"note": NOTE}, follow=True).content.decode()
        assert "The public has not seen it" in said
    assert Inspection.objects.get(pk=inspection.pk).withdrawn_on is None


def test_sent_twice_it_is_done_once(publisher, item):
    inspection = item.recommendation.inspection
    publisher.post(address(inspection), {"note": NOTE})
    answer = publisher.post(address(inspection), {"note": "Another note."}, follow=True)
    assert "withdrawn already" in answer.content.decode()
    assert Inspection.objects.get(pk=inspection.pk).withdrawal_note == NOTE


def test_there_is_no_page_for_what_is_not_there(publisher):
    for model in (Inspection, Recommendation, Response):
        assert publisher.get(f"/admin/inspections/{model._meta.model_name}/99/withdraw/").status_code == 302
        assert publisher.get(f"/admin/inspections/{model._meta.model_name}/x/withdraw/").status_code == 302


def test_what_was_withdrawn_takes_no_more_updates(publisher, item):
    publisher.post(address(item.recommendation), {"note": NOTE})
    page = publisher.get(f"/admin/inspections/addressee/{item.pk}/record/").content.decode()
    assert "It was withdrawn" in page


@pytest.mark.once
def test_the_pages_are_valid_html(publisher, item):
    inspection, recommendation, response = things(item)
    make_part(recommendation)
    pages = {str(thing): publisher.get(address(thing)).content.decode() for thing in (recommendation, response)}
    pages["refused"] = publisher.post(address(inspection), {"note": "Ring 020 7946 0000."}).content.decode()
    publisher.post(address(inspection), {"note": NOTE})
    pages["put back"] = publisher.get(address(inspection, "put-back")).content.decode()
    assert html_errors({name: ours(page) for name, page in pages.items()}) == {}
