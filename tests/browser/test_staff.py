"""The main act of staff, in a real browser without script: find an item, record an update, see it in public."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.harness.browser import axe, overflowing
from tests.harness.server import Site, running_site

REF = "harassment-stalking-2017-notices"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: what is recorded here would be in the way of the tests that only read."""
    with running_site(tmp_path_factory.mktemp("staff"), "fixtures/reference", "fixtures/demo") as running:
        yield running


@pytest.fixture
def staff(site, open_page) -> Page:
    page: Page = open_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill(site.username)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return page


def find_item(page: Page, words: str) -> None:
    page.goto("/admin/inspections/addressee/")
    page.locator("#searchbar").fill(words)
    page.keyboard.press("Enter")
    page.locator("#result_list tbody tr th a").first.click()


def test_reported_complete_is_recorded_and_public_on_the_next_load(site, staff):
    find_item(staff, "cleveland-ncpi-2025-online")
    staff.get_by_role("link", name="Record a status update").first.click()
    staff.get_by_label("Cleveland Police", exact=False).first.check()
    staff.get_by_label("Reported complete").check()
    staff.get_by_label("Said on").fill("2026-11")
    staff.get_by_label("Reason").fill("All files were reviewed.")
    staff.get_by_label("Evidence").select_option("assertion")
    staff.get_by_role("button", name="Continue").click()
    preview = staff.inner_text("main")
    assert "Under way" in preview
    assert "Reported complete, not confirmed" in preview
    staff.get_by_role("button", name="Record it").click()
    assert "Recorded as row" in staff.inner_text(".messagelist")
    staff.get_by_role("link", name="See it on the public page").click()
    public = staff.inner_text("main")
    assert "Reported complete, not confirmed" in public
    assert "All files were reviewed." in public


@pytest.mark.parametrize("width", [1280, 400])
def test_the_pages_of_the_act_are_accessible_and_fit_the_screen(site, staff, width):
    staff.set_viewport_size({"width": width, "height": 900})
    find_item(staff, REF)
    assert axe(staff) == []
    staff.get_by_role("link", name="Record a status update").first.click()
    assert axe(staff) == []
    assert too_wide(staff) == []
    staff.get_by_role("button", name="Continue").click()
    assert "This was not accepted yet" in staff.inner_text("main")
    assert axe(staff) == []
    assert too_wide(staff) == []


def too_wide(page: Page) -> list[str]:
    """What does not fit, apart from Django's own side bar, which waits beside the screen until it is called."""
    return [line for line in overflowing(page) if "nav-sidebar" not in line]


def test_no_page_of_the_act_breaks_the_content_security_policy(site, staff):
    said: list[str] = []
    staff.on("console", lambda message: said.append(message.text))
    find_item(staff, REF)
    staff.get_by_role("link", name="Record a status update").first.click()
    assert staff.get_by_role("button", name="Continue").count() == 1
    assert [text for text in said if "Content Security Policy" in text] == []
