"""Every kind of page, on the demonstration records, as a reader meets it: no script, wide and narrow."""

import pytest

from tests.harness.browser import axe, overflowing

PAGES = {
    "home": "/",
    "list": "/recommendations/",
    "list, filtered": "/recommendations/?force=cleveland&theme=missing-children&status=under-way",
    "list, empty": "/recommendations/?q=zebra",
    "list, with an error": "/recommendations/?force=nowhere&published_after=soon&voice=loud&stale=400",
    "list, claimed": "/recommendations/?voice=claimed-not-confirmed&stale=180-days",
    "item": "/recommendations/cleveland-ncpi-2017-missing/",
    "item that is superseded": "/recommendations/cleveland-peel-2018-19-prevention-action/",
    "item with three voices": "/recommendations/cleveland-ncpi-2025-missing/",
    "item with a correction": "/recommendations/lancashire-ncpi-2018-governance/",
    "recommendation to 43 forces": "/recommendations/gbcse-2023-2/",
    "one of the 43": "/recommendations/gbcse-2023-2/cleveland/",
    "cause of concern with parts": "/recommendations/cleveland-peel-2018-19-ethics/",
    "forces": "/forces/",
    "force": "/forces/cleveland/",
    "local policing body": "/forces/cleveland-pcc/",
    "inspectorate": "/forces/hmicfrs/",
    "inspections": "/inspections/",
    "inspection of 2017": "/inspections/cleveland-ncpi-2017/",
    "inspection of 2025": "/inspections/cleveland-ncpi-2025/",
    "national inspection": "/inspections/gbcse-2023/",
    "programmes": "/programmes/",
    "programme": "/programmes/ncpi/",
    "themes": "/themes/",
    "theme": "/themes/missing-children/",
    "changes": "/changes/?since=2025-01-01&until=2025-06-30",
    "changes of forces": "/changes/?since=2016&until=2025&force=cleveland&force=metropolitan",
    "changes, with errors": "/changes/?since=soon&until=1850&force=nowhere",
    "corrections": "/corrections/",
    "batch": "/batches/gbcse-2025-recommendation-1/",
    "methodology": "/methodology/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "pictures": "/charts/",
    "pictures of a past day": "/charts/?as_at=2019-12-31",
    "comparison": "/compare/?force=cleveland&force=kent&force=lancashire",
    "comparison, with an error": "/compare/?force=cleveland&force=atlantis",
    "paper": "/forces/cleveland/paper/?since=2025",
    "paper, with errors": "/forces/cleveland/paper/?since=2030&until=soon",
    "data": "/data/",
    "API": "/api/",
    "card": "/embed/forces/cleveland/",
    "components": "/components/",
    "not found": "/forces/atlantis/",
}


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page_is_accessible_and_fits_the_screen(site, open_page, name):
    page = open_page()
    answer = page.goto(PAGES[name])
    assert answer.status == (404 if name == "not found" else 200)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflowing(page) == [], width
        assert axe(page) == [], width


def test_a_reader_without_a_mouse_finds_a_recommendation_from_the_home_page(site, open_page):
    page = open_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    for _step in range(40):
        if page.evaluate("document.activeElement.name") == "q":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("missing children Cleveland")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recommendations/?q=*")
    link = page.get_by_role("link", name="missing").first
    for _step in range(80):
        page.keyboard.press("Tab")
        if "/recommendations/cleveland-ncpi-2017-missing/" in (page.evaluate("document.activeElement.href || ''")):
            break
    assert link.count()
    page.keyboard.press("Enter")
    page.wait_for_url("**/recommendations/cleveland-ncpi-2017-missing/")
    assert "Raised 4 times since 2017" in page.inner_text("main")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_style_sheet_reaches_every_page(site, open_page, width):
    page = open_page(width=width)
    for url in ("/", "/forces/atlantis/"):
        page.goto(url)
        assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_public_page_sets_no_cookie_and_loads_only_its_style_sheet_and_icon(site, open_page):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/forces/cleveland/", wait_until="networkidle")
    assert page.context.cookies() == []
    assert {url.rsplit(".", 1)[-1] for url in asked if "/static/" in url} <= {"css", "svg", "ico", "png"}
    assert all(url.startswith(site.url) for url in asked)
