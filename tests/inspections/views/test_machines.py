"""What machines read: robots.txt, the sitemap, a sign of life."""

import datetime
import re

import pytest

from inspections.views import machines
from tests import make


def test_healthz_answers_without_a_database(client):
    # No mark for the database: a query would raise.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert not response.cookies


def test_robots_may_read_all_but_the_staff_pages_and_the_combinations_of_filters(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/recommendations/", True),
        ("/recommendations.csv", True),
        ("/data/tracker.zip", True),
        ("/forces/north.atom", True),
        ("/api/", True),
        ("/api/v1/openapi.json", True),
        ("/sitemap.xml", True),
        ("/sitemap.xml?part=2", True),
        ("/api/v1/items/", False),
        ("/recommendations/?force=north", False),
        ("/recommendations.csv?force=north", False),
        ("/forces/north/?as_at=2019-06-30", False),
        ("/embed/forces/north/", False),
        ("/admin/", False),
    ],
)
def test_what_robots_may_read(client, path, may):
    assert allowed(client.get("/robots.txt").content.decode(), path) is may


def allowed(text: str, path: str) -> bool:
    """What the longest line that fits says, as RFC 9309, 2.2.2 wants it; "allow" wins a tie."""
    rules = []
    for line in text.splitlines():
        name, _colon, value = line.partition(": ")
        if name in ("Allow", "Disallow") and re.match(re.escape(value).replace(r"\*", ".*"), path):
            rules.append((len(value), name == "Allow"))
    return max(rules, default=(0, True))[1]


@pytest.mark.django_db
def test_the_sitemap_lists_pages_once_and_an_item_only_where_it_has_a_page_of_its_own(client):
    one, two = make.make_force("one"), make.make_force("two")
    make.make_recommendation("single", [one])
    make.make_recommendation("national", [one, two])
    text = client.get("/sitemap.xml").content.decode()
    assert text.startswith("<?xml")
    for path in ("/", "/forces/one/", "/recommendations/single/", "/recommendations/national/two/", "/methodology/"):
        assert text.count(f"<loc>http://localhost:8000{path}</loc>") == 1, path
    assert "/recommendations/single/one/" not in text


@pytest.mark.django_db
def test_every_address_of_the_sitemap_answers(client):
    make.make_recommendation("national", [make.make_force("one"), make.make_force("two")])
    make.make_theme("theme")
    for path, _changed in machines.public_pages():
        assert client.get(path).status_code == 200, path


@pytest.mark.django_db
def test_a_long_sitemap_is_split_into_parts_that_it_names(client, monkeypatch):
    monkeypatch.setattr(machines, "AT_ONCE", 4)
    index = client.get("/sitemap.xml").content.decode()
    assert "<sitemapindex" in index
    assert re.findall(r"<lastmod>(.*?)</lastmod>", index)[0].startswith("1970-01-01T")  # nothing was recorded yet
    assert "<loc>http://localhost:8000/sitemap.xml?part=2</loc>" in index
    pages = len(machines.LISTS) + len(machines.STATEMENTS)
    parts = range(1, index.count("<loc>") + 1)
    listed = [client.get(f"/sitemap.xml?part={part}").content.decode().count("<url>") for part in parts]
    assert sum(listed) == pages
    assert set(listed[:-1]) == {4}


@pytest.mark.django_db
def test_the_sitemap_says_when_each_page_last_changed(client):
    one, two, theme = make.make_force("one"), make.make_force("two"), make.make_theme("theme")
    inspection = make.make_inspection("report", "2020-01-15", [one])
    national = make.make_recommendation("national", [one, two], inspection, themes=[theme])
    make.make_update(national.addressees.get(body=two), "under-way", "2020-03", recorded_on=datetime.date(2021, 5, 5))
    hushed = make.make_inspection(draft=True)
    make.make_recommendation(to=[one], inspection=hushed, themes=[theme])
    found = last_changes(client.get("/sitemap.xml").content.decode())
    assert found["/forces/one/"] == found["/recommendations/national/one/"] == "2020-01-15"
    later = ("/forces/two/", "/recommendations/national/two/", "/recommendations/national/", "/inspections/report/")
    assert {found[path] for path in (*later, "/themes/theme/")} == {"2021-05-05"}
    assert "/methodology/" not in found
    assert "/forces/hmicfrs/" not in found


def last_changes(text: str) -> dict[str, str]:
    return dict(re.findall(r"<loc>http://localhost:8000([^<]*)</loc><lastmod>([^<]*)</lastmod>", text))


@pytest.mark.django_db
def test_the_sitemap_is_sent_again_only_if_something_changed(client):
    make.make_force("one")
    first = client.get("/sitemap.xml")
    assert client.get("/sitemap.xml", headers={"if-none-match": first["ETag"]}).status_code == 304
    make.make_force("two")
    assert client.get("/sitemap.xml", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.django_db
def test_the_queries_of_the_sitemap_do_not_grow_with_the_pages(client, django_assert_num_queries):
    def more() -> None:
        make.make_recommendation(to=[make.make_force(), make.make_force()], themes=[make.make_theme()])

    more()
    with django_assert_num_queries(13):
        client.get("/sitemap.xml")
    for _number in range(4):
        more()
    with django_assert_num_queries(13):
        client.get("/sitemap.xml")
