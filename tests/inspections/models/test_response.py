import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from inspections.models import Response, ResponseItem
from tests.make import make_force, make_inspection, make_item, make_response, make_source, partial

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"published_on": "2020-02"}, True),
        ({"submitted_on": "2020-02"}, True),
        ({"url": "https://example.org/"}, True),
        ({"not_found_as_of": "2020-02-03"}, True),
        ({}, False),
        ({"published_on": "2020-02", "not_found_as_of": "2020-02-03"}, False),
        ({"url": "https://example.org/", "not_found_as_of": "2020-02-03"}, False),
    ],
)
def test_a_response_was_found_or_looked_for_and_not_both(fields, fits):
    def save():
        return Response.objects.create(inspection=make_inspection(), responder=make_force(), **fields)

    if fits:
        assert save().was_found is ("not_found_as_of" not in fields)
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            save()


def test_a_source_alone_shows_that_there_is_a_response():
    assert make_response(make_inspection(), make_force(), published=None, source=make_source()).was_found


@pytest.mark.parametrize(
    ("published", "fits"), [("2020-01-14", False), ("2019", False), ("2020-01-15", True), ("2020-01", True)]
)
def test_a_response_cannot_come_before_the_report(published, fits):
    response = Response(
        inspection=make_inspection(published="2020-01-15"), responder=make_force(), published_on=partial(published)
    )
    if fits:
        response.full_clean()
    else:
        with pytest.raises(ValidationError, match="cannot come before the report"):
            response.full_clean()


def test_a_body_responds_to_an_inspection_once():
    first = make_response(make_inspection(), make_force())
    with pytest.raises(ValidationError, match="recorded already"):
        Response(inspection=first.inspection, responder=first.responder, published_on=partial("2020-03")).full_clean()


def test_it_answers_only_recommendations_of_its_own_inspection():
    item, other = make_item(), make_item()
    response = make_response(item.recommendation.inspection, item.body)
    ResponseItem(response=response, addressee=item, decision="accepted").full_clean()
    with pytest.raises(ValidationError, match="another inspection"):
        ResponseItem(response=response, addressee=other, decision="accepted").full_clean()


def test_what_is_public_does_not_move_to_an_inspection_that_is_not():
    response = make_response(make_inspection(), make_force())
    response.inspection = make_inspection(draft=True)
    with pytest.raises(ValidationError, match="nothing public vanishes"):
        response.full_clean()


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2020-02-20"},
        {"published": "2020"},
        {"published": None, "submitted_on": partial("2020-02")},
        {"published": "2020-03-01", "submitted_on": partial("2020-01-20")},
        {"published": None, "not_found_as_of": datetime.date(2020, 2, 19)},
        {"published": None, "url": "https://example.org/"},
    ],
)
def test_readable_says_the_same_in_the_database_and_of_one_response(fields):
    response = make_response(make_inspection(published="2020-01-15"), make_force(), **fields)
    for on in ("2020-01-14", "2020-01-15", "2020-01-31", "2020-02-01", "2020-02-19", "2020-02-20", "2020-03-01"):
        day = datetime.date.fromisoformat(on)
        assert response.is_readable(day) is Response.objects.readable(day).exists(), on
