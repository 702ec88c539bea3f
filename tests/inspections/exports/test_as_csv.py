import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from inspections.dataset.apostrophes import bared, shielded
from inspections.dataset.columns import tidy
from inspections.exports.as_csv import as_csv
from inspections.exports.table import Column, Table

TABLE = Table("things", "Things", (Column("slug", "Key."), Column("text", "Text.")), lambda keys: {})


def written(rows):
    return b"".join(as_csv(TABLE, rows))


def test_a_header_and_rows_with_lf_and_quotes_only_where_needed():
    assert written([["a", "plain"], ["b", 'He said "no",\ntwice']]) == (
        b'slug,text\na,plain\nb,"He said ""no"",\ntwice"\n'
    )


def test_nothing_is_a_file_with_a_header():
    assert written([]) == b"slug,text\n"


def test_it_is_utf_8():
    assert "Café – £5".encode() in written([["a", "Café – £5"]])


def test_what_a_spreadsheet_would_run_is_neutralised():
    assert written([["-a", "=HYPERLINK(1)"], ["@b", "it's"]]) == b"slug,text\n'-a,'=HYPERLINK(1)\n'@b,it's\n"


def test_a_long_table_comes_in_portions():
    portions = list(as_csv(TABLE, ([str(number), "x"] for number in range(1200))))
    assert len(portions) == 3
    assert b"".join(portions).count(b"\n") == 1201


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(tidy), max_size=5))
def test_every_cell_can_be_read_back(texts):
    text = written([["a", text] for text in texts]).decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    assert [bared(row[1]) for row in rows] == texts


CELLS = st.text(st.sampled_from([*"ab ,;\"'=+-@\t\r\n", "é", "\u2028"]), max_size=4)


@given(st.lists(st.tuples(CELLS, CELLS)), st.lists(CELLS))
def test_it_is_byte_for_byte_what_the_library_writes(pairs, singles):
    one = Table("things", "Things", (Column("text", "Text."),), lambda keys: {})
    for table, rows in ((TABLE, [list(pair) for pair in pairs]), (one, [[text] for text in singles])):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows([map(shielded, cells) for cells in rows])
        assert b"".join(as_csv(table, rows)).decode() == text.getvalue()
