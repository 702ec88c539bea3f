"""A real HTML checker, html-validate, asked about many pages at once because it is slow to start."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.harness.server import ROOT

CHECKER = ROOT / "node_modules" / ".bin" / "html-validate"
RULES = ROOT / ".htmlvalidate.cjs"


def html_errors(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the errors of each page that has any, by the page's name.

    pages: name of a page (its address, say) to its HTML. Raises AssertionError where the checker itself fails.
    """
    if not pages:
        return {}
    names = list(pages)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.html" for number in range(len(names))]
        for file, name in zip(files, names, strict=True):
            file.write_text(pages[name], encoding="utf-8")
        done = subprocess.run(
            [str(CHECKER), "--config", str(RULES), "--formatter", "json", *map(str, files)],
            cwd=ROOT,
            # Node of the environment stands first on the path; a machine may have none of its own.
            env={**os.environ, "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    try:
        results = json.loads(done.stdout)
    except ValueError:
        raise AssertionError(f"html-validate did not run:\n{done.stdout}\n{done.stderr}") from None
    return {
        names[int(Path(result["filePath"]).stem)]: [
            f"line {message['line']}, column {message['column']}: {message['message']} ({message['ruleId']})"
            for message in result["messages"]
            if message["severity"] == 2
        ]
        for result in results
        if result["errorCount"]
    }
