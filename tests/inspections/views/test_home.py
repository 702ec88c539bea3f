import datetime

import pytest

from inspections.days import today
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_recommendation,
    make_response,
    make_succession,
    make_update,
)

pytestmark = pytest.mark.django_db


def home(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_empty_record_says_that_nothing_is_loaded_yet(client):
    page = home(client)
    assert "Nothing is loaded yet" in page
    assert "How 0 items" not in page


def test_it_says_how_things_stand_and_each_number_leads_to_what_it_counts(client):
    make_update(make_item(due_on="2021-01-01"), "says-complete", on="2021-05-01")
    make_recommendation(to=[make_force(), make_force()])
    page = home(client)
    assert "How 3 items stand" in page
    assert ">2 recommendations</a>" in page
    assert ">3 bodies</a>" in page
    assert '<a class="govuk-link" href="/recommendations/?status=no-progress">No progress published</a>' in page
    assert 'href="/recommendations/?due=overdue">past their date</a>' in page
    assert 'href="/recommendations/?voice=claimed-not-confirmed">called complete, not confirmed</a>' in page
    assert 'href="/recommendations/?voice=confirmed-not-claimed">' in page
    assert 'href="/recommendations/?stale=1-year">without news for a year</a>' in page
    assert ">open more than 2 years after the report</a>" in page


def test_it_tells_what_changed_and_what_is_late_and_waiting(client):
    force = make_force(short_name="Kent")
    item = make_item("late-one", force, due_on="2021-01-01", text="Train everybody.")
    make_update(item, "planned", on="2022-03-04", reason="Money was found.")
    page = home(client)
    assert "4 March 2022 · Kent" in page
    assert "Money was found." in page
    assert "past its date" in page
    assert page.count('href="/recommendations/late-one/"') == 2
    assert 'href="/recommendations/late-one/kent/"' not in page


def test_it_lists_what_was_raised_again_and_which_responses_were_not_found(client):
    kent = make_force()
    pcc = make_policing_body(kent)
    early, late = make_inspection(published="2016-01-01"), make_inspection(published="2019-01-01", title="PEEL 2019")
    make_succession(make_recommendation(inspection=early), make_recommendation("again", inspection=late))
    make_item(body=kent, inspection=late)
    make_response(late, pcc, published=None, not_found_as_of=datetime.date(2026, 5, 3))
    page = home(client)
    assert "Raised twice since 2016" in page
    assert 'href="#raised-again"' in page
    assert 'id="raised-again"' in page
    assert "looked for on 3 May 2026" in page
    assert 'href="/responses/?state=not-found"' in page
    assert "1 of 1" in page
    assert 'id="not-found"' in page


def test_nothing_of_an_embargoed_inspection_shows_or_counts(client):
    tomorrow = today() + datetime.timedelta(days=1)
    secret = make_inspection("secret", published=tomorrow.isoformat(), title="Secret report")
    make_item("secret-a", inspection=secret, text="Secret text.")
    make_response(secret, make_force(), published=None, not_found_as_of=today())
    make_item()
    page = home(client)
    assert "ecret" not in page
    assert "How 1 item stands" in page


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, django_assert_max_num_queries):
    def fill(number: int) -> None:
        for _ in range(number):
            earlier, item = make_recommendation(), make_item(due_on="2021-01-01", inspection=make_inspection())
            make_update(item, "planned", batch=f"batch-{item.pk}")
            make_succession(earlier, item.recommendation)
            policing_body = make_policing_body(item.body)
            make_response(item.recommendation.inspection, policing_body, published=None, not_found_as_of=today())

    fill(3)
    home(client)  # the bitmaps are read once for an edition
    with django_assert_max_num_queries(26) as few:
        home(client)
    at_first = len(few)
    fill(12)
    home(client)
    with django_assert_num_queries(at_first):
        home(client)
