"""LibreOffice without a screen: it opens what we write, as a reader's program would."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui"
SECONDS = 180


def sheets_of(path: Path) -> int:
    """Return how many sheets of paper a document or spreadsheet fills. Skips the test where there is no LibreOffice.

    Raises CalledProcessError or FileNotFoundError where LibreOffice cannot open the file.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip(f"LibreOffice was not found. On Debian: apt-get install {PACKAGES}.")
    # A profile of its own: two at once would wait for each other.
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return len(re.findall(rb"/Type\s*/Page\b", path.with_suffix(".pdf").read_bytes()))
