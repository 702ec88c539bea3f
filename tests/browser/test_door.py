"""What the door says, as a browser takes it: no complaint about a header, and refusals that can be read."""

import pytest

from tests.harness.browser import axe, overflowing
from tracker.limits import LONGEST_PATH, LONGEST_QUERY, MOST_OF_ONE

REFUSED = {
    "path": ("/" + "x" * LONGEST_PATH, 414),
    "query": ("/recommendations/?q=" + "x" * LONGEST_QUERY, 414),
    "values": ("/recommendations/?" + "&".join(["force=kent"] * (MOST_OF_ONE + 1)), 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_accessible_and_fits_the_screen(site, open_page, name):
    path, status = REFUSED[name]
    page = open_page()
    assert page.goto(path).status == status
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflowing(page) == [], width
        assert axe(page) == [], width
    page.click("main a")
    assert page.url == f"{site.url}/"


@pytest.mark.parametrize("path", ["/", "/recommendations/?q=children", "/embed/forces/cleveland/", "/admin/login/"])
def test_a_browser_understands_every_header(site, open_page, path):
    page = open_page(javascript=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path, wait_until="networkidle")
    assert said == []
