"""What goes on paper: the panel sheet, with everything on it and nothing cut off."""

from tests.harness.browser import overflowing

A4 = 688  # CSS pixels between margins of 14 mm
CLIPPED = """() => [...document.querySelectorAll("main *")]
  .filter((element) => element.getClientRects().length && element.scrollWidth > element.clientWidth + 1
    && !["visible", ""].includes(getComputedStyle(element).overflowX) && !element.matches(".govuk-visually-hidden"))
  .map((element) => element.className || element.tagName)"""


def test_the_sheet_of_changes_fits_the_paper_and_says_time_bodies_and_day(site, open_page):
    page = open_page(width=A4)
    page.emulate_media(media="print")
    page.goto("/changes/?since=2025-01-01&until=2025-06-30")
    assert overflowing(page) == []
    assert page.evaluate(CLIPPED) == []
    sheet = page.locator("body").inner_text()
    assert "What changed, 1 January 2025 to 30 June 2025" in sheet
    assert "All forces and other bodies" in sheet
    assert "Printed on" in sheet
    for heading in ("New inspections", "Headline statuses that changed", "Assurances by local policing bodies"):
        assert page.get_by_role("heading", name=heading).is_visible()
    assert not page.get_by_role("button", name="Apply filters").is_visible()


def test_a_heading_never_stands_alone_at_the_foot_of_a_sheet(site, open_page):
    page = open_page(width=A4)
    page.emulate_media(media="print")
    page.goto("/changes/?since=2025-01-01&until=2025-06-30")
    headings = page.locator("main h2").evaluate_all("all => all.map((one) => getComputedStyle(one).breakAfter)")
    lines = page.locator(".change-group li").evaluate_all("all => all.map((one) => getComputedStyle(one).breakInside)")
    assert set(headings) == {"avoid"}
    assert set(lines) == {"avoid"}
    assert len(page.pdf(format="A4")) > 10_000


def test_on_the_screen_the_day_of_printing_is_not_said(site, open_page):
    page = open_page()
    page.goto("/changes/")
    assert not page.get_by_text("Printed on").is_visible()
