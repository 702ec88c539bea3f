"""The fixtures of the browser tests: `site`, `open_page` and what they stand on."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.editions import stand_still
from tests.harness.browser import CHROMIUM_ARGUMENTS, HEIGHT, find_chromium, keep_to_this_machine
from tests.harness.server import Site, running_site

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the reference and demonstration records by the real server, once for all browser tests."""
    with running_site(tmp_path_factory.mktemp("site"), "fixtures/reference", "fixtures/demo") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all browser tests."""
    path = find_chromium()
    if path is None:
        pytest.skip("No Chromium was found. On Debian: apt-get install chromium; elsewhere set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Return a function that opens an empty page: width in pixels, JavaScript off unless asked for.

    Addresses are relative to the site where the test uses `site`. A request to any other host fails the test.
    """
    refused: list[str] = []
    contexts = []

    def opened(width: int = 1280, javascript: bool = False) -> Page:
        base = request.getfixturevalue("site").url if "site" in request.fixturenames else None
        context = browser.new_context(
            base_url=base,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        keep_to_this_machine(context, refused)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not refused, f"Pages may load nothing from elsewhere: {refused}"


@pytest.fixture
def one_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold the edition: pages and files name it, and nothing else of them may differ."""
    stand_still(monkeypatch)
