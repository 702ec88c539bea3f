"""docs/figures.py works out a figure of the home page from the package, with nothing of ours."""

import re
import subprocess
import sys

import pytest

from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.dataset.selection import Selection
from inspections.dataset.writer import write
from inspections.days import today
from tests.harness.server import ROOT

pytestmark = pytest.mark.django_db

SCRIPT = ROOT / "docs" / "figures.py"


def test_it_is_as_short_as_promised():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= 30


def test_its_figure_is_that_of_the_home_page_today_and_on_past_days(client, tmp_path):
    assert load(read(ROOT / "fixtures" / "reference", ROOT / "fixtures" / "demo")).loaded
    write(tmp_path / "tracker.zip", Selection(today()))
    told = set()
    for day in (today().isoformat(), "2020-06-30", "2024-12-31"):
        command = [sys.executable, str(SCRIPT), str(tmp_path / "tracker.zip"), day]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        count, total = re.fullmatch(rf"{day}: (\d+) of (\d+) items confirmed complete\n", said).groups()
        home = client.get(f"/?as_at={day}")
        shown = home.context_data
        parts = {part.status.value: part.count for part in shown["bar"]["segments"]}
        assert (parts.get("confirmed-complete", 0), shown["tally"].items) == (int(count), int(total)), day
        told.add(said.split(": ")[1])
    assert len(told) > 1
