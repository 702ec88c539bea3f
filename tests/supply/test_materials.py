"""The bill of materials that `make sbom` writes names every pin, with its checksums."""

import json
import re
import subprocess
import sys

import pytest

from tests.harness.server import ROOT

pytestmark = pytest.mark.once


def test_it_names_every_pin_with_its_checksums(tmp_path):
    written = tmp_path / "sbom.json"
    program = f"{sys.executable} -W ignore -m cyclonedx_py"
    subprocess.run(
        ["make", "--old-file=.venv/.dev", "sbom", f"SBOM={written}", f"CYCLONEDX={program}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    bill = json.loads(written.read_text())
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "inspection-recommendations"
    pins = re.findall(r"^([A-Za-z0-9][^\s=]*)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert sorted((each["name"], each["version"]) for each in bill["components"]) == sorted(pins)
    assert all(each["purl"].startswith("pkg:pypi/") for each in bill["components"])
    for each in bill["components"]:
        assert any(reference.get("hashes") for reference in each["externalReferences"]), each["name"]
