"""The fixtures of the fault tests: an engine, a copy of the record on it, and the row that a test adds to the table."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness.cluster import HOW_TO_GET_IT, programs

from .places import ENGINES, Place, Stock, stocked
from .table import PROPERTY, Row, packed

NoteRow = Callable[..., None]


@pytest.fixture(scope="session")
def updates() -> int:
    """How many updates eight writers record while processes are killed: a thousand in `make faults`."""
    return int(os.environ.get("FAULTS_UPDATES", "200"))


@pytest.fixture(scope="session")
def some_updates(updates: int) -> int:
    """How many they record while something else breaks."""
    return updates // 4


@pytest.fixture(scope="session", params=ENGINES)
def stock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    """The record to copy from, once an engine."""
    if request.param == "postgresql" and programs() is None:
        pytest.skip(HOW_TO_GET_IT)
    with stocked(request.param, tmp_path_factory.mktemp(f"stock-{request.param}")) as made:
        yield made


@pytest.fixture
def place(stock: Stock, tmp_path: Path) -> Place:
    """A site of one's own on a copy of the record, not running yet."""
    return stock.copy(tmp_path)


@pytest.fixture
def note_row(record_property: Callable[[str, object], None]) -> NoteRow:
    """Add a row to the table of faults; see table.Row for its parts."""

    def noted(fault: str, place: Place, *, attempts: int, acknowledged: int, lost: int, seconds: float) -> None:
        record_property(PROPERTY, packed(Row(fault, place.engine, attempts, acknowledged, lost, seconds)))

    return noted
