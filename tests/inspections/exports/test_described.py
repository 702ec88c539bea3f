from inspections.dataset.schema import FILES
from inspections.exports.described import lists, package


def test_every_file_of_the_package_is_described_with_all_its_columns():
    found = package()
    assert [table.file for table in found] == [file.path for file in FILES.values()]
    for table, file in zip(found, FILES.values(), strict=True):
        assert [column["name"] for column in table.columns] == list(file.by_name)
        assert all(str(column["meaning"]) and str(column["kind"]) for column in table.columns)


def test_a_column_says_what_may_stand_in_it():
    [updates] = [table for table in package() if table.name == "status_updates"]
    columns = {column["name"]: column for column in updates.columns}
    assert "says-complete" in columns["position"]["words"]
    assert columns["stated_by"]["kind"] == "key of bodies.csv"
    assert columns["reason"]["empty"] == "never empty"
    assert columns["target_on"]["empty"] == ""
    assert updates.key == "recommendation, body, sequence together"


def test_every_list_that_can_be_taken_is_described():
    found = lists()
    assert [table.file for table in found] == ["recommendations", "inspections", "responses", "changes"]
    assert all(str(column["meaning"]).endswith(".") for table in found for column in table.columns)
    names = [table.name for table in [*found, *package()]]
    assert len(set(names)) == len(names)
