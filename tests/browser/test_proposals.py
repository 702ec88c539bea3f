"""A contributor proposes, a publisher accepts, and the public page shows it on the next load: in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.harness.browser import axe, follow, overflowing, sign_in
from tests.harness.server import Site, running_site

REF = "cleveland-ncpi-2025-online"
PASSWORD = "a pass phrase of the tests"
ACCOUNTS = f"""
from django.contrib.auth.models import Group
from inspections.models import Body, SpeaksFor
from tracker.models import User
for role, slugs in (("contributor", ["cleveland"]), ("publisher", [])):
    account = User.objects.create_user(role, f"{{role}}@example.org", {PASSWORD!r}, is_staff=True)
    account.groups.add(Group.objects.get(name=role))
    for body in Body.objects.filter(slug__in=slugs):
        SpeaksFor.objects.create(account=account, body=body)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, with an account for Cleveland and one of a publisher."""
    with running_site(tmp_path_factory.mktemp("proposals"), "fixtures/reference", "fixtures/demo") as running:
        running.manage("shell", "-v", "0", "-c", ACCOUNTS)
        yield running


@pytest.fixture
def contributor(site, open_page) -> Page:
    return sign_in(open_page(), "contributor", PASSWORD)


@pytest.fixture
def publisher(site, open_page) -> Page:
    return sign_in(open_page(), "publisher", PASSWORD)


def propose(page: Page, position: str, reason: str) -> None:
    page.goto(f"/admin/inspections/addressee/?q={REF}")
    follow(page.locator("#result_list tbody tr th a").first)
    follow(page.get_by_role("link", name="Propose a status update"))
    page.get_by_label(position, exact=True).check()
    page.get_by_label("Said on").fill("2026-11")
    page.get_by_label("Reason").fill(reason)
    page.get_by_label("Evidence").select_option("assertion")
    follow(page.get_by_role("button", name="Continue"))


def test_what_a_contributor_proposes_is_public_on_the_load_after_it_is_accepted(contributor, publisher, open_page):
    public = open_page()
    public.goto(f"/recommendations/{REF}/")
    assert "All files were reviewed." not in public.inner_text("main")

    propose(contributor, "Reported complete", "All files were reviewed.")
    assert "Reported complete, not confirmed" in contributor.inner_text(".outcome")
    follow(contributor.get_by_role("button", name="Send the proposal"))
    assert "Sent as a proposal" in contributor.inner_text(".messagelist")
    public.reload()
    assert "All files were reviewed." not in public.inner_text("main")

    publisher.goto("/admin/")
    follow(publisher.get_by_role("link", name="Proposals waiting for you"))
    follow(publisher.locator("#result_list tbody tr th a").first)
    assert "Reported complete, not confirmed" in publisher.inner_text(".outcome")
    follow(publisher.get_by_role("button", name="Accept"))
    assert "is on the public record now" in publisher.inner_text(".messagelist")

    public.reload()
    assert "All files were reviewed." in public.inner_text("main")
    assert "Reported complete, not confirmed" in public.inner_text("main")


def test_what_is_returned_comes_back_with_the_comment_and_is_sent_again(contributor, publisher):
    propose(contributor, "Under way", "It goes on.")
    follow(contributor.get_by_role("button", name="Send the proposal"))
    publisher.goto("/admin/inspections/proposal/")
    follow(publisher.locator("#result_list tbody tr th a").first)
    publisher.get_by_label("Comment").fill("Say what is left to do.")
    follow(publisher.get_by_role("button", name="Return it"))
    contributor.goto("/admin/")
    follow(contributor.get_by_role("link", name="Proposals returned to you"))
    follow(contributor.locator("#result_list tbody tr th a").first)
    assert "Say what is left to do." in contributor.inner_text("main")
    follow(contributor.get_by_role("link", name="Change it and send it again"))
    assert contributor.get_by_label("Reason").input_value() == "It goes on."
    contributor.get_by_label("Reason").fill("Two of five files are left.")
    follow(contributor.get_by_role("button", name="Continue"))
    follow(contributor.get_by_role("button", name="Send the proposal"))
    contributor.goto("/admin/")
    assert contributor.get_by_role("link", name="Proposals returned to you").count() == 0
    follow(contributor.get_by_role("link", name="Your proposals still waiting"))
    follow(contributor.locator("#result_list tbody tr th a").first)
    follow(contributor.get_by_role("button", name="Withdraw it"))
    assert "1 proposal was withdrawn." in contributor.inner_text(".messagelist")


def test_two_are_accepted_from_the_list_without_a_script_and_with_the_keyboard_alone(contributor, publisher):
    for position in ("Planned", "Not accepted"):
        propose(contributor, position, f"They say: {position}.")
        follow(contributor.get_by_role("button", name="Send the proposal"))
    publisher.goto("/admin/inspections/proposal/")
    publisher.get_by_role("link", name="Accept all proposals of this list").focus()
    publisher.keyboard.press("Enter")
    publisher.wait_for_url("**/all/accept/**")
    assert publisher.locator(".together tbody tr").count() == 2
    publisher.get_by_role("button", name="Accept all 2").focus()
    publisher.keyboard.press("Enter")
    publisher.wait_for_url("**/proposal/")
    assert "2 proposals were accepted" in publisher.inner_text(".messagelist")
    assert "No proposal is waiting for a decision." in publisher.inner_text("main")


def too_wide(page: Page) -> list[str]:
    return [line for line in overflowing(page) if "nav-sidebar" not in line]


@pytest.mark.parametrize("width", [1280, 400, 320])
def test_the_pages_are_accessible_and_fit_the_screen(contributor, publisher, width):
    for page in (contributor, publisher):
        page.set_viewport_size({"width": width, "height": 900})
    propose(contributor, "Under way", f"Looked at with {width} pixels.")
    assert (axe(contributor), too_wide(contributor)) == ([], [])
    follow(contributor.get_by_role("button", name="Send the proposal"))
    assert (axe(contributor), too_wide(contributor)) == ([], [])
    follow(contributor.get_by_role("link", name="See the proposal"))
    own = contributor.url
    assert (axe(contributor), too_wide(contributor)) == ([], [])
    for address in ("/admin/inspections/proposal/", own):
        publisher.goto(address)
        assert (axe(publisher), too_wide(publisher)) == ([], []), address
    follow(publisher.get_by_role("button", name="Return it"))
    assert "Say in the comment why" in publisher.inner_text("main")
    assert (axe(publisher), too_wide(publisher)) == ([], [])
    follow(contributor.get_by_role("button", name="Withdraw it"))
