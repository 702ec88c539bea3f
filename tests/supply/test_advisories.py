"""A vulnerability that is known is a failure; a source that cannot be asked is said in words and is none."""

import json
import subprocess
import sys

import pytest

from tests.supply.advisories import OPTIONS, audit, judged, locks

pytestmark = pytest.mark.once

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
BROKEN = {"name": "old", "version": "1.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.1", "2.0"]}]}
HOPELESS = {"name": "older", "version": "0.1", "vulns": [{"id": "CVE-2026-2", "fix_versions": []}]}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found"}


def program(tmp_path, report=None, error="", code=0):
    """What stands in for pip-audit: it writes a report, or says an error."""
    script = tmp_path / "audit.py"
    script.write_text(
        "import sys\n"
        "output = next(each for each in sys.argv if each.startswith('--output=')).partition('=')[2]\n"
        f"report = {report!r}\n"
        "if report is not None:\n"
        "    open(output, 'w').write(report)\n"
        f"print({error!r}, file=sys.stderr)\n"
        f"sys.exit({code})\n"
    )
    return (sys.executable, str(script))


def test_nothing_found_is_said_with_how_much_was_looked_up():
    assert judged("a.txt", {"dependencies": [SOUND]}) == (0, ["a.txt: no known vulnerability in 1 packages."])


def test_what_is_found_is_a_failure_with_what_mends_it():
    code, lines = judged("a.txt", {"dependencies": [SOUND, BROKEN, HOPELESS]})
    assert code == 1
    assert lines == [
        "a.txt: old 1.0 has CVE-2026-1, mended in 1.1, 2.0.",
        "a.txt: older 0.1 has CVE-2026-2, mended in no release yet.",
    ]


def test_a_package_that_nobody_knows_is_never_called_sound():
    code, lines = judged("a.txt", {"dependencies": [SOUND, UNKNOWN]})
    assert code == 0
    assert lines == [
        "a.txt: NOT CHECKED are 1 of 2 packages, which the source of advisories could not tell about: ours."
    ]
    assert judged("a.txt", {"dependencies": [BROKEN, UNKNOWN]})[0] == 1


def test_a_report_counts_whatever_the_exit_code(tmp_path):
    done = audit(tmp_path / "a.txt", program(tmp_path, json.dumps({"dependencies": [BROKEN]}), code=1))
    assert done == (1, ["a.txt: old 1.0 has CVE-2026-1, mended in 1.1, 2.0."])


@pytest.mark.parametrize(
    "error",
    [
        "ServiceError: Failed to connect",
        "requests.exceptions.ConnectionError: Max retries exceeded",
        "ERROR:pip_audit._cli:Connection timed out",
        "Temporary failure in name resolution: could not resolve host",
    ],
)
def test_without_a_network_that_is_said_and_is_no_failure(tmp_path, error):
    code, lines = audit(tmp_path / "a.txt", program(tmp_path, error=error, code=1))
    assert code == 0
    assert lines == ["a.txt: NOT CHECKED. No source of advisories could be reached: run it where there is a network."]


def test_any_other_error_is_a_failure(tmp_path):
    code, lines = audit(tmp_path / "a.txt", program(tmp_path, error="requirement django is not pinned", code=1))
    assert (code, lines) == (1, ["a.txt: pip-audit failed.", "requirement django is not pinned"])


def test_every_file_of_pins_is_looked_up():
    assert [lock.name for lock in locks()] == [
        "requirements-bench.txt",
        "requirements-dev.txt",
        "requirements-node.txt",
        "requirements.txt",
    ]


def test_the_program_knows_our_options():
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--help"], capture_output=True, text=True, check=True, timeout=120
    )
    assert [each for each in OPTIONS if each.partition("=")[0] not in done.stdout] == []
