import io
import json
import zipfile

import pytest

from inspections.dataset import reader
from inspections.dataset.package import MEGABYTE, Limits
from inspections.dataset.reader import read, read_upload
from tests.packages import small, text_of, write_folder, write_zip

THEMES = "slug,name\ncustody,Custody\n"


def sentences(package):
    return [str(problem) for problem in package.problems.shown]


def themes(package):
    return [row.cells for row in package.tables["themes"]]


def themes_of(tmp_path, content):
    """What comes of a folder whose only file has this content."""
    (tmp_path / "themes.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(tmp_path)


def only_problem(package):
    assert package.problems.count == 1, sentences(package)
    return sentences(package)[0]


def test_a_folder_a_zip_and_single_files_give_the_same_rows(tmp_path):
    tables = small()
    folder = write_folder(tmp_path / "folder", tables)
    archive = write_zip(tmp_path / "all.zip", {f"{name}.csv": text_of(table) for name, table in tables.items()})
    packages = [read(folder), read(archive), read(*folder.iterdir())]
    cells = [{name: [row.cells for row in rows] for name, rows in p.tables.items()} for p in packages]
    assert cells[0] == cells[1] == cells[2]
    given = {name: len(table) for name, table in tables.items()}
    assert {name: len(rows) for name, rows in cells[0].items()} == given | {"seals": 0}
    assert not any(package.problems for package in packages)


def test_several_packages_are_read_as_one_and_rows_remember_their_place(tmp_path):
    for name in ("a", "b"):
        write_folder(tmp_path / name, {"themes": [{"slug": name, "name": name.upper()}]})
    rows = read(tmp_path / "a", tmp_path / "b").tables["themes"]
    assert [(row.place, row.number) for row in rows] == [("a/themes.csv", 2), ("b/themes.csv", 2)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("\ufeff" + THEMES, id="byte-order mark"),
        pytest.param(THEMES.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("name,slug\nCustody,custody\n", id="another order of columns"),
        pytest.param('"slug","name"\n"custody","Custody"\n\n', id="quotes, and an empty line at the end"),
    ],
)
def test_files_as_other_programs_write_them_are_read(tmp_path, content):
    package = themes_of(tmp_path, content)
    assert not package.problems
    assert themes(package) == [{"slug": "custody", "name": "Custody"}]


def test_line_ends_in_a_quoted_cell_belong_to_it(tmp_path):
    assert themes(themes_of(tmp_path, 'slug,name\na,"one\ntwo, three"\n')) == [{"slug": "a", "name": "one\ntwo, three"}]


def test_unknown_columns_are_all_named_with_those_that_there_are(tmp_path):
    package = themes_of(tmp_path, "slug,name,colour,size\na,A,red,1\n")
    assert package.problems.count == 2
    assert "no column “colour”" in sentences(package)[0]
    assert "slug, name, name_cy, synonyms" in sentences(package)[1]


def test_a_missing_column_that_is_needed_is_named(tmp_path):
    assert "column “name” is missing" in only_problem(themes_of(tmp_path, "slug\na\n"))


def test_a_column_that_stands_twice_is_named(tmp_path):
    assert "“name” stands twice" in only_problem(themes_of(tmp_path, "slug,name,name\na,A,B\n"))


def test_rows_of_another_length_are_each_named(tmp_path):
    package = themes_of(tmp_path, "slug,name\na\nb,B\nc,C,c\n")
    assert [(problem.row, problem.sentence) for problem in package.problems.shown] == [
        (2, "There are 1 cells where the header has 2 columns."),
        (4, "There are 3 cells where the header has 2 columns."),
    ]


def test_another_encoding_is_refused_and_the_line_is_named(tmp_path):
    package = themes_of(tmp_path, "slug,name\na,A\nb,Café\n".encode("latin-1"))
    assert only_problem(package).startswith(f"{tmp_path.name}/themes.csv, row 3: This is not UTF-8")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (THEMES.encode("utf-16"), "UTF-16"),
        ("slug,name\na,Café – “open”\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_another_encoding_is_named(tmp_path, content, encoding):
    assert f"not UTF-8 text, but probably {encoding}. Save the file" in only_problem(themes_of(tmp_path, content))


def test_what_no_encoding_explains_is_only_called_wrong(tmp_path):
    assert "This is not UTF-8 text. Save" in only_problem(themes_of(tmp_path, b"slug,name\na,\x81\x8d\xff\n"))


@pytest.mark.parametrize(
    ("written", "read_as"), [("'=1+1", "=1+1"), ("'- a", "- a"), ("''@a", "'@a"), ("-a", "-a"), ("'tis", "'tis")]
)
def test_the_apostrophe_that_a_table_for_spreadsheets_has_is_taken_away(tmp_path, written, read_as):
    assert themes(themes_of(tmp_path, f"slug,name\na,{written}\n")) == [{"slug": "a", "name": read_as}]


def test_a_nul_character_is_refused(tmp_path):
    assert "row 2: There is a NUL" in only_problem(themes_of(tmp_path, "slug,name\na,A\0\n"))


@pytest.mark.parametrize("content", ["", "\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert "The file is empty" in only_problem(themes_of(tmp_path, content))


def test_broken_quotes_are_refused_with_the_line(tmp_path):
    assert "Line 3 cannot be read as CSV" in only_problem(themes_of(tmp_path, 'slug,name\na,A\nb,"B" and more\n'))


def test_a_cell_without_end_is_refused(tmp_path):
    assert "cannot be read as CSV" in only_problem(themes_of(tmp_path, 'slug,name\na,"' + "x" * 200_000))


def test_a_path_that_is_not_there_is_named(tmp_path):
    assert only_problem(read(tmp_path / "nowhere")).endswith("nowhere: There is no such file or folder.")


def test_an_empty_folder_is_refused(tmp_path):
    assert "no CSV files" in only_problem(read(tmp_path))


def test_a_file_that_is_not_of_the_format_is_refused_and_the_names_are_given(tmp_path):
    (tmp_path / "bodys.csv").write_text(THEMES)
    problem = only_problem(read(tmp_path))
    assert "not a file of the format" in problem
    assert "bodies.csv" in problem


def test_other_files_beside_the_data_are_left_alone(tmp_path):
    (tmp_path / "README.md").write_text("Read me.")
    assert not themes_of(tmp_path, THEMES).problems


def test_a_file_that_the_description_promises_is_missed(tmp_path):
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": [{"path": "bodies.csv"}, {"path": "themes.csv"}]})
    )
    assert "bodies.csv: datapackage.json lists this file" in only_problem(themes_of(tmp_path, THEMES))


@pytest.mark.parametrize("content", ["{", "[]", '{"resources": 1}', '{"resources": [{}]}'])
def test_a_description_that_is_none_is_refused(tmp_path, content):
    (tmp_path / "datapackage.json").write_text(content)
    assert "not the description of a data package" in only_problem(themes_of(tmp_path, THEMES))


def test_what_is_neither_zip_nor_csv_is_refused(tmp_path):
    (tmp_path / "data.zip").write_text("This is no zip.")
    assert "neither a folder, nor a zip" in only_problem(read(tmp_path / "data.zip"))


def test_half_a_zip_is_told_from_what_is_none(tmp_path):
    path = write_zip(tmp_path / "data.zip", {"themes.csv": THEMES * 50})
    path.write_bytes(path.read_bytes()[:-40])
    assert "ends too early: not all of it arrived" in only_problem(read(path))


def test_a_zip_with_a_password_is_refused(tmp_path):
    path = write_zip(tmp_path / "data.zip", {"themes.csv": THEMES})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag of the directory that says so
    path.write_bytes(bytes(content))
    assert "“themes.csv” in it is locked with a password" in only_problem(read(path))


def test_a_right_content_under_a_wrong_ending_is_told_what_it_is(tmp_path):
    package = write_zip(tmp_path / "themes.csv", {"themes.csv": THEMES})
    assert "named .csv, but it is a zip or a spreadsheet" in only_problem(read(package))
    book = write_zip(tmp_path / "themes.zip", {"xl/workbook.xml": "<workbook/>"})
    assert "This is a spreadsheet. Give it the ending .xlsx." in only_problem(read(book))


def test_a_zip_with_folders_in_it_is_refused_with_what_to_do(tmp_path):
    path = write_zip(tmp_path / "data.zip", {"data/themes.csv": THEMES})
    assert "without a folder around them" in only_problem(read(path))


def test_a_zip_without_csv_files_is_refused(tmp_path):
    assert "no CSV files" in only_problem(read(write_zip(tmp_path / "data.zip", {"notes.txt": "x"})))


def test_a_zip_with_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MOST_FILES", 2)
    path = write_zip(tmp_path / "data.zip", {f"{name}.csv": THEMES for name in "abc"})
    assert "at most 2" in only_problem(read(path))


def test_a_zip_with_two_files_of_one_name_is_refused(tmp_path):
    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("themes.csv", THEMES)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("themes.csv", THEMES)
    assert "two files of the same name" in only_problem(read(path))


def test_a_damaged_zip_is_refused(tmp_path):
    path = write_zip(tmp_path / "data.zip", {"themes.csv": THEMES * 50})
    content = bytearray(path.read_bytes())
    content[45:60] = bytes(15)
    path.write_bytes(bytes(content))
    assert "“themes.csv” in the zip cannot be unpacked" in only_problem(read(path))


def test_reading_ends_at_the_limit_however_well_a_zip_packs(tmp_path):
    path = write_zip(tmp_path / "bomb.zip", {"themes.csv": THEMES + "\n" * 4 * MEGABYTE})
    assert path.stat().st_size < 10_000
    assert "more than 1 MB" in only_problem(read(path, limits=Limits(most_bytes=MEGABYTE)))


def test_what_is_packed_beyond_reason_is_not_unpacked(tmp_path):
    path = write_zip(tmp_path / "bomb.zip", {"themes.csv": THEMES + "\n" * 4 * MEGABYTE})
    assert "“themes.csv” in it is packed so tightly" in only_problem(read(path))


def test_what_is_not_read_may_be_packed_as_it_likes(tmp_path):
    path = write_zip(tmp_path / "all.zip", {"themes.csv": THEMES, "notes.txt": "\n" * 4 * MEGABYTE})
    assert not read(path, limits=Limits(most_bytes=MEGABYTE)).problems


def test_the_limit_is_for_all_files_together(tmp_path):
    write_folder(tmp_path, {name: [{"slug": "a", "name": "x" * 30}] for name in ("bodies", "themes")})
    assert "There is too much" in sentences(read(tmp_path, limits=Limits(most_bytes=60)))[-1]


def test_the_limit_of_rows_is_for_all_files_together_and_names_the_command(tmp_path):
    three = [{"slug": f"a-{number}", "name": "A"} for number in range(3)]
    write_folder(tmp_path, {"themes": three, "sources": [{"slug": row["slug"], "title": "A"} for row in three]})
    assert not read(tmp_path, limits=Limits(most_rows=6)).problems
    said = sentences(read(tmp_path, limits=Limits(most_rows=5)))[-1]
    assert "more than 5 rows" in said
    assert "manage.py load_dataset" in said


def test_an_upload_is_read_under_the_name_it_came_with():
    assert themes(read_upload("themes.csv", io.BytesIO(THEMES.encode()))) == [{"slug": "custody", "name": "Custody"}]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("themes.csv", THEMES)
    packed.seek(0)
    package = read_upload("my data.zip", packed)
    assert package.tables["themes"][0].place == "my data/themes.csv"


def test_a_table_taken_out_of_a_list_is_known_by_its_name_with_the_day(tmp_path):
    (tmp_path / "themes-2026-11-22.csv").write_text(THEMES)
    assert themes(read(tmp_path / "themes-2026-11-22.csv")) == [{"slug": "custody", "name": "Custody"}]


def test_an_upload_that_is_nothing_of_ours_is_refused():
    assert "neither a folder" in only_problem(read_upload("photo.jpg", io.BytesIO(b"\xff\xd8")))
    assert "not a file of the format" in only_problem(read_upload("themes (1).csv", io.BytesIO(THEMES.encode())))
