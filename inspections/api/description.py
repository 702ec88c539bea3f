"""The description of the API (OpenAPI 3.1), and the page that is made from it."""

import functools
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from inspections.api.endpoint import MOST, Endpoint
from inspections.models import ChangeKind
from inspections.views.page import PublicPage
from tracker.addresses import absolute


def plain(value: Any) -> Any:
    """A description without lazy texts, in the language of the site."""
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, Promise) else value


@functools.cache
def description() -> dict[str, Any]:
    """The whole description. It depends on the code alone, so it is made once a process."""
    made: dict[str, Any] = plain(SchemaGenerator(api_version="1").get_schema(request=None, public=True))
    return made


@extend_schema(exclude=True)
class OpenApi(Endpoint):
    """The description as JSON."""

    def check(self) -> None:
        """It has no day, so it has nothing that could be wrong."""

    def answer(self) -> Response:
        return Response(description())


def referred(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that a schema refers to, or itself."""
    for each in (schema, *schema.get("allOf", ())):
        if "$ref" in each:
            name = each["$ref"].rsplit("/", 1)[1]
            found: dict[str, Any] = description()["components"]["schemas"][name]
            return found
    return schema


def kind_of(schema: dict[str, Any]) -> str:
    """The kind of a value in words: “text, or null”."""
    words = {
        "string": _("text"),
        "integer": _("whole number"),
        "boolean": _("true or false"),
        "array": _("list"),
        "object": _("object"),
    }
    if "oneOf" in schema or "anyOf" in schema:
        parts = schema.get("oneOf") or schema["anyOf"]
        return _(", or ").join(dict.fromkeys(kind_of(part) for part in parts))
    found = referred(schema)
    if "enum" in found:
        return _("code") if found["enum"] != [None] else _("null")
    given = found.get("type", "string")
    types: list[str] = given if isinstance(given, list) else [given]
    formats = {"date": _("day"), "date-time": _("time"), "uri": _("address")}
    said = [
        _("null") if each == "null" else formats.get(found.get("format", ""), words.get(each, each)) for each in types
    ]
    return _(", or ").join(said)


def codes_of(schema: dict[str, Any]) -> list[str]:
    """The codes that a value may be, where they are few by nature."""
    for each in (schema, schema.get("items", {}), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        values = referred(each).get("enum", [])
        if any(values):
            return [str(value) for value in values if value]
    return []


def fields_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of one thing of an answer: name, kind, words and codes."""
    found = referred(schema)
    things = found.get("properties", {}).get("results")
    if things:
        found = referred(things["items"])
    return [
        {"name": name, "kind": kind_of(field), "words": field.get("description", ""), "codes": codes_of(field)}
        for name, field in found.get("properties", {}).items()
    ]


def operations(host: str) -> Iterator[dict[str, Any]]:
    """Every address, with all that its description says. Fields stand with lists; one thing has the same."""
    told: set[str] = set()
    for path, methods in description()["paths"].items():
        operation = methods["get"]
        tag = operation["tags"][0]
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        same = path.split("/")[3]
        yield {
            "path": path,
            "id": operation["operationId"].replace("_", "-"),
            "heading": operation["summary"],
            "words": operation.get("description", ""),
            "tag": tag,
            "parameters": [
                {
                    "name": each["name"],
                    "where": _("in the address") if each["in"] == "path" else _("parameter"),
                    "words": each.get("description", ""),
                    "codes": codes_of(each["schema"]),
                    "repeats": each["schema"].get("type") == "array",
                }
                for each in operation.get("parameters", [])
            ],
            "fields": [] if same in told else fields_of(answer),
            "same_as": f"list-{same}" if same in told else "",
            "statuses": [
                {"status": status, "words": response.get("description") or _("The answer.")}
                for status, response in operation["responses"].items()
            ],
            "curl": f"curl '{host}{example(path)}'",
        }
        told.add(same)


def example(path: str) -> str:
    """An address that can be tried, with parts that look like real ones."""
    for part, value in {"slug": "name", "body": "body", "sequence": "1"}.items():
        path = path.replace(f"{{{part}}}", f"<{value}>" if part != "sequence" else value)
    extra = {
        reverse("api-recommendations"): "?status=under-way&limit=10",
        reverse("api-items"): "?due=overdue&as_at=2024-06-30",
        reverse("api-changes"): "?after=120",
        reverse("api-bodies"): "?kind=police-force",
    }
    return path + extra.get(path, "")


class ApiPage(PublicPage):
    """How to use the API: every address, parameter, field and error, from the description itself."""

    template_name = "api/index.jinja"
    defined_at = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        host = absolute("/", self.request).rstrip("/")
        return super().get_context_data(
            heading=_("The API"),
            lead=_("The whole record as JSON, for programs. Read-only, without account or key."),
            description=_("How programs read the record of inspection recommendations."),
            operations=list(operations(host)),
            kinds=[{"code": kind.value, "words": kind.label} for kind in ChangeKind],
            host=host,
            most=MOST,
            **kwargs,
        )
