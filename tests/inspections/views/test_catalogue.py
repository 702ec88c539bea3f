"""The description of the data set, as a catalogue asks for it."""

import pytest
from django.test import Client

from tests import make
from tests.editions import stand_still

pytestmark = pytest.mark.django_db
ADDRESS = "/data/dcat.jsonld"


def test_it_is_json_that_names_the_forms_by_whole_addresses(client):
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/ld+json"
    (dataset,) = answer.json()["dcat:dataset"]
    downloads = {form["dcat:downloadURL"]["@id"] for form in dataset["dcat:distribution"]}
    assert "http://localhost:8000/recommendations.csv" in downloads
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_who_has_it_already_is_told_so_until_the_record_changes(client):
    first = client.get(ADDRESS)
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304
    make.make_force()
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("day", ["2019-06-30", "2999-01-01", "nonsense"])
def test_it_takes_no_day_and_says_why(client, day):
    answer = client.get(ADDRESS, {"as_at": day})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "as it can be had today" in answer.content.decode()


def test_an_unknown_parameter_changes_nothing(client):
    assert client.get(ADDRESS, {"x": "1"}).content == client.get(ADDRESS).content


def test_it_can_only_be_read(client):
    assert Client(enforce_csrf_checks=True).post(ADDRESS).status_code == 405
    assert client.head(ADDRESS).status_code == 200


def test_a_draft_leaves_no_trace_in_it(client, monkeypatch):
    stand_still(monkeypatch)
    before = client.get(ADDRESS).content
    make.make_inspection(published="1999-01-01", draft=True, title="Zanzibar")
    assert client.get(ADDRESS).content == before
