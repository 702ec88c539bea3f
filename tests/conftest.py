"""What every test shares: which tests run on which engine, and that nothing is skipped in CI.

Never write a transactional test here (TransactionTestCase, live_server, django_db(transaction=True)): Django empties
every table after one, and the ledger's tables refuse DELETE and TRUNCATE by trigger. A test that needs real commits
or a second process starts its own server on its own database: see tests/harness/server.py.
"""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings

from tests.harness.skips import refuse_skip

pytest_plugins = [
    "tests.harness.fixtures",
    "tests.harness.databases",
    "tests.harness.standing",
    "tests.fuzz.counting",
    "tests.told",
]

BROWSER_TESTS = Path(__file__).parent / "browser"
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

# No deadline: two busy cores make a fast test slow now and then. In CI the same examples each time: a failure there
# must be one that the change made.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if IN_CI else "here")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other engine."""
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    left_out = {"browser", "once", "sqlite"} if on_postgresql else {"postgresql"}
    kept, dropped = [], []
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("browser")
        names = {mark.name for mark in item.iter_markers()}
        if names & left_out:
            dropped.append(item)
            continue
        if "django_db" in names and any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")):
            raise pytest.UsageError(f"{item.nodeid} is transactional; tests/conftest.py says why that cannot work.")
        kept.append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report, IN_CI)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report, IN_CI)
    return report


@pytest.fixture(autouse=True)
def nothing_in_memory() -> None:
    """Forget the bitmaps of the record: what a test writes is undone, and the next one counts its editions anew."""
    from inspections.bitmaps import kept, names

    kept.KEPT.forget()
    names.forget()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests have found out for people: who may do what, what was made up, what faults do."""
    from tests.faults import table
    from tests.fuzz import count
    from tests.roles.table import printed

    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    noted = [pair for report in reports for pair in getattr(report, "user_properties", ())]
    if walked := [value for name, value in noted if name == "walked"]:
        terminalreporter.section("The table of roles, as walked")
        terminalreporter.write_line(printed(walked))
    if fuzzed := count.printed(reports):
        terminalreporter.section("What was made up and sent; see tests/fuzz/")
        terminalreporter.write_line(fuzzed)
    if rows := table.unpacked(value for name, value in noted if name == table.PROPERTY):
        terminalreporter.section("The table of faults")
        terminalreporter.write_line(table.printed(rows))
        if path := os.environ.get(table.KEEP):
            table.keep(rows, Path(path))
