"""An editor as the site sees one: a browser that signs in and sends the form in which an update is recorded."""

import re
from typing import Any

import requests

from tests.harness.server import Site

SECONDS = 90  # for one answer: more than a request may take
SEEN = re.compile(r'name="seen" value="(\d+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NotShown(Exception):
    """A page came that is not the form."""


def seen_in(answer: requests.Response) -> int:
    """The last row of the ledger that the form in a page stands on. Raises NotShown."""
    found = SEEN.findall(answer.text)
    if answer.status_code != 200 or not found:
        raise NotShown(f"{answer.status_code} {answer.text[:500]}")
    return int(found[0])


class Editor:
    """A session of the site's account. Requests raise requests.RequestException where no answer comes."""

    def __init__(self, site: Site, url: str = "") -> None:
        """url: of the server that is asked, where it is not the site's own."""
        self.site, self.url = site, url or site.url
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy of the machine around the test

    def sign_in(self) -> None:
        """Raises AssertionError if the site does not let the account in."""
        page = self.get("/admin/login/")
        said = {"username": self.site.username, "password": self.site.password, "next": "/admin/"}
        answer = self.post("/admin/login/", csrfmiddlewaretoken=TOKEN.findall(page.text)[0], **said)
        assert answer.status_code == 302, answer.text

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=SECONDS, allow_redirects=False)

    def post(self, path: str, **fields: Any) -> requests.Response:
        token = self.session.cookies.get("csrftoken")
        headers = {"Origin": self.url}
        data = {"csrfmiddlewaretoken": token, **fields}
        try:
            return self.session.post(
                self.url + path, data=data, headers=headers, timeout=SECONDS, allow_redirects=False
            )
        finally:
            # The next page would show what was said and forget it; a writer in a hurry looks at none.
            self.session.cookies.pop("messages", None)

    def seen(self, item: int) -> int:
        """The last row of the item's ledger, as the form carries it that is opened now. Raises NotShown."""
        return seen_in(self.get(f"/admin/inspections/addressee/{item}/record/"))

    def record(self, item: int, reason: str, seen: int) -> requests.Response:
        """Send the form: the addressed body says that work is under way. Recorded, it leads back to the item (302)."""
        said = {"position": "under-way", "effective_on": "2026-06-01", "evidence": "assertion", "reason": reason}
        return self.post(f"/admin/inspections/addressee/{item}/record/", seen=seen, record="1", **said)
