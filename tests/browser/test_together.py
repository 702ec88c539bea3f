"""43 forces are brought up to date from one form in one batch, by keyboard, and the public sees it as one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.harness.browser import axe, follow, overflowing, sign_in
from tests.harness.server import Site, running_site

REF = "harassment-stalking-2017-notices"
LIST = f"/admin/inspections/addressee/?q={REF}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: what is recorded here would be in the way of the tests that only read."""
    with running_site(tmp_path_factory.mktemp("together"), "fixtures/reference", "fixtures/demo") as running:
        yield running


@pytest.fixture
def staff(site, open_page) -> Page:
    return sign_in(open_page(), site.username, site.password)


def press(page: Page, role: str, name: str) -> None:
    """Reach something with the tabulator key and press Enter."""
    wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted) -> None:
    for _press in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached with the tabulator key.")


def choose(page: Page, label: str) -> None:
    """Choose one of several with the keys of a keyboard: the tabulator to the group, the arrows within it."""
    wanted = page.get_by_label(label, exact=True)
    group = wanted.get_attribute("name")
    for _press in range(120):
        if page.evaluate("name => document.activeElement.name === name", group):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _press in range(20):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label} is not reached with the arrow keys.")


def fill(page: Page, label: str, words: str) -> None:
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(words)


def test_all_forces_get_one_update_by_keyboard_and_the_public_sees_one_batch(staff):
    staff.goto(LIST)
    press(staff, "link", "Record one update for all 43 items of this list")
    staff.wait_for_url("**/together/**")
    assert "43 items were chosen." in staff.inner_text("main")
    choose(staff, "Each addressed body, for itself")
    choose(staff, "Under way")
    fill(staff, "Said on", "2026-11")
    fill(staff, "Reason", "Every force wrote back to the inspectorate.")
    tab_to(staff, staff.get_by_label("Evidence"))
    staff.keyboard.type("Assertion")
    press(staff, "button", "Continue")
    staff.wait_for_selector(".together")
    assert staff.locator(".together tbody tr").count() == 43
    assert staff.locator(".together .cannot").count() == 0
    assert "Under way" in staff.locator(".together tbody tr").first.inner_text()
    press(staff, "button", "Record it for all 43 items")
    staff.wait_for_selector(".messagelist")
    assert "Recorded for 43 items" in staff.inner_text(".messagelist")
    assert staff.url.endswith(LIST)
    press(staff, "link", "See the batch on the public page")
    staff.wait_for_url("**/batches/**")
    public = staff.inner_text("main")
    assert "43" in public
    assert "Every force wrote back to the inspectorate." in public
    staff.goto(f"/recommendations/{REF}/cleveland/")
    assert "Recorded together with 42 others on this day, for this reason." in staff.inner_text("main")


def too_wide(page: Page) -> list[str]:
    return [line for line in overflowing(page) if "nav-sidebar" not in line]


@pytest.mark.parametrize("width", [1280, 400, 320])
def test_the_pages_are_accessible_and_fit_the_screen(staff, width):
    staff.set_viewport_size({"width": width, "height": 900})
    staff.goto(f"{LIST}&status=all")
    assert (axe(staff), too_wide(staff)) == ([], [])
    follow(staff.get_by_role("link", name="Record one update for all"))
    assert (axe(staff), too_wide(staff)) == ([], [])
    staff.get_by_label("Each one’s local policing body of that day").check()
    follow(staff.get_by_role("button", name="Continue"))
    assert "This was not accepted yet" in staff.inner_text("main")
    assert (axe(staff), too_wide(staff)) == ([], [])
    staff.get_by_label("Assured", exact=True).check()
    staff.get_by_label("Said on").fill("2017-07")
    staff.get_by_label("Reason").fill("Looked at only.")
    staff.get_by_label("Evidence").select_option("assertion")
    follow(staff.get_by_role("button", name="Continue"))
    assert staff.locator(".together tbody tr").count() == 43
    assert (axe(staff), too_wide(staff)) == ([], [])


def test_items_are_chosen_one_by_one_without_a_script(staff):
    staff.goto(f"{LIST}&status=all")
    boxes = staff.locator("#result_list tbody input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(2).check()
    staff.locator("select[name=action]").select_option("together")
    follow(staff.get_by_role("button", name="Go"))
    assert "2 items were chosen." in staff.inner_text("main")
