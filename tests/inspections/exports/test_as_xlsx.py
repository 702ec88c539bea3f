"""The spreadsheet is opened with a program that is not ours, and read back by the one that is."""

import datetime
import io
import zipfile
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from inspections.dataset.columns import Kind
from inspections.dataset.reader import read_upload
from inspections.exports.as_xlsx import LONGEST, About, as_xlsx
from inspections.exports.table import Column, Table

COLUMNS = (
    Column("slug", "The key."),
    Column("title", "The title."),
    Column("published_on", "When it was published.", Kind.DATE),
    Column("captured_on", "When it was copied.", Kind.DATE),
)
TABLE = Table("sources", "Every document", COLUMNS, lambda keys: {})
NUMBERS = Table(
    "numbers", "Numbers", (Column("number", "It.", Kind.INTEGER), Column("day", "It.", Kind.DAY)), lambda keys: {}
)
ABOUT = About(
    source="The register",
    address="https://example.org/list/?q=a",
    selection="search: a",
    made_at=datetime.datetime(2026, 11, 22, 14, 5, tzinfo=ZoneInfo("Europe/London")),
    remark="Made for staff.",
)


def made(rows, table=TABLE):
    stream = io.BytesIO()
    as_xlsx(stream, table, rows, ABOUT)
    stream.seek(0)
    return stream


def opened(rows, table=TABLE):
    return openpyxl.load_workbook(made(rows, table))


def test_dates_and_numbers_have_their_types_and_inexact_dates_stay_as_they_are():
    sheet = opened([["12", "2019-09-27"], ["", ""]], NUMBERS)["numbers"]
    assert [cell.value for cell in sheet[2]] == [12, datetime.datetime(2019, 9, 27)]  # noqa: DTZ001
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert [cell.value for cell in sheet[3]] == [None, None]
    sheet = opened([["a", "7", "2019-09", "1829-09-29"]])["sources"]
    assert [cell.value for cell in sheet[2]] == ["a", "7", "2019-09", "1829-09-29"]


def test_the_header_stays_in_view_and_can_be_filtered_by():
    sheet = opened([["a", "A", "", ""], ["b", "B", "", ""]])["sources"]
    assert [cell.value for cell in sheet[1]] == ["slug", "title", "published_on", "captured_on"]
    assert sheet["A1"].font.bold
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")


def test_nothing_is_a_table_with_a_header():
    sheet = opened([])["sources"]
    assert sheet.max_row == 1
    assert sheet.auto_filter.ref == "A1:D1"


def test_a_second_sheet_says_what_it_is():
    book = opened([["a", "A", "", ""]])
    assert book.sheetnames == ["sources", "about"]
    said = {row[0].value: row[1].value for row in book["about"] if row and row[0].value}
    assert said["What it is"] == "Every document"
    assert said["Source"] == "The register"
    assert said["Address"] == "https://example.org/list/?q=a"
    assert "Open Government Licence" in said["Licence"]
    assert said["Selection"] == "search: a"
    assert said["Made at"] == "2026-11-22 14:05 GMT"
    assert said["Rows"] == "1"
    assert said["Note"] == "Made for staff."
    assert said["published_on"] == "When it was published."
    assert "Shortened" not in said


@pytest.mark.parametrize("text", ["=1+1", "#REF!", "@SUM(A1)", "-5", "+44 20", "'=1", "=", "TRUE", "1e5"])
def test_text_stays_text_whatever_it_looks_like(text):
    stream = made([["a", text, "", ""]])
    with zipfile.ZipFile(stream) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert openpyxl.load_workbook(stream)["sources"]["B2"].data_type == "s"
    assert read_upload("a.xlsx", stream).tables["sources"][0].cells["title"] == text


@pytest.mark.parametrize("text", ["one\x0btwo", "_x000B_", "two\nlines", "a\ufffeb", " spaced ", "£5 – Café"])
def test_every_character_comes_back(text):
    package = read_upload("a.xlsx", made([["a", text, "2019-09-27", "2019"]]))
    assert not package.problems
    assert [row.cells for row in package.tables["sources"]] == [
        {"slug": "a", "title": text, "published_on": "2019-09-27", "captured_on": "2019"}
    ]


def test_what_is_longer_than_a_cell_may_be_is_cut_and_said():
    book = opened([["a", "x" * (LONGEST + 1), "", ""], ["b", "x" * LONGEST, "", ""]])
    assert book["sources"]["B2"].value == "x" * (LONGEST - 1) + "…"
    assert len(book["sources"]["B3"].value) == LONGEST
    [said] = [row[1].value for row in book["about"] if row and row[0].value == "Shortened"]
    assert said.startswith("1 cells were longer")


def test_rows_are_taken_one_by_one():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield [str(number), "x", "", ""]

    made(rows())
    assert taken == [0, 1, 2]
