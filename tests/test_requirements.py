"""The lock files say exactly what their sources ask for, with a checksum each and no download address."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.server import ROOT

pytestmark = pytest.mark.once

SOURCES = sorted(path.name for path in ROOT.glob("requirements*.in"))
ADDRESS = re.compile(r"\b(?:https?|file|git\+\w+)://|--(?:extra-)?index-url|--find-links")
NO_NETWORK = re.compile(
    r"error sending request|dns error|failed to fetch|timed? ?out|connection refused", re.IGNORECASE
)


def locks() -> list[Path]:
    return [ROOT / Path(name).with_suffix(".txt") for name in SOURCES]


def test_every_source_has_its_lock_file():
    assert SOURCES == ["requirements-bench.in", "requirements-dev.in", "requirements-node.in", "requirements.in"]
    assert [lock.name for lock in locks() if not lock.exists()] == []


def test_requirements_are_in_step(tmp_path):
    """Compile them again by the same command, keeping pins: nothing may move."""
    names = ["Makefile", *SOURCES, *(lock.name for lock in locks())]
    for name in names:
        shutil.copy(ROOT / name, tmp_path / name)
    uv = Path(sys.executable).with_name("uv")
    done = subprocess.run(
        ["make", "requirements", f"UV={uv}"], cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False
    )
    if done.returncode and NO_NETWORK.search(done.stderr):
        pytest.skip("The package index could not be reached, so nobody checked that the requirements are in step.")
    assert done.returncode == 0, done.stderr
    changed = [name for name in names if (tmp_path / name).read_text() != (ROOT / name).read_text()]
    assert changed == [], "Run: make requirements"


@pytest.mark.parametrize("lock", locks(), ids=lambda lock: lock.name)
def test_every_pin_has_a_checksum_and_no_address(lock):
    text = lock.read_text()
    assert ADDRESS.findall(text) == []
    pins = re.findall(r"^([A-Za-z0-9][^\s=]*)==\S+(?: ; [^\\\n]+)? \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 0


@pytest.mark.parametrize("source", SOURCES)
def test_every_requirement_gives_its_reason(source):
    lines = (ROOT / source).read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-c"))]
    assert [line for line in wanted if not re.search(r"  # \w.{5,}$", line)] == []


def test_the_lock_of_the_style_sheet_carries_checksums_and_no_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    assert [name for name, package in installed.items() if "resolved" in package] == []
    assert [name for name, package in installed.items() if not package.get("integrity")] == []


def test_what_the_style_sheet_needs_is_pinned_exactly():
    package = json.loads((ROOT / "package.json").read_text())
    wanted = {**package["dependencies"], **package.get("devDependencies", {})}
    assert {name: version for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}
