from inspections.dataset.columns import Kind, join, tidy
from inspections.dataset.schema import FILES
from inspections.models import Body, Recommendation


def column(file, name):
    return FILES[file].by_name[name]


def test_a_column_takes_its_kind_from_the_field_it_stands_for():
    kinds = {
        ("bodies", "slug"): Kind.SLUG,
        ("bodies", "name"): Kind.TEXT,
        ("bodies", "kind"): Kind.WORD,
        ("bodies", "website"): Kind.URL,
        ("bodies", "established_on"): Kind.DATE,
        ("bodies", "succeeded_by"): Kind.REFERENCE,
        ("status_updates", "sequence"): Kind.INTEGER,
        ("status_updates", "corrects"): Kind.INTEGER,
        ("status_updates", "recorded_on"): Kind.DAY,
        ("status_updates", "recommendation"): Kind.REFERENCE,
    }
    assert {where: column(*where).kind for where in kinds} == kinds


def test_a_relation_of_a_relation_is_followed_to_its_key():
    found = column("response_items", "recommendation")
    assert (found.path, found.target, found.attribute) == ("addressee__recommendation__ref", Recommendation, None)
    assert column("response_items", "body").target is Body


def test_several_values_stand_only_where_the_model_allows_them():
    several = {(file.name, c.name) for file in FILES.values() for c in file.columns if c.several}
    assert several == {
        ("inspections", "inspectorates"),
        ("inspections", "bodies"),
        ("inspections", "source"),
        ("inspections", "follows_up"),
        ("observations", "themes"),
        ("recommendations", "themes"),
    }


def test_an_empty_cell_stands_for_the_default_only_where_that_was_declared():
    assert column("recommendations", "deadline_set_by").default == "inspectorate"
    assert column("recommendations", "text_is").default == ""


def test_keys_with_numbers_are_in_the_order_of_the_numbers():
    file = FILES["status_updates"]
    rows = [{"recommendation": "a", "body": "b", "sequence": number} for number in ("10", "9", "1")]
    assert [row["sequence"] for row in sorted(rows, key=file.order_of)] == ["1", "9", "10"]


def test_cells_lose_the_white_space_around_them_and_keep_one_kind_of_line_end():
    assert tidy(" a\r\nb\rc\n") == "a\nb\nc"


def test_several_values_are_joined_in_one_order():
    assert join({"b", "a"}) == join(["a", "b"]) == "a; b"


def test_a_file_has_a_form_without_its_rare_columns():
    file = FILES["responses"]
    assert [column.name for column in file.columns if column not in file.without_rare.columns]
    assert set(file.by_name) - set(file.without_rare.by_name) == {"withdrawn_on", "withdrawal_note"}
    assert file.without_rare.key == file.key
    assert column("responses", "withdrawn_on").kind == Kind.DAY
