"""The description of the API is whole, and its page is made from it."""

import re

import pytest
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS

from inspections.api import description as module
from inspections.api import urls
from inspections.api.description import codes_of, description, example, fields_of, kind_of
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db


def test_it_is_openapi_3_1_and_served_as_json_to_every_origin(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json() == description()
    assert answer.json()["openapi"].startswith("3.1")


def test_it_is_made_without_a_warning():
    module.description.cache_clear()
    with GENERATOR_STATS.silence():
        GENERATOR_STATS.reset()
        description()
        assert not GENERATOR_STATS


def test_it_has_every_address_and_the_errors_of_each():
    paths = description()["paths"]
    described = {re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)) for pattern in urls.urlpatterns}
    left_out = {"api/", "api/v1/openapi.json", r"^api/v1/(?P<rest>[\s\S]*)\Z"}
    assert {path.lstrip("/") for path in paths} == described - left_out
    for path, methods in paths.items():
        assert set(methods) == {"get"}, path
        answers = methods["get"]["responses"]
        assert {"200", "304", "400", "406"} <= set(answers), path
        assert set(answers["400"]["content"]) == {"application/problem+json"}, path
        assert ("{" in path) == ("404" in answers), path


def test_every_parameter_and_field_says_what_it_means():
    for path, methods in description()["paths"].items():
        said = methods["get"]
        assert [each["name"] for each in said["parameters"] if each["in"] == "query" and not each["description"]] == []
        answer = said["responses"]["200"]["content"]["application/json"]["schema"]
        assert [field["name"] for field in fields_of(answer) if not field["words"]] == [], path


def test_the_page_has_every_address_parameter_and_field(client):
    text = client.get(reverse("api")).content.decode()
    for path, methods in description()["paths"].items():
        assert f"GET {path}</code>" in text
        for parameter in methods["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in text
    for name in ("status_since", "in_force", "withdrawal_note"):
        assert f"<code>{name}</code>" in text


@pytest.mark.once
def test_the_page_is_valid_html(client):
    assert html_errors({"/api/": client.get(reverse("api")).content.decode()}) == {}


def test_the_examples_with_parameters_can_be_tried(client):
    for path in description()["paths"]:
        tried = example(path)
        if "<" not in tried and "after=" not in tried:
            assert client.get(tried).status_code == 200, tried


def test_kinds_of_values_are_said_in_words():
    assert kind_of({"type": ["string", "null"]}) == "text, or null"
    assert kind_of({"type": "string", "format": "date"}) == "day"
    assert kind_of({"$ref": "#/components/schemas/BodyKind"}) == "code"
    assert codes_of({"type": "array", "items": {"enum": ["a", "b", ""]}}) == ["a", "b"]
