from inspections.dataset.columns import Kind
from inspections.dataset.schema import FILE_OF, FILES
from inspections.models import Position

# The optional columns of the published description of the format, file by file.
OPTIONAL = {
    "bodies": "short_name name_cy nation ons_code website established_on abolished_on succeeded_by",
    "oversight": "start end",
    "programmes": "abbreviation description",
    "themes": "name_cy synonyms",
    "sources": "publisher url published_on captured_on archive_url note",
    "monitoring_phases": "end reason source",
    "inspections": "bodies area fieldwork_start fieldwork_end published_on received_on lead_inspector report_url "
    "source follow_up_kind follows_up response_duty summary",
    "observations": "themes",
    "grades": "",
    "recommendations": "parent themes deadline_phrase deadline due_on deadline_set_by paragraph",
    "addressees": "",
    "successions": "note",
    "seals": "",
    "status_updates": "publisher_wording source made_in target_on batch corrects",
    "responses": "published_on submitted_on url source summary not_found_as_of",
    "response_items": "action owner target_on",
}


def test_the_optional_columns_are_those_that_we_publish():
    found = {
        name: [column.name for column in file.without_rare.columns if column.optional] for name, file in FILES.items()
    }
    assert found == {name: columns.split() for name, columns in OPTIONAL.items()}


def test_the_columns_that_we_add_to_the_format_are_rare_and_optional():
    rare = {name: [column.name for column in file.columns if column.rare] for name, file in FILES.items()}
    assert {name: columns for name, columns in rare.items() if columns} == {
        "bodies": ["sealed_as"],
        "sources": ["sealed_as"],
        "inspections": ["withdrawn_on", "withdrawal_note", "sealed_as"],
        "recommendations": ["withdrawn_on", "withdrawal_note", "sealed_as"],
        "responses": ["withdrawn_on", "withdrawal_note"],
    }
    assert all(column.optional for file in FILES.values() for column in file.columns if column.rare)


def test_each_file_names_only_rows_of_itself_and_of_files_before_it():
    order = list(FILES)
    for file in FILES.values():
        named = {FILE_OF[column.target].name for column in file.columns if column.target is not None}
        named |= {link.to for link in file.links}
        assert all(order.index(name) <= order.index(file.name) for name in named)


def test_every_key_is_unique_in_the_database_too():
    for file in FILES.values():
        unique = [set(c.fields) for c in file.model._meta.constraints if hasattr(c, "fields")]
        unique += [{field.name} for field in file.model._meta.fields if field.unique]
        links = [link for link in file.links if set(link.columns) <= set(file.key)]
        linked = {link.columns[-1]: link.field for link in links}
        inner = {name for link in links for name in link.columns[:-1]}
        key = {linked.get(name, name) for name in file.key if name not in inner}
        assert key in unique, file.name


def test_vocabularies_are_those_of_the_models():
    assert FILES["status_updates"].by_name["position"].words == tuple(Position.values)


def test_every_file_and_column_is_described_in_one_sentence():
    for file in FILES.values():
        assert str(file.title)
        for column in file.columns:
            description = str(column.description)
            assert description.endswith(".") or column.kind == Kind.WORD, (file.name, column.name)
            assert len(description) > 8
