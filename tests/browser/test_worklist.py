"""The worklist and the list of responses owed, in a real browser: accessible, by keyboard, on any screen."""

import re

import pytest
from playwright.sync_api import Page

from tests.harness.browser import axe, follow, overflowing, sign_in

OWED = "/admin/inspections/response/owed/"


@pytest.fixture
def staff(site, open_page) -> Page:
    return sign_in(open_page(), site.username, site.password)


@pytest.mark.parametrize("width", [1280, 400, 320])
@pytest.mark.parametrize("address", ["/admin/", OWED])
def test_the_pages_are_accessible_and_fit_the_screen(staff, address, width):
    staff.set_viewport_size({"width": width, "height": 900})
    staff.goto(address)
    assert axe(staff) == []
    assert [line for line in overflowing(staff) if "nav-sidebar" not in line] == []


def test_the_figure_of_a_task_is_the_number_of_rows_behind_it(staff):
    figure = staff.locator("#task-overdue .task-count").inner_text()
    follow(staff.get_by_role("link", name=re.compile("Items past their date")))
    assert f"{figure} items" in " ".join(staff.locator(".paginator").inner_text().split())
    assert staff.locator("#changelist-filter .selected", has_text="Overdue").count() == 1


def test_a_task_is_opened_and_an_item_is_found_by_keyboard(staff):
    task = staff.locator("#task-responses a")
    task.focus()
    staff.keyboard.press("Enter")
    staff.wait_for_url(f"**{OWED}")
    staff.go_back()
    staff.get_by_label("Find an item").focus()
    staff.keyboard.type("cleveland-ncpi-2025-online")
    staff.keyboard.press("Enter")
    staff.wait_for_url("**/addressee/*/record/")
    assert "cleveland-ncpi-2025-online" in staff.inner_text("#item-heading")
