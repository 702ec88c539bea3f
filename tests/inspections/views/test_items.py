"""The page of one item: what was asked of one body, and what became of it."""

import datetime

import pytest

from tests.answers import read
from tests.make import (
    make_force,
    make_item,
    make_part,
    make_policing_body,
    make_recommendation,
    make_response,
    make_update,
)

pytestmark = pytest.mark.django_db


class TestItem:
    def test_it_tells_the_history_of_one_of_many(self, client):
        kent = make_force("kent", name="Kent Police", short_name="Kent")
        pcc = make_policing_body(kent, "kent-pcc")
        recommendation = make_recommendation("national", [kent, make_force(), make_force()])
        make_response(recommendation.inspection, pcc, published=None, not_found_as_of=datetime.date(2026, 5, 3))
        make_update(recommendation.addressees.get(body=kent), "says-complete", on="2021-03-04", reason="Done in Kent.")
        page = read(client, "/recommendations/national/kent/")
        assert "Recommendation to Kent Police" in page
        assert "Looked for a response to the report on 3 May 2026." in page
        assert page.count("Done in Kent.") == 2
        assert "2 other bodies" in page
        assert '<link rel="canonical" href="http://localhost:8000/recommendations/national/kent/">' in page

    def test_the_only_one_names_the_page_of_its_recommendation_as_the_true_one(self, client):
        make_item("kent-a", make_force("kent"))
        page = read(client, "/recommendations/kent-a/kent/")
        assert '<link rel="canonical" href="http://localhost:8000/recommendations/kent-a/">' in page

    def test_a_body_that_was_not_asked_is_not_found(self, client):
        make_item("kent-a", make_force("kent"))
        make_force("essex")
        read(client, "/recommendations/kent-a/essex/", status=404)
        read(client, "/recommendations/kent-a/nobody/", status=404)

    def test_former_references_and_former_names_of_bodies_lead_on(self, client):
        kent = make_force("kent-old")
        recommendation = make_recommendation("old-ref", [kent, make_force()])
        kent.refresh_from_db()
        kent.slug = "kent"
        kent.save()
        response = client.get("/recommendations/old-ref/kent-old/")
        assert (response.status_code, response["Location"]) == (308, "/recommendations/old-ref/kent/")
        recommendation.refresh_from_db()
        recommendation.ref = "new-ref"
        recommendation.save()
        response = client.get("/recommendations/old-ref/kent/")
        assert (response.status_code, response["Location"]) == (308, "/recommendations/new-ref/kent/")

    def test_the_number_of_queries_does_not_grow(
        self, client, django_assert_num_queries, django_assert_max_num_queries
    ):
        item = make_item("kent-a", make_force("kent"))
        make_update(item, "planned", batch="one")
        with django_assert_max_num_queries(13):
            read(client, "/recommendations/kent-a/kent/")
        make_part(item.recommendation)
        with django_assert_max_num_queries(17) as few:
            read(client, "/recommendations/kent-a/kent/")
        for year in range(2021, 2026):
            make_update(item, "under-way", on=f"{year}-04-01", batch=f"batch-{year}")
            make_part(item.recommendation)
        with django_assert_num_queries(len(few)):
            read(client, "/recommendations/kent-a/kent/")
