"""The table says what the tests have noted, each row once, and the page of the documentation says the same."""

import datetime

import pytest

from .table import Row, packed, page, printed, unpacked

pytestmark = pytest.mark.once

ROWS = [Row("server killed", "sqlite", 1_204, 1_000, 0, 3.82), Row("disk full", "postgresql", 12, 9, 0, 0.04)]


def test_a_row_that_is_reported_with_each_phase_of_a_test_is_one_row():
    noted = [packed(row) for row in ROWS]
    assert unpacked([*noted, *noted]) == sorted(ROWS, key=lambda row: row.fault)


def test_the_terminal_shows_a_line_a_row_in_columns():
    head, *lines = printed(ROWS).splitlines()
    assert head.split("  ")[0] == "fault"
    assert [line.split()[-4:] for line in lines] == [["1,204", "1,000", "0", "3.8"], ["12", "9", "0", "0.0"]]
    assert len({len(line) for line in (head, *lines)}) == 1


def test_the_page_has_the_day_and_the_same_cells():
    text = page(ROWS, datetime.date(2026, 5, 3))
    assert "Measured on 3 May 2026" in text
    assert "| server killed | sqlite | 1,204 | 1,000 | 0 | 3.8 |" in text
