"""A page of another site in a real browser: it may frame the card, show the badge, fetch what is open, and no more."""

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from inspections.views.embed import CARD_HEIGHT
from tests.harness.browser import axe, overflowing

CARDS = ["/embed/forces/cleveland/", "/embed/inspections/cleveland-peel-2018-19/"]
CLOSED = ["/", "/forces/cleveland/", "/inspections/cleveland-peel-2018-19/", "/recommendations/", "/admin/login/"]
OPEN = [
    "/api/v1/bodies/",
    "/forces/cleveland/badge.json",
    "/forces/cleveland.atom",
    "/recommendations.ics?force=cleveland",
]
PAGE = (
    b"<!DOCTYPE html><html lang='en'><head><title>Another site</title></head><body><h1>Another site</h1></body></html>"
)


class OnePage(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of another site: another port is another origin to a browser."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnePage)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


FRAME = """address => new Promise(done => {
  const frame = document.createElement('iframe');
  frame.title = 'Framed';
  frame.onload = () => done();
  frame.src = address;
  document.body.append(frame);
})"""
FETCH = """async address => {
  const answer = await fetch(address);
  const tag = answer.headers.get('ETag');
  const again = await fetch(address, {headers: {'If-None-Match': tag}, cache: 'no-store'});
  return [answer.status, (await answer.text()).length, again.status];
}"""


@pytest.mark.parametrize("path", CARDS)
def test_another_site_frames_a_card(site, open_page, elsewhere, path):
    page = open_page(javascript=True)
    page.goto(elsewhere)
    page.evaluate(FRAME, site.url + path)
    frame = page.frames[-1]
    assert frame.url == site.url + path
    assert "confirmed complete by inspectors" in frame.inner_text("main")
    assert frame.evaluate("getComputedStyle(document.querySelector('main')).borderTopWidth") == "6px"
    frame.click("h1 a")
    page.wait_for_url(f"{site.url}{path.removeprefix('/embed')}")  # the whole window goes there, not the frame


@pytest.mark.parametrize("path", CLOSED)
def test_another_site_frames_nothing_else(site, open_page, elsewhere, path):
    page = open_page(javascript=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(elsewhere)
    page.evaluate(FRAME, site.url + path)
    assert page.frames[-1].url == "chrome-error://chromewebdata/"
    assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in said)


@pytest.mark.parametrize("path", OPEN)
def test_another_site_fetches_what_is_open_and_is_told_if_nothing_changed(site, open_page, elsewhere, path):
    page = open_page(javascript=True)
    page.goto(elsewhere)
    status, length, again = page.evaluate(FETCH, site.url + path)
    assert (status, again) == (200, 304)
    assert length > 100


def test_another_site_cannot_read_a_page_by_script(site, open_page, elsewhere):
    page = open_page(javascript=True)
    page.goto(elsewhere)
    assert page.evaluate(
        "address => fetch(address).then(() => 'read', () => 'refused')", f"{site.url}/admin/login/"
    ) == ("refused")


def test_what_is_copied_from_the_page_shows_card_and_badge(site, open_page, elsewhere):
    page, other = open_page(), open_page(javascript=True)
    page.goto("/forces/cleveland/")
    page.get_by_text("Put this on your site").click()
    card = page.get_by_label("A card").input_value()
    badge = page.get_by_label("A badge").input_value()
    other.goto(elsewhere)
    # The site of the tests has no address of its own set, so it names the usual one.
    html = (card + badge).replace("http://localhost:8000", site.url)
    other.evaluate("html => { document.body.insertAdjacentHTML('beforeend', html) }", html)
    other.locator("iframe").scroll_into_view_if_needed()
    other.frame_locator("iframe").get_by_text("still open").wait_for()
    picture = other.locator("img")
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalHeight") == 24
    height = other.frames[-1].evaluate("document.documentElement.scrollHeight")
    assert height <= CARD_HEIGHT


@pytest.mark.parametrize("width", [600, 320, 200])
@pytest.mark.parametrize("path", CARDS)
def test_a_card_is_accessible_and_fits_its_frame(site, open_page, path, width):
    page = open_page(width)
    page.goto(path)
    assert axe(page) == []
    assert overflowing(page) == []
    if width >= 320:
        assert page.evaluate("document.querySelector('main').getBoundingClientRect().height") <= CARD_HEIGHT


@pytest.mark.parametrize("width", [1280, 320])
def test_what_to_copy_is_accessible_and_fits_the_screen(site, open_page, width):
    page = open_page(width)
    page.goto("/forces/cleveland/")
    page.get_by_text("Put this on your site").click()
    assert axe(page) == []
    assert overflowing(page) == []
