"""The licences of what the application runs on, as each package states its own: python -m tests.supply.licences

It writes docs/licences.md; with --check it only says whether the page is current.
"""

import re
import sys
from importlib import metadata
from typing import Any

from tests.harness.server import ROOT

PAGE = ROOT / "docs" / "licences.md"
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
LONGEST = 80  # characters: what is longer is the text of a licence and not its name
SAYS_NOTHING = ("", "UNKNOWN", "Dual License")
HEAD = """# Licences

What the application installs from `requirements.txt`, and the licence that each package states. Versions and checksums
are there. Made by `make licences`. `make check` says whether it is current, and fails where a package states none.

| package | licence |
| --- | --- |
"""


def licence_of(about: Any) -> str:
    """The licence that a package states, as its expression, its name or its classifiers; empty where it states none."""
    expression = (about.get("License-Expression") or "").strip()
    if expression:
        return expression
    name = (about.get("License") or "").strip()
    if name not in SAYS_NOTHING and len(name) <= LONGEST and "\n" not in name:
        return name
    classifiers = [
        each.split(" :: ")[-1] for each in about.get_all("Classifier") or [] if each.startswith("License ::")
    ]
    return " or ".join(each for each in classifiers if each != "OSI Approved")


def stated() -> dict[str, str]:
    """Licences by package, of those that are installed: a pin for another system has nothing to read here."""
    found = {}
    for name in dict.fromkeys(PIN.findall((ROOT / "requirements.txt").read_text())):
        try:
            found[name] = licence_of(metadata.metadata(name))
        except metadata.PackageNotFoundError:
            continue
    return found


def page(licences: dict[str, str]) -> str:
    return HEAD + "".join(f"| {name} | {licence} |\n" for name, licence in licences.items())


def main(arguments: list[str]) -> int:
    licences = stated()
    silent = [name for name, licence in licences.items() if not licence]
    if silent:
        print(
            f"These packages state no licence: {', '.join(silent)}. Find it out before they are used.", file=sys.stderr
        )
        return 1
    if "--check" not in arguments:
        PAGE.write_text(page(licences))
        return 0
    if not PAGE.exists() or PAGE.read_text() != page(licences):
        print(f"docs/{PAGE.name} is not current. Run: make licences", file=sys.stderr)
        return 1
    print(f"{len(licences)} packages, each with a licence; docs/{PAGE.name} is current.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
