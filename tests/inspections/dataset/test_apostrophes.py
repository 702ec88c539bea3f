from hypothesis import given
from hypothesis import strategies as st

from inspections.dataset.apostrophes import bared, kept, shielded

RISKY = "=+-@\t\r"
cells = st.one_of(st.text(), st.text(alphabet=f"'{RISKY}a", max_size=6))


def test_what_a_spreadsheet_would_run_gets_an_apostrophe():
    assert [shielded(cell) for cell in ("=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx")] == [
        "'=1+1", "'+44", "'-2", "'@SUM(A1)", "'\tx", "'\rx",
    ]  # fmt: skip


def test_everything_else_stays_as_it_is():
    assert [shielded(cell) for cell in ("", "a=b", "1-2", "'tis", "“quoted”")] == ["", "a=b", "1-2", "'tis", "“quoted”"]


def test_a_package_keeps_its_cells_apart_from_those_that_reading_would_change():
    assert [kept(cell) for cell in ("=1", "- a", "'tis", "'=1", "''-a")] == ["=1", "- a", "'tis", "''=1", "'''-a"]


@given(cells)
def test_reading_gives_every_cell_back(cell):
    assert bared(shielded(cell)) == cell
    assert bared(kept(cell)) == cell
    assert not shielded(cell).startswith(tuple(RISKY))
