from inspections.dataset.entries import entries_of
from inspections.dataset.reader import Row
from inspections.dataset.report import Problems
from inspections.dataset.schema import FILES


def test_every_bad_cell_of_a_row_is_reported_with_its_value():
    problems = Problems()
    row = Row("a/bodies.csv", 7, {"slug": "No Slug", "name": "", "kind": "polis", "established_on": "soon"})
    [entry] = entries_of(FILES["bodies"], [row], problems)
    assert not entry.sound
    assert [(p.row, p.column, p.value) for p in problems.shown] == [
        (7, "slug", "No Slug"),
        (7, "name", ""),
        (7, "kind", "polis"),
        (7, "established_on", "soon"),
    ]


def test_a_column_that_is_left_out_is_empty():
    [entry] = entries_of(FILES["themes"], [Row("themes.csv", 2, {"slug": "a", "name": "A"})], Problems())
    assert entry.sound
    assert entry.cells == {"slug": "a", "name": "A", "name_cy": "", "synonyms": ""}


def test_a_cell_is_reported_once():
    problems = Problems()
    [entry] = entries_of(FILES["themes"], [Row("themes.csv", 2, {"slug": "a", "name": ""})], problems)
    entry.wrong(problems, "name", "Something that follows from it.")
    assert problems.count == 1


def test_problems_come_row_by_row_though_cells_are_read_column_by_column():
    problems = Problems()
    rows = [Row("themes.csv", number, {"slug": slug, "name": ""}) for number, slug in ((2, "a"), (3, "Not A Slug"))]
    entries_of(FILES["themes"], rows, problems)
    assert [(problem.row, problem.column) for problem in problems.shown] == [(2, "name"), (3, "slug"), (3, "name")]


def test_the_cells_are_those_of_the_row_in_their_canonical_form():
    row = Row("themes.csv", 2, {"slug": " a ", "name": "A\r\nB"})
    [entry] = entries_of(FILES["themes"], [row], Problems())
    assert entry.cells is row.cells
    assert (entry.cells["slug"], entry.cells["name"]) == ("a", "A\nB")
