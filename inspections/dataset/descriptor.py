"""datapackage.json: the format described for other people's tools, as a Frictionless tabular data package."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override

from inspections.models.fields import SLUG

from .columns import SEPARATOR, Field, File, Kind
from .schema import FILE_OF, FILES

LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}

_SLUG = SLUG.replace("?:", "")  # groups without a name are not known to every tool
PATTERNS = {
    Kind.SLUG: _SLUG,
    Kind.REFERENCE: _SLUG,
    Kind.DATE: r"\d{4}(-\d{2}(-\d{2})?)?",
}
TYPES = {Kind.INTEGER: "integer", Kind.DAY: "date"}


@dataclass(frozen=True)
class About:
    """What a package says of itself as a whole."""

    name: str = "police-inspection-recommendations"
    title: str = "Police inspection recommendations and what became of them"
    description: str = (
        "Every recommendation, every body it was addressed to, what each party says about it, on what evidence, and "
        "how that changed. An empty cell means that something is not known. Contains public sector information "
        "licensed under the Open Government Licence v3.0."
    )


def descriptor(files: Iterable[File], about: About | None = None) -> bytes:
    """The description of a package with these files."""
    files = list(files)
    about = about or About()
    # One language whoever asks: the same rows give the same bytes.
    with override(settings.LANGUAGE_CODE):
        resources = [_resource(file, {file.name for file in files}) for file in files]
    package = {
        "profile": "tabular-data-package",
        "name": about.name,
        "title": about.title,
        "description": about.description,
        "version": "1.0.0",
        "licenses": [LICENCE],
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(file: File, present: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in file.columns],
        "missingValues": [""],
        "primaryKey": list(file.key),
    }
    foreign = _foreign_keys(file, present)
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "profile": "tabular-data-resource",
        "name": file.name,
        "path": file.path,
        "title": str(file.title),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.optional:
        constraints["required"] = True
    if column.kind == Kind.WORD:
        constraints["enum"] = list(column.words)
    pattern = PATTERNS.get(column.kind)
    if pattern:
        constraints["pattern"] = f"{pattern}({SEPARATOR}{pattern})*" if column.several else pattern
    found: dict[str, Any] = {"name": column.name, "type": TYPES.get(column.kind, "string")}
    if column.kind == Kind.URL:
        found["format"] = "uri"
    found["description"] = _description(column)
    if constraints:
        found["constraints"] = constraints
    return found


def _description(column: Field) -> str:
    sentences = [str(column.description)]
    if column.kind == Kind.DATE:
        sentences.append("ISO 8601, as exact as the source: YYYY, YYYY-MM or YYYY-MM-DD.")
    if column.target is not None:
        several = f", several joined with “{SEPARATOR}”" if column.several else ""
        sentences.append(f"{'Keys' if column.several else 'A key'} of {FILE_OF[column.target].path}{several}.")
    return " ".join(sentences)


def _foreign_keys(file: File, present: set[str]) -> list[dict[str, Any]]:
    """What a tool can follow: to files of this package, from cells with one value."""
    found: list[dict[str, Any]] = []
    for column in file.columns:
        if column.target is None or column.several:
            continue
        to = FILE_OF[column.target]
        if to.name in present:
            found.append(_reference([column.name], to, file))
    links = (link for link in file.links if link.to in present and link.to != file.name)
    return found + [_reference(list(link.columns), FILES[link.to], file) for link in links]


def _reference(fields: list[str], to: File, file: File) -> dict[str, Any]:
    # The format says "itself" with an empty name.
    resource = "" if to.name == file.name else to.name
    return {"fields": fields, "reference": {"resource": resource, "fields": list(to.key)}}
