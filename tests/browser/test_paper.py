"""The paper for a committee in a real browser: on paper, on a phone, without a mouse or eyes."""

import re

import pytest

from tests.harness.browser import axe, overflowing

MOST_SHEETS = 4
A4 = 688  # CSS pixels between margins of 14 mm
PAPERS = {
    "the most there is": "/forces/cleveland/paper/?since=1900",
    "usual": "/forces/cleveland/paper/",
    "local policing body": "/forces/cleveland-pcc/paper/?since=2016",
    "past day": "/forces/lancashire/paper/?since=2018&until=2021-06-30",
    "errors": "/forces/cleveland/paper/?since=soon&until=2090",
    "nothing": "/forces/cleveland/paper/?until=1950",
}


def sheets(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, format="A4")))


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_accessible_and_fits_the_screen_and_four_sheets(site, open_page, name):
    page = open_page()
    assert page.goto(PAPERS[name]).status == 200
    for width in (1280, 400, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflowing(page) == [], width
        assert axe(page) == [], width
    assert 1 <= sheets(page) <= (1 if name == "nothing" else MOST_SHEETS)


def test_on_paper_it_says_whose_it_is_of_which_day_and_how_it_is_cited_and_has_nothing_to_press(site, open_page):
    page = open_page(width=A4)
    page.emulate_media(media="print")
    page.goto(PAPERS["the most there is"])
    assert overflowing(page) == []
    sheet = page.locator("body").inner_text()
    for words in ("Paper for a committee", "Record as at", "What is late", "What the words mean", "edition"):
        assert words in sheet
    assert not page.get_by_role("button").first.is_visible()
    assert not page.get_by_role("link", name="The same as a Word document").is_visible()
    headers = page.locator(".paper__table thead").evaluate_all("all => all.map((one) => getComputedStyle(one).display)")
    assert set(headers) == {"table-header-group"}


def test_where_nothing_is_on_record_it_says_so(site, open_page):
    page = open_page()
    page.goto(PAPERS["nothing"])
    assert page.get_by_role("heading", name="Nothing on the record yet").is_visible()


def test_a_reader_chooses_the_period_and_takes_the_word_document(site, open_page):
    page = open_page()
    page.goto("/forces/cleveland/")
    page.get_by_role("link", name="Paper for a committee").click()
    page.get_by_label("Since").fill("2025-01")
    page.get_by_label("Until").fill("2025-06")
    page.get_by_role("button", name="Show this period").click()
    assert page.get_by_text("1 January 2025 to 30 June 2025", exact=True).is_visible()
    page.get_by_label("Until").fill("2025-09")  # a later day than that which the page shows now
    page.get_by_role("button", name="Show this period").click()
    assert page.get_by_text("1 January 2025 to 30 September 2025", exact=True).is_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="The same as a Word document").click()
    assert taken.value.suggested_filename == "cleveland-paper-2025-01-01-to-2025-09-30.docx"
