import json

import pytest
from django.utils.translation import override

from inspections.dataset.descriptor import About, descriptor
from inspections.dataset.schema import FILES


@pytest.fixture
def whole():
    return json.loads(descriptor(FILES.values()))


def resource(package, name):
    return next(found for found in package["resources"] if found["name"] == name)


def fields(package, name):
    return {field["name"]: field for field in resource(package, name)["schema"]["fields"]}


def test_every_file_is_a_resource_with_its_key(whole):
    assert {found["path"]: found["schema"]["primaryKey"] for found in whole["resources"]} == {
        file.path: list(file.key) for file in FILES.values()
    }


def test_every_column_has_a_type_and_a_description(whole):
    for found in whole["resources"]:
        assert [field["name"] for field in found["schema"]["fields"]] == list(FILES[found["name"]].by_name)
        assert all(field["type"] and field["description"] for field in found["schema"]["fields"])


def test_columns_say_what_they_allow(whole):
    update = fields(whole, "status_updates")
    assert update["sequence"]["type"] == "integer"
    assert update["recorded_on"]["type"] == "date"
    assert update["effective_on"]["constraints"]["pattern"] == r"\d{4}(-\d{2}(-\d{2})?)?"
    assert update["evidence"]["constraints"] == {"required": True, "enum": ["inspection", "document", "assertion"]}
    assert "constraints" not in update["publisher_wording"]
    assert fields(whole, "sources")["url"]["format"] == "uri"


def test_references_can_be_followed_within_the_package(whole):
    keys = resource(whole, "status_updates")["schema"]["foreignKeys"]
    assert {"fields": ["source"], "reference": {"resource": "sources", "fields": ["slug"]}} in keys
    pair = ["recommendation", "body"]
    assert {"fields": pair, "reference": {"resource": "addressees", "fields": pair}} in keys
    [own] = resource(whole, "bodies")["schema"]["foreignKeys"]
    assert own["reference"] == {"resource": "", "fields": ["slug"]}


def test_a_package_without_a_file_has_no_reference_to_it():
    package = json.loads(descriptor([FILES["oversight"]], About("name", "Title", "About it.")))
    assert "foreignKeys" not in package["resources"][0]["schema"]
    assert (package["name"], package["title"], package["description"]) == ("name", "Title", "About it.")


def test_a_file_without_the_rare_columns_still_points_to_itself():
    package = json.loads(descriptor([file.without_rare for file in FILES.values()]))
    assert "withdrawn_on" not in fields(package, "recommendations")
    keys = {
        key["fields"][0]: key["reference"]["resource"]
        for key in resource(package, "recommendations")["schema"]["foreignKeys"]
    }
    assert keys == {"inspection": "inspections", "parent": ""}


def test_it_is_the_same_in_every_language():
    before = descriptor(FILES.values())
    with override("cy"):
        assert descriptor(FILES.values()) == before
