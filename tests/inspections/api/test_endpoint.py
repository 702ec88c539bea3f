"""What every address of the API does: days, pages, other origins, 304, old names."""

import datetime

import pytest
from django.test import Client

from inspections.days import today
from inspections.models import Recommendation
from tests import make
from tests.inspections.api.record import LISTS, every_page, get

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_read_page_by_page_and_has_everything_once(client, name, record):
    whole = get(client, f"{name}/")
    assert whole["next"] is None
    assert whole["results"]
    assert every_page(client, f"{name}/?limit=1") == whole["results"]
    if name != "changes":
        assert whole["count"] == len(whole["results"])


@pytest.mark.parametrize("name", [name for name in LISTS if name != "changes"])
def test_each_thing_says_of_itself_what_the_list_says(client, name, record):
    for thing in get(client, f"{name}/")["results"]:
        assert get(client, thing["api_url"]) == thing
        assert client.get(thing.get("url", "/")).status_code == 200


def test_a_cursor_is_refused_once_the_record_has_changed(client, record):
    following = get(client, "bodies/?limit=1")["next"]
    get(client, following)
    make.make_force()
    said = get(client, following, 400)
    assert [error["parameter"] for error in said["errors"]] == ["cursor"]
    assert "Begin again" in said["detail"]


def test_a_cursor_is_refused_with_other_parameters(client, record):
    following = get(client, "bodies/?limit=1")["next"]
    get(client, following.replace("limit=1", "limit=2"))
    assert "other parameters" in get(client, f"{following}&kind=police-force", 400)["detail"]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "x", "1.5", "", "9" * 5000, "²", "%00"])
def test_a_limit_that_is_none_is_refused(client, limit):
    assert get(client, f"bodies/?limit={limit}", 400)["errors"][0]["parameter"] == "limit"


@pytest.mark.parametrize("day", ["3000-01-01", "soon", "2019", "1800-01-01", "%00", "x" * 3000])
@pytest.mark.parametrize("path", ["bodies/", "bodies/northshire/", "changes/", "items/missing/northshire/"])
def test_a_day_that_makes_no_sense_is_refused(client, path, day, record):
    assert get(client, f"{path}?as_at={day}", 400)["errors"][0]["parameter"] == "as_at"


def test_parameters_that_are_not_known_are_ignored(client, record):
    assert get(client, "bodies/?format=xml&page=7&colour=red")["count"] == get(client, "bodies/")["count"]


@pytest.mark.parametrize("path", [*LISTS, "bodies/northshire", "items/missing/northshire"])
def test_who_has_it_already_gets_a_304_until_something_changes(client, path, record):
    first = client.get(f"/api/v1/{path}/")
    again = client.get(f"/api/v1/{path}/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    make.make_theme()
    assert client.get(f"/api/v1/{path}/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_is_wrong_is_never_answered_by_a_304(client, record):
    for path in ("bodies/nobody/", "bodies/?limit=0"):
        assert client.get(f"/api/v1/{path}", headers={"if-none-match": "*"}).status_code in (400, 404)


def test_pages_of_every_origin_may_ask_and_nobody_is_recognised(client):
    for answer in (client.get("/api/v1/bodies/"), client.head("/api/v1/bodies/"), client.options("/api/v1/bodies/")):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_a_browser_that_asks_first_hears_what_it_may_send(client):
    answer = client.options("/api/v1/bodies/", headers={"origin": "https://example.org"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_taken_even_without_a_token(method):
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/bodies/", {"slug": "x"})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_head_has_the_headers_and_no_body(client):
    answer = client.head("/api/v1/bodies/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == client.get("/api/v1/bodies/")["ETag"]


def test_a_name_given_out_once_leads_on_for_ever(client, record):
    record["force"].slug = "renamed"
    record["force"].save()
    for path, new in (
        ("bodies/northshire/", "bodies/renamed/"),
        ("items/missing/northshire/", "items/missing/renamed/"),
        ("updates/missing/northshire/1/", "updates/missing/renamed/1/"),
    ):
        answer = client.get(f"/api/v1/{path}?as_at={today()}")
        assert answer.status_code == 308
        assert answer["Location"] == f"/api/v1/{new}?as_at={today()}"
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_an_old_name_does_not_give_away_what_is_not_public(client):
    hushed = make.make_inspection("hushed", draft=True)
    hushed.slug = "hushed-renamed"
    hushed.save()
    get(client, "inspections/hushed/", 404)


def test_an_address_without_its_last_stroke_leads_there(client):
    answer = client.get("/api/v1/bodies?limit=1")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/bodies/?limit=1")
    assert client.get("/api/v1/nowhere").status_code == 404


@pytest.mark.parametrize(
    "path", ["bodies/%00/", "bodies/%FF/", "items/a/%00/", f"updates/a/b/{'9' * 30}/", "bodies/é/"]
)
def test_no_address_breaks_it(client, path):
    get(client, path, 404)


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_rows(client, name, django_assert_max_num_queries, record):
    get(client, f"{name}/")
    with django_assert_max_num_queries(16):
        get(client, f"{name}/")
    force, theme = make.make_force(), make.make_theme()
    for _ in range(6):
        inspection = make.make_inspection(bodies=[force])
        inspection.sources.add(make.make_source())
        make.make_response(inspection, force)
        for item in make.make_recommendation(to=[force], inspection=inspection, themes=[theme]).addressees.all():
            make.make_update(item, "under-way")
    get(client, "changes/")
    get(client, "items/")  # what is kept in memory is brought up to date by the first who asks
    with django_assert_max_num_queries(16):
        get(client, f"{name}/")


def test_a_day_of_the_past_is_told_without_what_came_later(client, record):
    day = datetime.date(2018, 6, 1)
    said = get(client, f"recommendations/?as_at={day}")
    assert [each["ref"] for each in said["results"]] == ["missing"]
    assert said["as_at"] == day.isoformat()
    assert Recommendation.objects.count() > 1
