"""The questions we ask of pages in the browser can be answered with yes and with no."""

import pytest
from playwright.sync_api import Error, Response

from tests.harness.browser import axe, keep_to_this_machine, overflowing

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><title>Good</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><main><h1>Good</h1>{}</main></body></html>"
)


def test_axe_names_what_is_wrong(open_page):
    page = open_page()
    page.set_content("<!DOCTYPE html><html><head><title>Bad</title></head><body><img src='data:,'></body></html>")
    assert {line.split(":")[0] for line in axe(page)} == {"html-has-lang", "image-alt"}


def test_axe_finds_low_contrast(open_page):
    page = open_page()
    page.set_content(GOOD.format("<p style='color: #aaa; background: #fff'>Too pale to read</p>"))
    assert [line.split(":")[0] for line in axe(page)] == ["color-contrast"]


def test_axe_has_nothing_against_a_good_page(open_page):
    page = open_page()
    page.set_content(GOOD.format("<p>Text</p>"))
    assert axe(page) == []


def test_what_is_wider_than_the_screen_is_named(open_page):
    page = open_page(width=320)
    page.set_content(GOOD.format("<p class='wide' style='width: 400px'>Too wide</p>"))
    assert overflowing(page) == ["p.wide: Too wide"]


def test_what_scrolls_in_its_own_box_is_not_too_wide(open_page):
    page = open_page(width=320)
    page.set_content(GOOD.format("<div style='overflow-x: auto'><p style='width: 400px'>Scrolls</p></div>"))
    assert overflowing(page) == []


def test_javascript_is_off_unless_asked_for(open_page):
    script = "<!DOCTYPE html><title>Off</title><script>document.title = 'On'</script>"
    for javascript, title in ((False, "Off"), (True, "On")):
        page = open_page(javascript=javascript)
        page.set_content(script)
        assert page.title() == title


def test_other_hosts_are_refused(browser):
    refused: list[str] = []
    context = browser.new_context()
    keep_to_this_machine(context, refused)
    with pytest.raises(Error, match="ERR_FAILED"):
        context.new_page().goto("http://example.org/elsewhere")
    context.close()
    assert refused == ["http://example.org/elsewhere"]


def test_the_real_server_serves_its_style_sheet_compressed_and_for_ever(site, open_page):
    page = open_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/admin/login/", wait_until="networkidle")
    sheets = [answer for answer in answers if answer.url.endswith(".css")]
    assert sheets
    for sheet in sheets:
        assert "immutable" in sheet.headers["cache-control"]
        assert sheet.headers["content-encoding"] in ("br", "gzip")
