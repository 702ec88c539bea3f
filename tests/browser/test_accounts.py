"""Coming in with a second factor, by keyboard alone, on a site that requires one; and a session that ends."""

import dataclasses
import subprocess
import sys
from base64 import b32decode
from collections.abc import Iterator

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page

from tests.harness.browser import axe, overflowing
from tests.harness.server import ROOT, Site, _wait_until_it_answers, free_port, running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A second server beside a site of its own, as strict as a real one."""
    folder = tmp_path_factory.mktemp("accounts")
    with running_site(folder) as lenient, (folder / "strict.log").open("w") as out:
        port = free_port()
        env = {**lenient.env, "REQUIRE_SECOND_FACTOR": "1", "PORT": str(port)}
        command = [sys.executable, "-m", "tracker.serve"]
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        strict = dataclasses.replace(lenient, url=f"http://127.0.0.1:{port}", env=env)
        try:
            _wait_until_it_answers(strict.url, server, folder / "strict.log")
            yield strict
        finally:
            server.terminate()
            server.wait(20)


def new_account(site: Site, name: str) -> None:
    site.manage(
        "createsuperuser", "--noinput", f"--username={name}", "--email=x@example.org", DJANGO_SUPERUSER_PASSWORD="pass"
    )


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _press in range(40):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} on {page.url} is not reached by Tab")


def type_password(page: Page, name: str) -> None:
    tab_to(page, "#id_username")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type("pass")
    page.keyboard.press("Enter")


def arrive(page: Page, heading: str) -> None:
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()


def looked_at(page: Page) -> None:
    """The page is accessible and fits at every width, and the policy kept nothing of it away."""
    for width in (1280, 400, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert [line for line in overflowing(page) if "nav-sidebar" not in line] == [], (page.url, width)
        if width != 320:
            assert axe(page) == [], (page.url, width)


def test_an_account_sets_up_its_second_factor_and_comes_in_by_keyboard_alone(site, open_page):
    new_account(site, "new")
    page: Page = open_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/admin/")
    looked_at(page)
    type_password(page, "new")

    arrive(page, "Set up your second factor")
    looked_at(page)
    box = page.locator(".qr-frame svg").bounding_box()
    assert box is not None
    assert abs(box["width"] - box["height"]) < 1  # nothing of it is cut off
    key = b32decode(page.locator(".secret-key").inner_text().replace(" ", ""))
    tab_to(page, "#id_code")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    page.locator(".errorlist").wait_for()
    looked_at(page)
    tab_to(page, "#id_code")
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{totp(key):06d}")
    page.keyboard.press("Enter")

    arrive(page, "Your recovery codes")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    looked_at(page)
    tab_to(page, ".other-way a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")

    page.context.clear_cookies()
    page.goto("/admin/second-factor/")
    type_password(page, "new")
    arrive(page, "Enter your code")
    looked_at(page)
    page.get_by_role("link", name="use a recovery code").press("Enter")
    arrive(page, "Enter a recovery code")
    looked_at(page)
    tab_to(page, "#id_code")
    page.keyboard.type(codes[3])
    page.keyboard.press("Enter")
    arrive(page, "Your second factor")
    looked_at(page)
    assert [text for text in said if "Content Security Policy" in text] == []


def test_what_was_typed_when_the_session_ended_is_sent_again(site, open_page):
    new_account(site, "writer")
    page: Page = open_page()
    page.goto("/admin/")
    type_password(page, "writer")
    arrive(page, "Set up your second factor")
    key = b32decode(page.locator(".secret-key").inner_text().replace(" ", ""))
    page.locator("#id_code").fill(f"{totp(key):06d}")
    page.keyboard.press("Enter")
    arrive(page, "Your recovery codes")
    codes = page.locator(".recovery-codes code").all_inner_texts()

    page.goto("/admin/inspections/theme/add/")
    page.locator("#id_name").fill("Missing children")
    page.locator("#id_slug").fill("missing-children")
    page.context.clear_cookies(name="sessionid")
    page.locator('[name="_save"]').click()
    arrive(page, "Log in")
    assert "What you typed is kept" in page.inner_text("main")
    looked_at(page)
    type_password(page, "writer")
    page.get_by_role("link", name="use a recovery code").click()
    arrive(page, "Enter a recovery code")
    page.get_by_label("Recovery code").fill(codes[0])
    page.keyboard.press("Enter")
    arrive(page, "You are signed in again")
    assert "Missing children" in page.inner_text("main")
    looked_at(page)
    tab_to(page, "#send-again button")
    page.keyboard.press("Enter")
    page.get_by_text("was added successfully").wait_for()
