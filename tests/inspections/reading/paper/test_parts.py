"""Cells and tables: what is cited by its reference, what is cut, and that it says so."""

import pytest

from inspections.reading.paper.parts import Cell, Table, reference, referred, shortened

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("url", "cited"),
    [
        ("/recommendations/ncpi-7/", "ncpi-7"),
        ("/recommendations/ncpi-7/kent/#entry-3", "ncpi-7"),
        ("/inspections/peel-2021/?as_at=2021-01-01", "peel-2021"),
        ("/batches/review-2018/", "review-2018"),
        ("/forces/kent/#monitoring", ""),
        ("/changes/", ""),
        ("https://example.org/nowhere/", ""),
        ("", ""),
    ],
)
def test_what_has_a_page_of_its_own_is_cited_by_the_end_of_its_address(url, cited):
    assert reference(url) == cited


def test_a_cell_has_the_reference_first_and_the_text_below():
    assert referred("/recommendations/a-1/", "Do it.", "(Kent)") == Cell(
        "a-1", "/recommendations/a-1/", "Do it. (Kent)"
    )
    assert referred("/forces/kent/", "Engage began") == Cell("Engage began", "/forces/kent/", "")


def test_a_long_text_is_cut_and_says_so():
    words = " ".join(f"w{n}" for n in range(40))
    assert shortened(words).endswith("w19 …")
    assert shortened("Short.") == "Short."


def test_a_table_says_how_many_rows_were_cut_and_where_they_are():
    rows = [[Cell("a"), Cell("b")]]
    table = Table("x", "A table", ("One", "Two"), (50, 50), rows, 1_201, "all of them", "/changes/")
    assert table.rest == "1,200 more, see"
    assert Table("x", "A table", ("One", "Two"), (50, 50), rows, 1).rest == ""
    assert Table("x", "A table", ("One", "Two"), (50, 50), rows).rest == ""
    assert table.labelled == [[("One", Cell("a")), ("Two", Cell("b"))]]
