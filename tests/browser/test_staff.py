"""The main act of staff, in a real browser without script: find an item, record an update, see it in public."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.harness.browser import axe, follow, overflowing, sign_in
from tests.harness.server import Site, running_site

REF = "harassment-stalking-2017-notices"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: what is recorded here would be in the way of the tests that only read."""
    with running_site(tmp_path_factory.mktemp("staff"), "fixtures/reference", "fixtures/demo") as running:
        yield running


@pytest.fixture
def staff(site, open_page) -> Page:
    return sign_in(open_page(), site.username, site.password)


def find_item(page: Page, words: str) -> None:
    page.goto("/admin/inspections/addressee/")
    page.locator("#searchbar").fill(words)
    page.keyboard.press("Enter")
    follow(page.locator("#result_list tbody tr th a").first)


def test_reported_complete_is_recorded_and_public_on_the_next_load(site, staff):
    find_item(staff, "cleveland-ncpi-2025-online")
    follow(staff.get_by_role("link", name="Record a status update").first)
    staff.get_by_label("Cleveland Police", exact=False).first.check()
    staff.get_by_label("Reported complete").check()
    staff.get_by_label("Said on").fill("2026-11")
    staff.get_by_label("Reason").fill("All files were reviewed.")
    staff.get_by_label("Evidence").select_option("assertion")
    follow(staff.get_by_role("button", name="Continue"))
    preview = staff.inner_text("main")
    assert "Under way" in preview
    assert "Reported complete, not confirmed" in preview
    follow(staff.get_by_role("button", name="Record it"))
    assert "Recorded as row" in staff.inner_text(".messagelist")
    follow(staff.get_by_role("link", name="See it on the public page"))
    public = staff.inner_text("main")
    assert "Reported complete, not confirmed" in public
    assert "All files were reviewed." in public


def test_from_the_worklist_to_the_public_page_in_eight_interactions(site, staff):
    """Each box filled, choice made, key or button pressed and link followed counts as one."""
    staff.goto("/admin/")
    done = 0

    def step(act) -> None:
        nonlocal done
        act()
        done += 1

    step(lambda: staff.get_by_label("Find an item").fill("cleveland-peel-2016-missing"))
    step(lambda: staff.keyboard.press("Enter"))
    step(lambda: staff.get_by_label("Under way").check())
    step(lambda: staff.get_by_label("Said on").fill("2026-11"))
    step(lambda: staff.get_by_label("Reason").fill("A new team looks at every notice."))
    step(lambda: follow(staff.get_by_role("button", name="Continue")))
    assert "Assertion" in staff.inner_text("main")
    step(lambda: follow(staff.get_by_role("button", name="Record it")))
    step(lambda: follow(staff.get_by_role("link", name="See it on the public page")))
    assert "A new team looks at every notice." in staff.inner_text("main")
    assert done <= 8


@pytest.mark.parametrize("width", [1280, 400])
def test_the_pages_of_the_act_are_accessible_and_fit_the_screen(site, staff, width):
    staff.set_viewport_size({"width": width, "height": 900})
    find_item(staff, REF)
    assert axe(staff) == []
    follow(staff.get_by_role("link", name="Record a status update").first)
    assert axe(staff) == []
    assert too_wide(staff) == []
    follow(staff.get_by_role("button", name="Continue"))
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
    follow(staff.get_by_role("link", name="Record a status update").first)
    assert staff.get_by_role("button", name="Continue").count() == 1
    assert [text for text in said if "Content Security Policy" in text] == []
