"""A skip fails the run in CI, and only there."""

import pytest

from tests.harness.skips import refuse_skip

pytestmark = pytest.mark.once

WHERE_AND_WHY = ("tests/test_example.py", 3, "Skipped: No Chromium was found.")


def report(outcome, longrepr=None):
    return pytest.TestReport("tests/test_example.py::test_it", ("", 0, "test_it"), {}, outcome, longrepr, "setup")


def test_in_ci_a_skip_is_a_failure_that_gives_the_reason():
    skipped = report("skipped", WHERE_AND_WHY)
    refuse_skip(skipped, in_ci=True)
    assert skipped.failed
    assert "No Chromium was found." in skipped.longrepr


def test_elsewhere_a_skip_is_a_skip():
    skipped = report("skipped", WHERE_AND_WHY)
    refuse_skip(skipped, in_ci=False)
    assert skipped.skipped


def test_a_passed_test_stays_passed():
    passed = report("passed")
    refuse_skip(passed, in_ci=True)
    assert passed.passed


def test_an_expected_failure_is_not_a_skip():
    expected = report("skipped", WHERE_AND_WHY)
    expected.wasxfail = "known"
    refuse_skip(expected, in_ci=True)
    assert expected.skipped
