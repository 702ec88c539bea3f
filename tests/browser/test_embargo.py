"""An embargo that ends while the server runs, staff who look before it does, and what is withdrawn afterwards."""

import datetime
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.harness.browser import axe, follow, overflowing, sign_in
from tests.harness.server import Site, running_site

SLUG = "zanzibar-2026"
WIDTHS = (1280, 400, 320)

# Makes an inspection with one recommendation to a force, and prints its key and its moment of publication.
MAKE = """
import datetime
from django.utils import timezone
from inspections.models import Addressee, Body, Inspection, Programme, Recommendation
from inspections.partial_dates import PartialDate
moment = timezone.localtime() + datetime.timedelta(seconds={seconds})
inspection = Inspection.objects.create(
    slug="{slug}",
    title="Zanzibar inspection",
    programme=Programme.objects.first(),
    published_on=PartialDate.of(moment.date()),
    published_time=moment.time(),
)
recommendation = Recommendation.objects.create(
    ref="{slug}-1", inspection=inspection, number="1", kind="recommendation", text="Answer every zanzibar call."
)
Addressee.objects.create(recommendation=recommendation, body=Body.objects.get(slug="cleveland"))
print(inspection.pk, inspection.public_at.isoformat())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: what is made here would be in the way of the tests that only read."""
    with running_site(tmp_path_factory.mktemp("embargo"), "fixtures/reference", "fixtures/demo") as running:
        yield running


def make_embargoed(site: Site, slug: str, seconds: int) -> tuple[int, datetime.datetime]:
    """An inspection that comes out in so many seconds: its key and the moment."""
    key, moment = site.manage("shell", "-v", "0", "-c", MAKE.format(slug=slug, seconds=seconds)).split()
    return int(key), datetime.datetime.fromisoformat(moment)


def status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def test_an_inspection_comes_out_by_itself_when_its_hour_passes(site, open_page):
    page = open_page()
    own = [f"/inspections/{SLUG}/", f"/recommendations/{SLUG}-1/", f"/recommendations/{SLUG}-1/cleveland/"]
    lists = ["/recommendations/?q=zanzibar", "/inspections/?q=zanzibar", "/forces/cleveland/", "/sitemap.xml"]
    _key, moment = make_embargoed(site, SLUG, seconds=12)
    assert [status(page, path) for path in own] == [404, 404, 404]
    for path in lists:
        page.goto(path)
        assert "Zanzibar inspection" not in page.content(), path
        assert SLUG not in page.content(), path
    assert datetime.datetime.now(datetime.UTC) < moment, "This machine was too slow for the test to mean anything."
    time.sleep(max(0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds()) + 0.2)
    assert [status(page, path) for path in own] == [200, 200, 200]
    for path in lists:
        page.goto(path)
        assert SLUG in page.content(), path


def test_staff_walk_through_the_pages_as_they_will_be(site, open_page):
    page, stranger = open_page(), open_page()
    key, _moment = make_embargoed(site, "zanzibar-later", seconds=3600)
    sign_in(page, site.username, site.password)
    page.goto(f"/admin/inspections/inspection/{key}/change/")
    follow(page.get_by_role("link", name="Preview the public page"))
    assert page.get_by_role("heading", level=1).inner_text() == "Zanzibar inspection"
    assert "This is not public" in page.inner_text("body")
    follow(page.get_by_role("link", name="Answer every zanzibar call").first)
    assert f"/inspection/{key}/preview/recommendations/zanzibar-later-1/" in page.url
    follow(page.get_by_role("link", name="Inspection recommendations"))
    assert page.url.endswith("/preview/home/")
    assert "This is not public" in page.inner_text("body")
    page.goto(f"/admin/inspections/inspection/{key}/preview/recommendations/?q=zanzibar+call")
    assert "zanzibar-later-1" in page.inner_text("main")
    assert status(stranger, "/inspections/zanzibar-later/") == 404
    follow(page.get_by_role("link", name="Back to the form"))
    assert page.url.endswith(f"/inspection/{key}/change/")


@pytest.mark.parametrize("width", WIDTHS)
def test_preview_and_withdrawal_are_accessible_and_fit_the_screen(site, open_page, width):
    page = open_page(width)
    key, _moment = make_embargoed(site, f"zanzibar-{width}", seconds=3600)
    sign_in(page, site.username, site.password)
    public = site.manage("shell", "-v", "0", "-c", "print(Inspection.objects.get(slug='cleveland-peel-2018-19').pk)")
    for path in (
        f"/admin/inspections/inspection/{key}/preview/",
        f"/admin/inspections/inspection/{key}/preview/home/",
        f"/admin/inspections/inspection/{key}/preview/nowhere/",
        f"/admin/inspections/inspection/{public.strip()}/withdraw/",
    ):
        page.goto(path)
        assert axe(page) == [], path
        # The admin's own side bar waits outside of a wide screen.
        assert [one for one in overflowing(page) if not one.startswith("nav#nav-sidebar")] == [], path


def test_what_is_withdrawn_says_so_to_readers_on_the_next_load_and_can_be_put_back(site, open_page):
    page, reader = open_page(), open_page(400)
    public = site.manage("shell", "-v", "0", "-c", "print(Inspection.objects.get(slug='cleveland-peel-2018-19').pk)")
    sign_in(page, site.username, site.password)
    page.goto(f"/admin/inspections/inspection/{public.strip()}/change/")
    follow(page.get_by_role("link", name="Withdraw…"))
    page.get_by_label("Why it is withdrawn").fill("It was entered twice.")
    page.get_by_label("Why it is withdrawn").press("Tab")
    page.keyboard.press("Enter")  # the button comes next
    assert "It is withdrawn" in page.inner_text(".messagelist")
    assert status(reader, "/inspections/cleveland-peel-2018-19/") == 200
    assert "It was entered twice." in reader.inner_text("main")
    assert axe(reader) == []
    assert overflowing(reader) == []
    reader.goto("/inspections/?q=Cleveland+PEEL+2018")
    assert "Cleveland PEEL 2018/19" not in reader.inner_text("main")
    for path in ("/corrections/", "/changes/"):
        reader.goto(path)
        assert "It was entered twice." in reader.inner_text("main")
        assert axe(reader) == []
    follow(page.get_by_role("link", name="Put back…"))
    follow(page.get_by_role("button", name="Put it back"))
    reader.goto("/inspections/cleveland-peel-2018-19/")
    assert "entered twice" not in reader.inner_text("main")
