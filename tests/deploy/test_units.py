"""systemd understands the units in deploy/, and what they start is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.harness.server import ROOT

pytestmark = pytest.mark.once

UNITS = sorted([*ROOT.glob("deploy/*.service"), *ROOT.glob("deploy/*.timer")])
PYTHON = "/srv/tracker/.venv/bin/python"
# From 0, nothing is open, to 100; systemd's own services of this kind are at about 30.
MOST_EXPOSED = 25


def analyze(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze was not found. On Debian: apt-get install systemd")
    env = {"PATH": os.environ["PATH"], "SYSTEMD_COLORS": "0"}
    return subprocess.run([program, *arguments], env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, as they would be where the application is installed here."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace(PYTHON, sys.executable))
    return sorted(tmp_path.iterdir())


def test_systemd_finds_nothing_wrong_with_the_units(units):
    done = analyze("verify", "--man=no", *units)
    complaints = [line for line in done.stderr.splitlines() if any(unit.name in line for unit in units)]
    assert (done.returncode, complaints) == (0, [])


def test_a_unit_with_a_mistake_would_be_found(units):
    unit = next(unit for unit in units if unit.name == "tracker.service")
    unit.write_text(unit.read_text().replace("ProtectSystem=strict", "ProtectSystem=perhaps"))
    assert "Failed to parse protect system value" in analyze("verify", "--man=no", unit).stderr


def test_the_server_can_do_little_else_on_its_machine(units):
    unit = next(unit for unit in units if unit.name == "tracker.service")
    done = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    assert done.returncode == 0, done.stdout


def test_each_unit_starts_a_command_that_is_there():
    commands = {
        found[1]
        for unit in UNITS
        for found in re.finditer(r"^ExecStart=\S+ manage\.py (\w+)", unit.read_text(), re.MULTILINE)
    }
    assert {"clearsessions", "send_digest"} <= commands
    assert commands - set(get_commands()) == set()


def test_each_timer_has_its_service_and_each_job_its_timer():
    timers = {unit.stem for unit in UNITS if unit.suffix == ".timer"}
    services = {unit.stem for unit in UNITS if unit.suffix == ".service"}
    assert services - timers == {"tracker"}
    assert timers <= services


def test_the_settings_of_the_example_are_ones_that_the_site_knows():
    known = (ROOT / "docs" / "operations.md").read_text()
    names = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / "deploy" / "tracker.env").read_text(), re.MULTILINE)
    assert len(names) > 8
    assert [name for name in names if f"`{name}`" not in known] == []


def test_the_start_reads_the_file_of_settings_and_is_replaced_by_the_signal_for_it():
    unit = (ROOT / "deploy" / "tracker.service").read_text()
    assert f"\nExecStart={PYTHON} -m tracker.serve\n" in unit
    assert "\nEnvironmentFile=/etc/tracker.env\n" in unit
    assert "\nExecReload=/bin/kill -HUP $MAINPID\n" in unit
    assert "\nNotifyAccess=main\n" in unit
