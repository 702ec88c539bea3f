from inspections.dataset.entries import Entries
from inspections.dataset.report import Problems
from inspections.dataset.schema import FILES
from inspections.dataset.table import Table


def entries_of(name, *rows, problems=None, place="a.csv"):
    """The entries of rows that are given as cells by column; they are numbered from 2, as in a file."""
    table = Table()
    for number, cells in enumerate(rows, 2):
        table.extend(place, list(cells), [number], [[cell] for cell in cells.values()])
    return Entries(FILES[name], table, problems or Problems())


def test_every_bad_cell_of_a_row_is_reported_with_its_value():
    row = {"slug": "No Slug", "name": "", "kind": "polis", "established_on": "soon"}
    entries = entries_of("bodies", row, place="a/bodies.csv")
    assert list(entries.bad) == [0]
    assert [(p.place, p.row, p.column, p.value) for p in entries.problems.shown] == [
        ("a/bodies.csv", 2, "slug", "No Slug"),
        ("a/bodies.csv", 2, "name", ""),
        ("a/bodies.csv", 2, "kind", "polis"),
        ("a/bodies.csv", 2, "established_on", "soon"),
    ]


def test_a_column_that_is_left_out_is_empty():
    entries = entries_of("themes", {"slug": "a", "name": "A"})
    assert not entries.bad
    assert entries.cells == {"slug": ["a"], "name": ["A"], "name_cy": [""], "synonyms": [""]}
    assert entries.keys == [("a",)]


def test_a_cell_is_reported_once():
    entries = entries_of("themes", {"slug": "a", "name": ""})
    entries.wrong(0, "name", "Something that follows from it.")
    assert entries.problems.count == 1


def test_a_row_without_a_sentence_is_bad_and_not_reported():
    entries = entries_of("themes", {"slug": "a", "name": "A"}, {"slug": "b", "name": "B"})
    entries.new = [0, 1]
    entries.wrong(1, "name", "")
    assert entries.sound() == [0]
    assert not entries.problems


def test_problems_come_row_by_row_though_cells_are_read_column_by_column():
    entries = entries_of("themes", {"slug": "a", "name": ""}, {"slug": "Not A Slug", "name": ""})
    found = [(problem.row, problem.column) for problem in entries.problems.shown]
    assert found == [(2, "name"), (3, "slug"), (3, "name")]


def test_the_cells_are_those_of_the_table_in_their_canonical_form():
    entries = entries_of("themes", {"slug": " a ", "name": "A\r\nB"})
    assert entries.cells is entries.table.columns
    assert (entries.cells["slug"], entries.cells["name"]) == (["a"], ["A\nB"])


def test_a_text_that_is_only_sound_once_it_is_tidied_stands_for_the_same():
    entries = entries_of(
        "bodies", *({"slug": "a", "name": "A", "kind": kind} for kind in ("inspectorate", " inspectorate"))
    )
    assert not entries.bad
    assert entries.values_of("kind", [0, 1]) == ["inspectorate", "inspectorate"]
