"""Questions to ask of a page in a real browser: is it accessible, does it fit the screen?"""

import functools
import os
import shutil
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from tests.harness.server import ROOT

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox does not start; it only sees our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
HEIGHT = 900

_WIDER_THAN_THE_SCREEN = """() => {
  const screen = document.documentElement.clientWidth;
  const clipped = (element) => {
    for (let outer = element.parentElement; outer; outer = outer.parentElement) {
      const style = getComputedStyle(outer);
      if (outer !== document.body && style.overflowX !== 'visible'
          && outer.getBoundingClientRect().right <= screen + 1) return true;
    }
    return false;
  };
  const name = (element) => {
    const start = element.tagName.toLowerCase() + (element.id ? '#' + element.id : '');
    return [start, ...element.classList].join('.') + ': ' + element.textContent.trim().slice(0, 40);
  };
  const found = [...document.body.querySelectorAll('*')]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && (box.right > screen + 1 || box.left < -1) && !clipped(element);
    })
    .map(name);
  if (!found.length && document.documentElement.scrollWidth > screen + 1) found.push('the page itself');
  return found;
}"""


def find_chromium() -> str | None:
    """Return the path of a Chromium: CHROMIUM of the environment, else the first of the usual names on the PATH."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def keep_to_this_machine(context: BrowserContext, refused: list[str]) -> None:
    """Refuse every request to another host, and put its address into `refused`."""

    def decide(route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    context.route(lambda url: url.startswith(("http:", "https:", "ws:", "wss:")), decide)


def axe(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.0 to 2.2, A and AA: one line for each violation, with its places.

    axe waits for timers, which do not run in a page whose JavaScript is off. So the page, as it stands now, is opened
    again beside it with JavaScript on; axe enters through the browser, past the content security policy.
    """
    twin = _twin(page)
    twin.set_viewport_size(page.viewport_size or {"width": 1280, "height": HEIGHT})
    html = page.content()

    def again(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    if page.url.startswith("http"):
        twin.route(page.url, again)
        try:
            twin.goto(page.url)
        finally:
            twin.unroute(page.url, again)
    else:
        twin.goto("about:blank")
        twin.set_content(html)
    twin.evaluate(_axe_source())
    result: dict[str, Any] = twin.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
    )
    return [
        f"{violation['id']}: {violation['help']}: " + "; ".join(str(node["target"]) for node in violation["nodes"])
        for violation in result["violations"]
    ]


_twins: dict[Browser, Page] = {}


def _twin(page: Page) -> Page:
    """The page with JavaScript on in which the pages of a browser are opened again: one, since each costs a process."""
    browser = page.context.browser
    assert browser is not None
    if browser not in _twins:
        context = browser.new_context()
        keep_to_this_machine(context, [])
        _twins[browser] = context.new_page()
    return _twins[browser]


def overflowing(page: Page) -> list[str]:
    """Return the elements that reach past the left or right edge of the screen.

    What scrolls inside a box that itself fits, such as a wide table, is not counted.
    """
    found: list[str] = page.evaluate(_WIDER_THAN_THE_SCREEN)
    return found


@functools.cache
def _axe_source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def sign_in(page: Page, username: str, password: str) -> Page:
    """Sign in to a site that asks for a password alone, and wait for its first page."""
    page.goto("/admin/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    return page


def follow(target: Locator) -> None:
    """Click a link or button that leads to another page, and wait until all of that page is there.

    A click alone returns when the next page begins to arrive: what is counted then may still be on its way.
    """
    with target.page.expect_navigation():
        target.click()
