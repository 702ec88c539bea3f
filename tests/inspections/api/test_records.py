"""Bodies, inspections, responses and sources in the API: what is on the record, and nothing that is not public."""

import datetime

import pytest

from inspections.actions import withdraw
from inspections.days import today
from inspections.models import Recommendation
from tests import make
from tests.inspections.api.record import LISTS, get
from tests.test_any_day import add_what_came_later
from tests.test_embargo import HUSHED, hush, in_an_hour

pytestmark = pytest.mark.django_db


def slugs(client, path: str, name: str = "slug") -> list[str]:
    return [thing[name] for thing in get(client, path)["results"]]


def test_bodies_are_narrowed_by_kind(client, record):
    assert slugs(client, "bodies/?kind=local-policing-body") == ["northshire-pcc"]
    assert slugs(client, "bodies/?kind=") == ["hmicfrs", "northshire", "northshire-pcc", "southshire"]
    assert get(client, "bodies/?kind=zoo", 400)["errors"][0]["parameter"] == "kind"


def test_inspections_are_narrowed_by_body_and_programme(client, record):
    assert slugs(client, "inspections/?programme=child-protection") == ["northshire-2018", "northshire-2017"]
    assert slugs(client, "inspections/?body=southshire") == ["northshire-2018"]
    wrong = get(client, "inspections/?body=x&programme=y", 400)["errors"]
    assert {error["parameter"] for error in wrong} == {"body", "programme"}


def test_responses_are_narrowed_by_inspection_and_responder(client, record):
    assert slugs(client, "responses/?inspection=northshire-2018", "inspection") == ["northshire-2018"]
    assert len(get(client, "responses/?responder=northshire-pcc")["results"]) == 2
    assert get(client, "responses/?responder=southshire")["results"] == []


def test_a_response_tells_what_it_says_about_each_item(client, record):
    (item,) = get(client, "responses/northshire-2018/northshire-pcc/")["items"]
    assert (item["recommendation"], item["body"], item["decision"]) == ("records", "northshire", "accepted")


def test_what_was_withdrawn_is_in_no_list_and_goes_on_answering(client, record):
    withdraw(record["inspection"], on=today(), note="Entered twice.")
    assert slugs(client, "inspections/") == ["northshire-2018"]
    said = get(client, "inspections/northshire-2017/")
    assert (said["withdrawn_on"], said["withdrawal_note"]) == (today().isoformat(), "Entered twice.")
    eve = today() - datetime.timedelta(days=1)
    assert get(client, f"inspections/northshire-2017/?as_at={eve}")["withdrawn_on"] is None
    assert "northshire-2017" in slugs(client, f"inspections/?as_at={eve}")
    assert get(client, "items/")["count"] == 4


def test_only_sources_that_something_public_quotes_are_told(client, record):
    make.make_source("kept-ready")
    assert "told" in slugs(client, "sources/")
    assert "kept-ready" not in slugs(client, "sources/")
    get(client, "sources/kept-ready/", 404)


def test_nothing_that_is_not_public_can_be_found(client, record):
    before = {name: client.get(f"/api/v1/{name}/").content for name in LISTS}
    hush("hush-draft", record, draft=True)
    hush("hush-later", record, published=(today() + datetime.timedelta(days=1)).isoformat())
    hushed = hush("hush-hour", record, **in_an_hour())
    item = Recommendation.objects.get(ref="hush-ref-hush-draft").addressees.get()
    make.make_update(item, "says-complete", batch="review-2018")
    for name, content in before.items():
        assert not HUSHED.search(client.get(f"/api/v1/{name}/").content.decode()), name
        assert client.get(f"/api/v1/{name}/").content == content, name
    for slug in ("hush-draft", "hush-later", "hush-hour"):
        for path in (
            f"inspections/{slug}/",
            f"recommendations/hush-ref-{slug}/",
            f"items/hush-ref-{slug}/northshire/",
            f"updates/hush-ref-{slug}/northshire/1/",
            f"responses/{slug}/northshire/",
            f"sources/hush-source-{slug}/",
        ):
            missing = client.get(f"/api/v1/{path}")
            assert missing.status_code == 404, path
            assert missing.content == client.get("/api/v1/inspections/that-never-was/").content
    # The hour passes: what is stored of it is now behind the clock.
    hushed.published_on, hushed.published_time = make.partial(today().isoformat()), datetime.time(0, 0)
    hushed.save()
    changed = {name for name, content in before.items() if client.get(f"/api/v1/{name}/").content != content}
    assert {"inspections", "recommendations", "items", "responses", "sources", "changes"} <= changed


@pytest.mark.parametrize("name", LISTS)
def test_what_came_later_changes_nothing_of_an_earlier_day(client, name, record):
    path = f"/api/v1/{name}/?as_at=2019-06-30"
    before = client.get(path).content
    add_what_came_later(record)
    assert client.get(path).content == before
