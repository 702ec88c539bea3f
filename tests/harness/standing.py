"""Records that stand for all tests of a module: written once, and as they were before each test.

Writing a record takes longer than most tests that read it. What a test writes is undone as ever, within what stands.
A fixture of this kind has a name that ends in `_stands`.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction


def written_once(write: Callable[[], Any]) -> Any:
    """A fixture of a module that writes by this function, and gives what it returned.

    Its models are the same objects for all tests: give each test `copied` ones, so that none sees what another set.
    """

    @pytest.fixture(scope="module")
    def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        around = transaction.atomic()
        with django_db_blocker.unblock():
            around.__enter__()
            try:
                made = write()
            except BaseException as error:
                around.__exit__(type(error), error, error.__traceback__)
                raise
        yield made
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)

    return written


copied = copy.deepcopy


@pytest.fixture
def kept_open() -> Iterator[None]:
    """Let no request close the connection of the test, as those of the real handler do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have what stands for one test of a module stand for each, whatever their order and whichever of them run."""
    functions = [item for item in items if isinstance(item, pytest.Function)]
    standing: dict[Any, set[str]] = {}
    for item in functions:
        standing.setdefault(item.module, set()).update(name for name in item.fixturenames if name.endswith("_stands"))
    for item in functions:
        item.fixturenames[:0] = sorted(standing[item.module] - set(item.fixturenames))
