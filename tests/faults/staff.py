"""An editor as the site sees one: a browser that signs in and sends the form in which an update is recorded."""

import re
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from http.cookies import SimpleCookie
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

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
    """A browser of the site's account. Requests raise requests.RequestException where no answer comes.

    url: of the server that is asked; it may change, as behind a proxy. host: the name of the site where it has one.
    """

    def __init__(self, site: Site, url: str = "", host: str = "") -> None:
        self.site, self.url = site, url or site.url
        self.host = host or urlsplit(self.url).netloc
        self.cookies: dict[str, str] = {}
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy of the machine around the test
        # Cookies belong to the name of the site, whichever server is asked.
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def sign_in(self) -> None:
        """Raises AssertionError if the site does not let the account in."""
        page = self.get("/admin/login/")
        said = {"username": self.site.username, "password": self.site.password, "next": "/admin/"}
        answer = self.post("/admin/login/", csrfmiddlewaretoken=TOKEN.findall(page.text)[0], **said)
        assert answer.status_code == 302, answer.text

    def get(self, path: str) -> requests.Response:
        return self._ask("GET", path)

    def post(self, path: str, **fields: Any) -> requests.Response:
        data = {"csrfmiddlewaretoken": self.cookies.get("csrftoken"), **fields}
        return self._ask("POST", path, data=data, headers={"Origin": f"http://{self.host}"})

    def _ask(self, method: str, path: str, headers: Mapping[str, str] = MappingProxyType({}), **more: Any) -> Any:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        said = {"Host": self.host, **({"Cookie": cookies} if cookies else {}), **headers}
        answer = self.session.request(
            method, self.url + path, headers=said, timeout=SECONDS, allow_redirects=False, **more
        )
        for line in answer.raw.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                if name != "messages":  # the next page would show them and forget them; nobody here looks at one
                    self.cookies[name] = morsel.value
        return answer

    def seen(self, item: int) -> int:
        """The last row of the item's ledger, as the form carries it that is opened now. Raises NotShown."""
        return seen_in(self.get(f"/admin/inspections/addressee/{item}/record/"))

    def record(self, item: int, reason: str, seen: int) -> requests.Response:
        """Send the form: the addressed body says that work is under way. Recorded, it leads back to the item (302)."""
        said = {"position": "under-way", "effective_on": "2026-06-01", "evidence": "assertion", "reason": reason}
        return self.post(f"/admin/inspections/addressee/{item}/record/", seen=seen, record="1", **said)


def signed_in(site: Site, url: str = "", host: str = "") -> Editor:
    """An editor whom the site has let in; see Editor. Raises AssertionError if it does not."""
    editor = Editor(site, url, host)
    editor.sign_in()
    return editor
