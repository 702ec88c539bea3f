"""A spreadsheet is read as data, and what cannot be taken as it stands is named by sheet, row and column."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from inspections.dataset import workbook as module
from inspections.dataset.package import MEGABYTE, Limits
from inspections.dataset.reader import read, read_upload
from tests.packages import small, text_of, write_folder, write_zip
from tests.workbooks import Rows, altered, saved, workbook

HEADER = ("slug", "name")
THEMES = [HEADER, ("custody", "Custody")]


def sentences(package):
    return [str(problem) for problem in package.problems.shown]


def only_problem(package):
    assert package.problems.count == 1, sentences(package)
    return sentences(package)[0]


def read_book(sheets, name="data.xlsx", **options):
    return read_upload(name, workbook(sheets, **options))


def cells(package, table="themes"):
    assert not package.problems, sentences(package)
    return [row.cells for row in package.tables[table]]


def test_a_workbook_gives_the_same_rows_as_a_folder(tmp_path):
    tables = small()
    sheets: dict[str, Rows] = {}
    for name, table in tables.items():
        header = list(dict.fromkeys(column for row in table for column in row))
        rows: list[list[str | None]] = [[row.get(column) for column in header] for row in table]
        sheets[name] = [header, *rows]
    (tmp_path / "all.xlsx").write_bytes(workbook(sheets).getvalue())
    from_book, from_folder = read(tmp_path / "all.xlsx"), read(write_folder(tmp_path / "folder", tables))
    assert sentences(from_book) == []
    for name in tables:
        assert [row.cells for row in from_book.tables[name]] == [row.cells for row in from_folder.tables[name]]


@pytest.mark.parametrize("title", ["themes", "themes.csv", "Themes "])
def test_a_sheet_is_the_table_that_it_is_named_after(title):
    package = read_book({title: THEMES})
    assert cells(package) == [{"slug": "custody", "name": "Custody"}]
    assert package.tables["themes"][0].place == f"data.xlsx/{title}"


@pytest.mark.parametrize("name", ["themes.xlsx", "themes-2026-11-22.xlsx", "themes.XLSX"])
def test_a_workbook_of_one_sheet_may_be_named_itself(name):
    assert cells(read_book({"Sheet1": THEMES}, name)) == [{"slug": "custody", "name": "Custody"}]


def test_the_sheet_about_the_others_is_passed_over():
    assert cells(read_book({"themes": THEMES, "About": [("Source", "us")]}))
    assert "no sheet with a table" in only_problem(read_book({"about": [("a", "b")]}))


def test_a_sheet_that_is_not_of_the_format_is_named():
    problem = only_problem(read_book({"themes": THEMES, "Notes": [("a",)]}))
    assert problem.startswith("data.xlsx/Notes: This sheet is not named like a file of the format.")
    assert "bodies.csv" in problem


def test_two_sheets_for_one_file_are_refused():
    assert "two sheets for the file themes.csv" in only_problem(read_book({"themes": THEMES, "themes.csv": THEMES}))


def test_a_hidden_sheet_is_refused():
    problem = only_problem(read_book({"bodies": [("slug", "name", "kind")], "themes": THEMES}, hidden="themes"))
    assert "data.xlsx/themes: This sheet is hidden" in problem


def test_too_many_sheets_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_SHEETS", 1)
    assert "at most 1" in only_problem(read_book({"themes": THEMES, "bodies": THEMES}))


def test_numbers_and_dates_become_the_text_of_the_format():
    day = datetime.date(2019, 9, 27)
    package = read_book(
        {
            "sources": [
                ("slug", "title", "published_on", "captured_on"),
                ("a", 7.0, day, 2019),
                (12, 7.5, datetime.datetime(2019, 9, 27), "2019-09"),  # noqa: DTZ001
            ]
        }
    )
    assert cells(package, "sources") == [
        {"slug": "a", "title": "7", "published_on": "2019-09-27", "captured_on": "2019"},
        {"slug": "12", "title": "7.5", "published_on": "2019-09-27", "captured_on": "2019-09"},
    ]


def test_text_that_looks_like_a_formula_is_text():
    book = openpyxl.Workbook()
    book.active.title = "themes"
    book.active.append(HEADER)
    book.active.append(("a", None))
    book.active["B2"] = "=1+1"
    book.active["B2"].data_type = "s"
    book.active.append(("b", "'-1"))
    assert [row["name"] for row in cells(read_upload("a.xlsx", saved(book)))] == ["=1+1", "-1"]


def test_characters_that_xml_cannot_hold_come_back():
    assert cells(read_book({"themes": [HEADER, ("a", "one_x000B_two_x005F_x000B_")]})) == [
        {"slug": "a", "name": "one\x0btwo_x000B_"}
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("=1+1", "column name, “=1+1”: Expected a value, found a formula."),
        (ArrayFormula("B2", "=SUM(A1:A2)"), "column name, “=SUM(A1:A2)”: Expected a value, found a formula."),
        ("#REF!", "column name, “#REF!”: Expected a value, found an error"),
        (True, "column name, “True”: Expected text, a number or a date, found true or false."),
        (datetime.date(2019, 2, 1), "column name, “2019-02-01 00:00:00”: Expected text, found a date."),
        (datetime.time(12, 30), "Expected a value, found a time of day."),
        (datetime.timedelta(hours=30), "Expected a value, found a time of day."),
    ],
)
def test_what_is_no_plain_value_is_named_by_sheet_row_and_column(value, sentence):
    problem = only_problem(read_book({"themes": [HEADER, ("a", "A"), ("b", value)]}))
    assert problem.startswith("data.xlsx/themes, row 3, column name")
    assert sentence in problem


def test_a_day_with_a_time_is_not_a_day():
    moment = datetime.datetime(2019, 9, 27, 13, 5)  # noqa: DTZ001
    package = read_book({"sources": [("slug", "title", "published_on"), ("a", "A", moment)]})
    assert "found a day with a time" in only_problem(package)


def test_a_formula_in_the_header_is_no_name():
    assert "row 1, column B, “=1”: Expected a value, found a formula" in only_problem(
        read_book({"themes": [("slug", "=1")]})
    )


def test_every_bad_cell_is_named():
    package = read_book({"themes": [HEADER, ("=1", "=2"), ("c", True)]})
    assert [(problem.row, problem.column) for problem in package.problems.shown] == [
        (2, "slug"),
        (2, "name"),
        (3, "name"),
    ]


def test_empty_rows_and_the_empty_ends_of_rows_are_passed_over():
    rows = [(*HEADER, None, None), ("a", "A", None), (None, None), ("b", "B"), (None,), ("", None)]
    package = read_book({"themes": rows})
    assert [(row.number, row.cells["slug"]) for row in package.tables["themes"]] == [(2, "a"), (4, "b")]


def test_merged_cells_below_the_table_are_passed_over():
    book = openpyxl.Workbook()
    book.active.title = "themes"
    for row in THEMES:
        book.active.append(row)
    book.active.merge_cells("A4:B6")
    assert cells(read_upload("a.xlsx", saved(book))) == [{"slug": "custody", "name": "Custody"}]


def test_a_value_beyond_the_header_is_not_lost_without_a_word():
    problem = only_problem(read_book({"themes": [HEADER, ("a", "A", None, "lost")]}))
    assert "row 2: There is a value beyond the last column that has a name: in D2." in problem


def test_a_sheet_without_a_header_is_refused():
    assert "The file is empty" in only_problem(read_book({"themes": []}))


def test_more_columns_than_any_table_has_are_refused():
    assert "more than 200 columns" in only_problem(read_book({"themes": [[f"c{n}" for n in range(300)]]}))


def test_a_sheet_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    assert "more than 3 rows" in only_problem(read_book({"themes": [*THEMES, ("b", "B"), ("c", "C")]}))


def test_the_size_that_a_sheet_claims_is_not_believed():
    """A claim of a million rows and columns must not cost time, and one of a single cell must not hide the rest."""
    for claim in ("A1:XFD1048576", "A1"):
        book = altered(workbook({"themes": THEMES}), "xl/worksheets/sheet1.xml", 'ref="A1:B2"', f'ref="{claim}"')
        assert cells(read_upload("a.xlsx", book)) == [{"slug": "custody", "name": "Custody"}]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(module.openpyxl, "load_workbook", lambda *_a, **_o: pytest.fail("It was opened."))
    with zipfile.ZipFile(bomb := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", " " * 8 * MEGABYTE)
    assert len(bomb.getvalue()) < 20_000
    assert "packed so tightly" in only_problem(read_upload("a.xlsx", bomb))
    tight = Limits(most_bytes=MEGABYTE)
    assert "more than 1 MB" in only_problem(read_upload("a.xlsx", bomb, tight))


def test_an_entity_that_unfolds_is_refused():
    laughs = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
    book = altered(workbook({"themes": THEMES}), "xl/worksheets/sheet1.xml", "<worksheet", laughs)
    assert "This spreadsheet is damaged" in only_problem(read_upload("a.xlsx", book))


def test_what_is_no_spreadsheet_is_refused():
    assert "not a spreadsheet" in only_problem(read_upload("themes.xlsx", io.BytesIO(b"slug,name\na,A\n")))
    assert "not a spreadsheet" in only_problem(read_upload("themes.xlsx", io.BytesIO(b"")))


def test_a_locked_or_old_file_is_told_what_it_is():
    old = io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "locked with a password, or in the form of an old Excel" in only_problem(read_upload("a.xlsx", old))


def test_half_a_file_is_told_what_it_is():
    half = io.BytesIO(workbook({"themes": THEMES}).getvalue()[:2000])
    assert "not all of it arrived" in only_problem(read_upload("themes.xlsx", half))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_damaged_file_is_told_what_it_is(part):
    book = altered(workbook({"themes": THEMES}), part, "<", "<<")
    assert "This spreadsheet is damaged" in only_problem(read_upload("themes.xlsx", book))


def test_a_cell_that_is_no_number_although_it_says_so_is_damage():
    book = altered(workbook({"themes": [HEADER, ("a", 12345)]}), "xl/worksheets/sheet1.xml", "12345", "NaN")
    assert "This spreadsheet is damaged" in only_problem(read_upload("themes.xlsx", book))


def test_a_zip_of_tables_is_not_taken_for_a_spreadsheet(tmp_path):
    path = write_zip(tmp_path / "data.xlsx", {"themes.csv": text_of([{"slug": "a", "name": "A"}])})
    assert "damaged, or it was not made by a spreadsheet program" in only_problem(read(path))


def test_the_limit_of_rows_counts_every_sheet():
    package = read_upload("a.xlsx", workbook({"themes": [HEADER, ("a", "A"), ("b", "B")]}), Limits(most_rows=1))
    assert "more than 1 rows" in only_problem(package)
