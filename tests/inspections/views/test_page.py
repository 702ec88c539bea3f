"""What every public page shares, seen on the page of a force."""

import pytest
from django.utils import timezone

from tests.make import make_force, make_inspection, make_item, make_recommendation

pytestmark = pytest.mark.django_db


def rename(thing, slug, field="slug"):
    setattr(thing, field, slug)
    thing.save()


def test_the_page_says_for_which_day_it_shows_the_record(client):
    make_force("cleveland")
    assert timezone.localdate().strftime("%-d %B %Y") in client.get("/forces/cleveland/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(client, method):
    make_force("cleveland")
    assert getattr(client, method)("/forces/cleveland/").status_code == 405


def test_a_former_slug_leads_on_for_ever_and_keeps_what_was_asked(client):
    force = make_force("old")
    rename(force, "new")
    answer = client.get("/forces/old/?q=a%26b")
    assert (answer.status_code, answer["Location"]) == (308, "/forces/new/?q=a%26b")


def test_a_slug_that_never_was_is_not_found(client):
    assert client.get("/forces/atlantis/").status_code == 404


def test_both_halves_of_an_items_address_lead_on(client):
    item = make_item("old-ref", body=make_force("old"))
    rename(item.recommendation, "new-ref", "ref")
    rename(item.body, "new")
    answer = client.get("/recommendations/old-ref/old/", follow=True)
    assert [status for _url, status in answer.redirect_chain] == [308, 308]
    assert answer.request["PATH_INFO"] == "/recommendations/new-ref/new/"


def test_a_former_slug_does_not_give_away_what_is_not_public(client):
    inspection = make_inspection("old", draft=True)
    recommendation = make_recommendation("old-ref", inspection=inspection)
    rename(inspection, "secret")
    rename(recommendation, "secret-ref", "ref")
    for url in ("/inspections/old/", "/recommendations/old-ref/"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert "secret" not in answer.content.decode()
