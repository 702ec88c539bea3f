"""What machines read: robots.txt, the sitemap, a sign of life."""

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
    assert "Disallow: /recommendations/?" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.django_db
def test_the_sitemap_lists_pages_once_and_an_item_only_where_it_has_a_page_of_its_own(client):
    one, two = make.make_force("one"), make.make_force("two")
    make.make_recommendation("single", [one])
    make.make_recommendation("national", [one, two])
    text = client.get("/sitemap.xml").content.decode()
    assert text.startswith("<?xml")
    for path in ("/", "/forces/one/", "/recommendations/single/", "/recommendations/national/two/", "/methodology/"):
        assert text.count(f"<loc>http://testserver{path}</loc>") == 1, path
    assert "/recommendations/single/one/" not in text


@pytest.mark.django_db
def test_every_address_of_the_sitemap_answers(client):
    make.make_recommendation("national", [make.make_force("one"), make.make_force("two")])
    make.make_theme("theme")
    for path in machines.public_paths():
        assert client.get(path).status_code == 200, path


@pytest.mark.django_db
def test_a_long_sitemap_is_split_into_parts_that_it_names(client, monkeypatch):
    monkeypatch.setattr(machines, "AT_ONCE", 4)
    index = client.get("/sitemap.xml").content.decode()
    assert "<sitemapindex" in index
    assert "<loc>http://testserver/sitemap.xml?part=2</loc>" in index
    pages = len(machines.LISTS) + len(machines.STATEMENTS)
    parts = range(1, index.count("<loc>") + 1)
    listed = [client.get(f"/sitemap.xml?part={part}").content.decode().count("<url>") for part in parts]
    assert sum(listed) == pages
    assert set(listed[:-1]) == {4}
