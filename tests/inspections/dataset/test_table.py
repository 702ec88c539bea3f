from inspections.dataset.table import Row, Table


def test_rows_of_several_files_stand_in_the_same_columns():
    table = Table()
    table.extend("a.csv", ["slug", "name"], [2, 3], [["x", "y"], ["X", "Y"]])
    table.extend("b.csv", ["note", "slug"], [2], [["n"], ["z"]])
    assert list(table) == [
        Row("a.csv", 2, {"slug": "x", "name": "X", "note": ""}),
        Row("a.csv", 3, {"slug": "y", "name": "Y", "note": ""}),
        Row("b.csv", 2, {"slug": "z", "name": "", "note": "n"}),
    ]


def test_no_rows_are_an_empty_table():
    table = Table()
    table.extend("a.csv", ["slug"], [], [[]])
    assert (len(table), list(table), table.columns) == (0, [], {"slug": []})
