"""Known vulnerabilities of what is pinned, as pip-audit knows them: python -m tests.supply.advisories

A vulnerability that is found ends with exit code 1. Where no advisory source can be reached, or it does not know
a package, that is said in words and is no failure: a machine without a network can still check the rest.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.harness.server import ROOT

PROGRAM = (sys.executable, "-m", "pip_audit")
# The pins are all there is, with checksums: nothing has to be resolved or fetched to be looked up.
OPTIONS = ("--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json")
NO_NETWORK = re.compile(
    r"connection|timed? ?out|failed to connect|resolution|unreachable|proxy ?error|ssl ?error", re.IGNORECASE
)


def locks() -> list[Path]:
    return sorted(ROOT.glob("requirements*.txt"))


def audit(lock: Path, program: Sequence[str] = PROGRAM) -> tuple[int, list[str]]:
    """Look the pins of a file up. Returns the exit code and what is to be said."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        done = subprocess.run(
            [*program, *OPTIONS, f"--output={report}", f"--requirement={lock}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if report.exists():
            return judged(lock.name, json.loads(report.read_text()))
    said = done.stderr.strip()
    if NO_NETWORK.search(said):
        return 0, [
            f"{lock.name}: NOT CHECKED. No source of advisories could be reached: run it where there is a network."
        ]
    return 1, [f"{lock.name}: pip-audit failed.", said]


def judged(name: str, report: dict[str, Any]) -> tuple[int, list[str]]:
    """What a report of pip-audit means."""
    packages = report["dependencies"]
    found = [
        f"{name}: {package['name']} {package['version']} has {each['id']}, mended in "
        f"{', '.join(each['fix_versions']) or 'no release yet'}."
        for package in packages
        for each in package.get("vulns", ())
    ]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    lines = [*found]
    if unknown:
        lines.append(
            f"{name}: NOT CHECKED are {len(unknown)} of {len(packages)} packages, which the source of advisories could "
            f"not tell about: {', '.join(unknown)}."
        )
    elif not found:
        lines.append(f"{name}: no known vulnerability in {len(packages)} packages.")
    return (1 if found else 0), lines


def main() -> int:
    code = 0
    for lock in locks():
        found, lines = audit(lock)
        code = max(code, found)
        print("\n".join(lines), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
