"""The page of a recommendation beside its parts, and beside what came before and after it."""

import pytest

from tests.answers import read
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_part,
    make_recommendation,
    make_succession,
    make_update,
)

pytestmark = pytest.mark.django_db


def test_it_never_claims_more_than_its_worst_part(client):
    item = make_item("whole", make_force("kent"))
    parts = [make_part(item.recommendation, ref=f"whole-{letter}", number=f"A{letter}") for letter in "abcd"]
    make_update(item, "complete")
    make_update(parts[0].addressees.get(), "complete")
    page = read(client, "/recommendations/whole/")
    assert "<b>3 of 4 parts are not confirmed complete.</b>" in page
    assert 'href="#parts"' in page
    assert 'id="parts"' in page
    assert "1 of 4 parts confirmed complete" in page
    assert "3 of 4 parts are not confirmed complete" in read(client, "/recommendations/?status=confirmed-complete")
    assert 'href="/recommendations/whole/#rec-Aa"' in read(client, "/recommendations/whole-a/")
    for part in parts[1:]:
        make_update(part.addressees.get(), "complete")
    assert "not confirmed complete" not in read(client, "/recommendations/whole/")


def test_what_is_superseded_names_what_takes_its_place(client):
    kent, essex = make_force("kent"), make_force("essex")
    earlier = make_recommendation("earlier", [kent, essex])
    later = make_recommendation(
        "later", text="Do it in another way.", inspection=make_inspection(title="PEEL 2023", published="2023-01-01")
    )
    make_succession(earlier, later, "superseded-by")
    assert "Superseded by:" not in read(client, "/recommendations/earlier/")
    make_update(earlier.addressees.get(body=kent), "superseded", on="2023-01-01")
    named = 'Superseded by: <a class="govuk-link" href="/recommendations/later/">Do it in another way.</a> (PEEL 2023)'
    assert named in read(client, "/recommendations/earlier/")
    assert named in read(client, "/recommendations/earlier/kent/")
    assert "Superseded by:" not in read(client, "/recommendations/earlier/essex/")


def test_a_chain_that_is_cut_says_so(client, monkeypatch):
    monkeypatch.setattr("inspections.reading.chains.MOST_LINKS", 1)
    links = [make_recommendation(f"link-{number}") for number in range(3)]
    make_succession(links[0], links[1])
    make_succession(links[1], links[2])
    assert "The chain is longer than what is shown here." in read(client, "/recommendations/link-0/")
    assert "The chain is longer" not in read(client, "/recommendations/link-1/")
