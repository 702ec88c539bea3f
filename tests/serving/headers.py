"""The headers of a site in production, as they leave the server, and the tables of docs/operations.md that show them.

As a program it writes the tables afresh: python -m tests.serving.headers
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.harness.server import ROOT, Site, running_site
from tests.harness.starting import SECRET
from tests.serving.rounds import ask

PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- headers: begin -->", "<!-- headers: end -->"
SHOWN = {
    "public page": "/about/",
    "card": "/embed/forces/cleveland/",
    "admin, sign-in": "/admin/login/",
    "download": "/recommendations.csv",
}
LONG = ("content-security-policy", "permissions-policy")
# What differs from one answer to the next, or from one server to another.
PASSING = ("content-length", "date", "server", "connection", "transfer-encoding")
VARYING = [
    (re.compile(r'"[0-9a-f]{32}'), '"…'),
    (re.compile(r"\d{4}-\d\d-\d\d"), "…"),
    (re.compile(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT"), "…"),
    (re.compile(r"(?<=-csrf=)[^;]+"), "…"),
    (re.compile(r"[0-9a-f]{16}"), "…"),  # the number of the request
]


@contextmanager
def in_production(folder: Path, *fixtures: str, **more_env: str) -> Iterator[Site]:
    """A site with the settings of production, behind what it takes for a proxy that speaks TLS; see `over_https`."""
    env = {
        "DEMO": "",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "https://register.example.org",
        "BEHIND_TLS_PROXY": "1",
        "SECURE_SSL_REDIRECT": "0",  # the harness asks over http whether it is there
    }
    with running_site(folder, *fixtures, **{**env, **more_env}) as running:
        yield running


def over_https(site: Site, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What a reader is answered whose request came through the proxy."""
    return ask(site.url, path, method, X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.1", **headers)


def tables(site: Site) -> str:
    """The headers of each kind of answer, a row for a header; the long ones follow in full."""
    found = {kind: over_https(site, path)[1] for kind, path in SHOWN.items()}
    letters: dict[str, str] = {}
    rows = []
    for name in sorted({name for headers in found.values() for name in headers} - set(PASSING)):
        cells = []
        for headers in found.values():
            value = _settled(name, headers.get(name, ""))
            if name in LONG and value:
                letter = letters.setdefault(value, "ABCDEFGH"[len(letters)])
                value = f"{letter}, below"
            cells.append(f"`{value}`" if value and name not in LONG else value or "–")
        rows.append(f"| `{name}` | {' | '.join(cells)} |")
    heads = [f"| header | {' | '.join(f'{kind} `{path}`' for kind, path in SHOWN.items())} |"]
    heads.append("| --- |" + " --- |" * len(SHOWN))
    return "\n".join([*heads, *rows, "", *(f"- {letter}: `{value}`" for value, letter in letters.items())])


def _settled(name: str, value: str) -> str:
    for pattern, instead in VARYING:
        value = pattern.sub(instead, value)
    # The library puts the parts of the policy in another order in each process.
    return "; ".join(sorted(value.split("; "))) if name == "content-security-policy" else value


def written(page: str, made: str) -> str:
    """The page with the tables in their place. Raises ValueError where it has no place for them."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} has no {BEGIN} … {END}.")
    return f"{before}{BEGIN}\n{made}\n{END}{after}"


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as scratch,
        in_production(Path(scratch), "fixtures/reference", "fixtures/demo") as site,
    ):
        PAGE.write_text(written(PAGE.read_text(), tables(site)))
