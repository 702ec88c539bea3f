"""What pages say to machines: schema.org's own words, true of the page, and never a way out of the block."""

import json
import re
from typing import Any

import pytest
from django.urls import resolve

from inspections.actions import withdraw
from inspections.days import today
from inspections.linked_data import filled, forms, in_page
from tests import make

HOME = "http://localhost:8000"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

# The types that we use, each with those of its properties that we use: https://schema.org/docs/full.html, release 29.
PROPERTIES = {
    "Dataset": "name description url license creator isAccessibleForFree version dateModified temporalCoverage "
    "spatialCoverage inLanguage keywords distribution",
    "DataDownload": "name description contentUrl encodingFormat",
    "Organization": "name url",
    "Place": "name",
    "Report": "name url mainEntityOfPage datePublished author publisher about abstract isPartOf inLanguage",
    "CreativeWorkSeries": "name url",
    "GovernmentOrganization": "name alternateName url mainEntityOfPage foundingDate dissolutionDate identifier",
    "PropertyValue": "propertyID value",
}


def block(client, path: str) -> dict[str, Any]:
    """The one block of a page, read as a program reads it."""
    (found,) = BLOCK.findall(client.get(path).content.decode())
    read = json.loads(found)
    assert isinstance(read, dict)
    return read


def strangers(thing: Any) -> set[str]:
    """Types and properties that schema.org does not have, or that we have not looked up there."""
    if isinstance(thing, list):
        return set().union(*map(strangers, thing))
    if not isinstance(thing, dict):
        return set()
    known = PROPERTIES.get(thing["@type"])
    if known is None:
        return {thing["@type"]}
    found = {name for name in thing if not name.startswith("@")} - set(known.split())
    return found.union(*map(strangers, thing.values()))


@pytest.fixture
def force(db):
    return make.make_force(
        "north", name="North Police", short_name="North", ons_code="E23000001", established_on=make.partial("1974-04")
    )


def test_the_first_page_describes_the_record_as_a_data_set_with_its_forms(client, force):
    make.make_inspection(published="2017-09-27")
    make.make_inspection(published="2011-03")
    found = block(client, "/")
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "Dataset"
    assert strangers(found) == set()
    assert found["temporalCoverage"] == "2011-03-01/.."
    assert found["license"].startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence/")
    offered = {each["encodingFormat"]: each["contentUrl"] for each in found["distribution"]}
    assert offered["text/csv"] == f"{HOME}/recommendations.csv"
    assert len(offered) == len(found["distribution"]) == 6


def test_an_empty_record_does_not_say_from_when_it_is(client, db):
    assert "temporalCoverage" not in block(client, "/")


def test_a_page_for_a_past_day_offers_no_data_set(client, force):
    """What can be downloaded is the record of today."""
    assert BLOCK.findall(client.get("/?as_at=2019-06-30").content.decode()) == []


def test_every_form_that_is_offered_is_there(db):
    for form in forms():
        assert resolve(form.path), form.path


def test_the_page_of_an_inspection_describes_its_report(client, force):
    programme = make.make_programme("peel", name="PEEL")
    make.make_inspection(
        "first", "2017-09", [force], programme=programme, report_url="https://example.org/r", summary=""
    )
    found = block(client, "/inspections/first/")
    assert strangers(found) == set()
    assert (found["@type"], found["datePublished"]) == ("Report", "2017-09")
    assert found["url"] == "https://example.org/r"
    assert found["mainEntityOfPage"] == f"{HOME}/inspections/first/"
    assert [each["name"] for each in found["about"]] == ["North Police"]
    assert [each["@type"] for each in found["publisher"]] == ["GovernmentOrganization"]
    assert "abstract" not in found  # nothing is said of what is not known


def test_the_page_of_a_body_describes_it(client, force):
    found = block(client, "/forces/north/")
    assert strangers(found) == set()
    assert found["@type"] == "GovernmentOrganization"
    assert found["foundingDate"] == "1974-04"
    assert found["alternateName"] == ["North"]
    assert found["identifier"]["value"] == "E23000001"
    assert "dissolutionDate" not in found


def test_what_was_withdrawn_is_not_offered_to_machines(client, force):
    inspection = make.make_inspection("first", "2017-09", [force])
    withdraw(inspection, on=today(), note="Entered twice.")
    page = client.get("/inspections/first/")
    assert page.status_code == 200
    assert BLOCK.findall(page.content.decode()) == []


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script", "a & b", "\u2028", '“é” \\ "'])
def test_no_text_can_end_the_block_and_none_is_lost(text):
    html = in_page({"name": text})
    assert html.count("<") == 2
    assert html.count("</script>") == 1
    assert json.loads(BLOCK.findall(html)[0])["name"] == text


def test_the_name_of_a_body_cannot_break_its_page(client, db):
    make.make_force("north", name="North </script><script>alert(1)</script>")
    html = client.get("/forces/north/").content.decode()
    assert "<script>alert" not in html
    assert block(client, "/forces/north/")["name"] == "North </script><script>alert(1)</script>"


def test_what_is_empty_is_left_out_and_what_is_false_is_not():
    assert filled({"a": "", "b": None, "c": [], "d": False, "e": 0}) == {"d": False, "e": 0}
