"""A slug that something used to have leads on for ever: page, feed, calendar, badge, card, paper and API alike."""

import re

import pytest
from django.urls import URLPattern

from inspections import urls
from tests import make

pytestmark = pytest.mark.django_db

# What the slug of an address names, by how its route begins.
NOUNS = {
    "recommendations": "recommendation",
    "items": "recommendation",
    "updates": "recommendation",
    "forces": "body",
    "bodies": "body",
    "inspections": "inspection",
    "responses": "inspection",
    "programmes": "programme",
    "themes": "theme",
}
# Slugs that never change: the word of a batch, and the name of a source, which has no page.
FIXED = {"batches", "sources"}


def routes() -> list[str]:
    """Every public route that ends in, or goes through, the slug of something."""
    found = [str(pattern.pattern) for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
    return [route for route in found if "<slug:slug>" in route and noun_of(route) not in FIXED]


def noun_of(route: str) -> str:
    return re.split(r"/?<", route)[0].rpartition("/")[2]


def address(route: str, slug: str, body: str = "north") -> str:
    return "/" + route.replace("<slug:slug>", slug).replace("<slug:body>", body).replace("<int:sequence>", "1")


@pytest.fixture
def things():
    force = make.make_force("north")
    inspection = make.make_inspection("before", "2017-09-27", [force], programme=make.make_programme("before"))
    body = make.make_force("before")
    recommendation = make.make_recommendation(
        "before", [force, body], inspection, themes=[make.make_theme("before")], due_on="2099-01-01"
    )
    make.make_update(recommendation.addressees.get(body=force), "under-way")
    make.make_response(inspection, force)
    found = {"recommendation": recommendation, "body": body, "inspection": inspection}
    return found | {"programme": inspection.programme, "theme": recommendation.themes.get()}


def test_every_route_with_a_slug_is_known_here():
    assert {noun_of(route) for route in routes()} <= set(NOUNS)
    assert len(routes()) > 30


def test_every_former_address_of_every_form_leads_on_and_keeps_its_parameters(client, things):
    for thing in things.values():
        setattr(thing, thing.slug_name, "after")
        thing.save()
    wrong = {}
    for route in routes():
        answer = client.get(address(route, "before"), {"as_at": "2022-01-01"})
        wanted = address(route, "after") + "?as_at=2022-01-01"
        location = answer.headers.get("Location", "")
        if (answer.status_code, location) != (308, wanted):
            wrong[route] = (answer.status_code, location)
        elif client.get(wanted).status_code != 200:
            wrong[route] = (client.get(wanted).status_code, wanted)
    assert wrong == {}


def test_so_does_the_former_slug_of_a_body_within_an_address(client, things):
    things["body"].slug = "after"
    things["body"].save()
    for route in [
        route for route in routes() if "<slug:body>" in route and noun_of(route) not in ("updates", "responses")
    ]:
        answer = client.get(address(route, "before", body="before"))
        assert (answer.status_code, answer.headers.get("Location")) == (308, address(route, "before", body="after"))


def test_a_former_slug_gives_away_nothing_that_is_not_public(client, things):
    hushed = make.make_inspection("hushed", draft=True)
    asked = make.make_recommendation("hushed", inspection=hushed)
    for thing in (hushed, asked):
        setattr(thing, thing.slug_name, "zanzibar")
        thing.save()
    for route in [route for route in routes() if NOUNS[noun_of(route)] in ("recommendation", "inspection")]:
        answer = client.get(address(route, "hushed"))
        assert answer.status_code == 404, route
        assert "zanzibar" not in answer.content.decode(), route
