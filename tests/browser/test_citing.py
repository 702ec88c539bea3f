"""How to cite a page, and what it says to machines, in a real browser with its policy in force."""

import json

import pytest

from tests.harness.browser import axe, overflowing


@pytest.mark.parametrize(("path", "kind"), [("/", "Dataset"), ("/inspections/cleveland-peel-2018-19/", "Report")])
def test_the_policy_lets_the_block_of_data_be_and_the_browser_says_nothing(site, open_page, path, kind):
    page = open_page(javascript=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path, wait_until="networkidle")
    text = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(text or "")["@type"] == kind
    assert said == []


def test_the_reference_fits_and_its_address_leads_to_the_page_of_that_day(site, open_page):
    page = open_page()
    page.goto("/recommendations/?force=cleveland&status=under-way")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflowing(page) == [], width
    address = page.locator(".cite__reference a").get_attribute("href") or ""
    assert "as_at=" in address
    page.goto("/" + address.split("/", 3)[3])
    assert (
        page.locator(".cite__reference")
        .inner_text()
        .startswith("Inspection recommendations register, ‘Recommendations")
    )


def test_a_page_that_was_cited_in_an_edition_says_what_can_differ(site, open_page):
    page = open_page()
    page.goto("/forces/cleveland/?as_at=2024-06-30&edition=1")
    assert "It can differ from what was read then" in page.locator(".app-inset").first.inner_text()
    assert axe(page) == []
    page.emulate_media(media="print")
    assert page.locator(".cite__reference").is_visible()
