from inspections.dataset.entries import entry_of
from inspections.dataset.reader import Row
from inspections.dataset.report import Problems
from inspections.dataset.schema import FILES


def test_every_bad_cell_of_a_row_is_reported_with_its_value():
    problems = Problems()
    row = Row("a/bodies.csv", 7, {"slug": "No Slug", "name": "", "kind": "polis", "established_on": "soon"})
    entry = entry_of(FILES["bodies"], row, problems)
    assert not entry.sound
    assert [(p.row, p.column, p.value) for p in problems.shown] == [
        (7, "slug", "No Slug"),
        (7, "name", ""),
        (7, "kind", "polis"),
        (7, "established_on", "soon"),
    ]


def test_a_column_that_is_left_out_is_empty():
    entry = entry_of(FILES["themes"], Row("themes.csv", 2, {"slug": "a", "name": "A"}), Problems())
    assert entry.sound
    assert entry.cells == {"slug": "a", "name": "A", "name_cy": "", "synonyms": ""}


def test_a_cell_is_reported_once():
    problems = Problems()
    entry = entry_of(FILES["themes"], Row("themes.csv", 2, {"slug": "a", "name": ""}), problems)
    entry.wrong(problems, "name", "Something that follows from it.")
    assert problems.count == 1
