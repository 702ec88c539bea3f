"""The data set in the words of DCAT."""

import datetime
from typing import Any

import pytest

from inspections.catalogue import CONTEXT, described
from inspections.models.edition import Current
from tests import make

# From https://www.w3.org/TR/vocab-dcat-3/, https://www.dublincore.org/specifications/dublin-core/dcmi-terms/ and
# http://xmlns.com/foaf/0.1/.
TERMS = {
    "dcat": "Catalog Dataset Distribution DataService version theme keyword landingPage distribution accessURL "
    "downloadURL mediaType endpointURL endpointDescription servesDataset dataset service startDate",
    "dct": "identifier title description publisher license language modified accrualPeriodicity accessRights spatial "
    "temporal PeriodOfTime",
    "foaf": "Agent name homepage",
    "xsd": "date dateTime",
}
# What the application profile for European portals, DCAT-AP 3, makes mandatory or recommends of each.
NEEDED = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset", "foaf:homepage", "dct:license"},
    "dcat:Dataset": {
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dcat:distribution",
        "dcat:keyword",
        "dcat:theme",
    },
    "dcat:Distribution": {"dcat:accessURL", "dct:description", "dct:license"},
    "dcat:DataService": {"dcat:endpointURL", "dct:title", "dcat:endpointDescription", "dcat:servesDataset"},
}


def things(node: Any) -> list[dict[str, Any]]:
    """Every object of the description."""
    if isinstance(node, list):
        return [thing for each in node for thing in things(each)]
    if not isinstance(node, dict):
        return []
    return [node, *(thing for value in node.values() for thing in things(value))]


def names(node: Any) -> set[str]:
    found: set[str] = set()
    for thing in things(node):
        found |= (
            {name for name in thing if not name.startswith("@")} | {thing["@type"]} if "@type" in thing else set(thing)
        )
    return {name for name in found if not name.startswith("@")}


@pytest.fixture
def catalogue(db) -> dict[str, Any]:
    make.make_inspection(published="2017-09-27")
    since = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)
    return described(
        Current("7", since), datetime.date(2026, 11, 22), lambda path: f"https://register.example.org{path}"
    )


def test_every_term_is_one_of_its_vocabulary(catalogue):
    body = {name: value for name, value in catalogue.items() if name != "@context"}
    for name in names(body):
        prefix, _colon, term = name.partition(":")
        assert prefix in CONTEXT, name
        assert term in TERMS[prefix].split(), name


def test_everything_has_what_catalogues_ask_for(catalogue):
    seen = set()
    for thing in things(catalogue):
        if thing.get("@type") in NEEDED:
            seen.add(thing["@type"])
            assert NEEDED[thing["@type"]] - set(thing) == set(), thing["@type"]
    assert seen == set(NEEDED)


def test_names_are_given_once_and_those_that_are_meant_exist(catalogue):
    named = [thing["@id"] for thing in things(catalogue) if "@id" in thing and len(thing) > 1]
    assert len(named) == len(set(named))
    (dataset,), (service,) = catalogue["dcat:dataset"], catalogue["dcat:service"]
    assert service["dcat:servesDataset"]["@id"] == dataset["@id"]
    assert dataset["dct:publisher"]["@id"] in named


def test_the_edition_is_its_version_and_its_time_that_of_the_edition(catalogue):
    (dataset,) = catalogue["dcat:dataset"]
    assert dataset["dcat:version"] == "7"
    assert dataset["dct:modified"]["@value"] == "2026-11-22T08:00:00+00:00"
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2017-09-27"


def test_an_empty_record_does_not_say_from_when_it_is(db):
    since = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)
    found = described(Current("0", since), datetime.date(2026, 11, 22), lambda path: path)
    assert "dct:temporal" not in found["dcat:dataset"][0]
