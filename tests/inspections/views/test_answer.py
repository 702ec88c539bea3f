"""What all answers for programs share: refusals in a sentence, openness to other sites, nothing told too early."""

import datetime

import pytest
from django.test import Client

from inspections.days import today
from tests import make
from tests.test_embargo import HUSHED, hush, in_an_hour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

ADDRESSES = [
    "/changes.atom",
    "/changes.atom?force=northshire",
    "/recommendations.atom",
    "/recommendations.atom?force=northshire&theme=missing-children",
    "/recommendations/missing.atom",
    "/recommendations/records/northshire.atom",
    "/forces/northshire.atom",
    "/forces/northshire-pcc.atom",
    "/forces/hmicfrs.atom",
    "/inspections/northshire-2017.atom",
    "/programmes/child-protection.atom",
    "/themes/missing-children.atom",
    "/recommendations.ics?force=northshire",
    "/forces/northshire.ics",
    "/inspections/northshire-2018.ics",
    "/forces/northshire/badge.svg",
    "/forces/northshire/badge.txt",
    "/forces/northshire/badge.json",
    "/inspections/northshire-2017/badge.svg",
    "/recommendations/missing/badge.json",
    "/embed/forces/northshire/",
    "/embed/inspections/northshire-2017/",
]
PLAIN = [path for path in ADDRESSES if not path.startswith("/embed/")]


def at(path: str, day: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}as_at={day}"


@pytest.mark.parametrize("path", ADDRESSES)
def test_it_answers_get_and_head_alone_keeps_no_cookie_and_is_not_sent_twice(path):
    client = Client(enforce_csrf_checks=True)
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert client.head(path).status_code == 200
    assert client.post(path, {"q": "x"}).status_code == 405
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path).content == answer.content


@pytest.mark.parametrize("path", PLAIN)
def test_pages_of_other_sites_may_read_it_and_its_304(client, path):
    answer = client.get(path)
    for each in (answer, client.get(path, headers={"If-None-Match": answer["ETag"]})):
        assert each["Access-Control-Allow-Origin"] == "*"
        assert "no-cache" in each["Cache-Control"]
    asked = client.options(path)
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", PLAIN)
def test_a_day_that_makes_no_sense_is_refused_in_a_sentence(client, path):
    for day, words in (("2999-01-01", "has not come yet"), ("soon", "is not a day"), ("%00", "is not a day")):
        answer = client.get(at(path, day))
        assert answer.status_code == 400
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content.decode().startswith("as_at: ")
        assert words in answer.content.decode()


@pytest.mark.parametrize("form", ["atom", "ics"])
def test_a_selection_that_is_not_understood_is_refused_field_by_field(client, form):
    answer = client.get(f"/recommendations.{form}?force=atlantis&due=never&kind=%00&q={'x' * 500}")
    assert answer.status_code == 400
    said = answer.content.decode()
    assert all(f"{name}: " in said for name in ("force", "due", "kind", "q"))
    assert client.get(f"/recommendations.{form}?force=atlantis&force=northshire").status_code == 400
    assert client.get(f"/recommendations.{form}?nonsense=1&utm_source=x").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/forces/nobody.atom", "/forces/nobody.ics", "/forces/nobody/badge.svg", "/recommendations/missing/nobody.atom"],
)
def test_what_is_not_there_is_404_in_a_sentence(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, b"There is nothing at this address.\n")


def test_an_unknown_form_is_a_404(client):
    for path in ("/forces/northshire.rss", "/recommendations.rss", "/forces/northshire/badge.png"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_shows_before_its_time(client, record, path):
    before = client.get(path).content
    hush("hush-draft", record, draft=True)
    hush("hush-later", record, published=(today() + datetime.timedelta(days=1)).isoformat())
    hush("hush-hour", record, **in_an_hour())
    after = client.get(path).content.decode()
    assert not HUSHED.search(after)
    if path.endswith((".ics", ".ics?force=northshire")):  # SEQUENCE and LAST-MODIFIED are those of the edition
        return
    assert after == before.decode()


def test_nothing_has_an_answer_of_its_own_before_its_time(client, record):
    hush("hush-hour", record, **in_an_hour())
    for path in (
        "/inspections/hush-hour.atom",
        "/inspections/hush-hour.ics",
        "/inspections/hush-hour/badge.svg",
        "/recommendations/hush-ref-hush-hour.atom",
        "/recommendations/hush-ref-hush-hour/northshire.atom",
        "/recommendations/hush-ref-hush-hour/badge.json",
        "/embed/inspections/hush-hour/",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("path", [path for path in ADDRESSES if ".ics" not in path])
def test_what_came_later_changes_no_answer_of_an_earlier_day(client, record, path):
    before = client.get(at(path, "2019-06-30"))
    inspection = make.make_inspection("later", "2019-07-01", [record["force"]], programme=record["programme"])
    make.make_recommendation("later-ref", [record["force"]], inspection, themes=[record["theme"]])
    make.make_response(inspection, record["force"], "2019-08-01")
    make.make_update(record["concern"].addressees.get(), "complete", "2019-07-01", made_in=inspection)
    after = client.get(at(path, "2019-06-30"))
    assert (before.status_code, after.status_code) == (200, 200)
    assert after.content == before.content


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/forces/northshire.atom", "/forces/renamed.atom"),
        ("/forces/northshire.ics", "/forces/renamed.ics"),
        ("/forces/northshire/badge.json", "/forces/renamed/badge.json"),
        ("/embed/forces/northshire/", "/embed/forces/renamed/"),
        ("/recommendations/records/northshire.atom", "/recommendations/records/renamed.atom"),
    ],
)
def test_a_former_address_leads_on_with_its_parameters(client, record, old, new):
    record["force"].slug = "renamed"
    record["force"].save()
    answer = client.get(f"{old}?as_at=2020-01-01")
    assert (answer.status_code, answer["Location"]) == (308, f"{new}?as_at=2020-01-01")
    assert client.get(new).status_code == 200


def test_staff_s_preview_takes_none_of_them_for_a_page():
    from inspections.admin.preview import page_at

    assert [path for path in PLAIN if page_at(path.partition("?")[0])] == []
    assert page_at("/forces/northshire/")


def test_an_answer_links_to_the_site_s_own_address_whatever_host_asked(client, settings):
    settings.SITE_URL = "https://tracker.example"
    for path in ("/changes.atom", "/forces/northshire/badge.json"):
        text = client.get(path, headers={"host": "localhost"}).content.decode()
        assert "https://tracker.example/" in text
        assert "//localhost" not in text
