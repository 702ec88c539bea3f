import datetime

import pytest
from django.http import QueryDict

from inspections.models import Addressee
from inspections.reading.addressed import AddressedList
from tests.make import make_force, make_recommendation, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


@pytest.fixture
def recommendation():
    """Asked of three forces: one complete, one planned, one silent."""
    found = make_recommendation("national", [make_force(name) for name in ("avon", "essex", "kent")])
    items = {item.body.slug: item for item in found.addressees.all()}
    make_update(items["avon"], "complete", on="2022-01-01")
    make_update(items["kent"], "planned", on="2024-01-01")
    return found


def table(recommendation, query: str = "") -> AddressedList:
    items = Addressee.objects.public(ON).standing(ON).filter(recommendation=recommendation)
    return AddressedList(QueryDict(query), recommendation, items, ON)


def slugs(found: AddressedList) -> list[str]:
    return [item.body.slug for item in found.rows]


def test_the_orders(recommendation):
    assert slugs(table(recommendation)) == ["avon", "essex", "kent"]
    assert slugs(table(recommendation, "sort=status")) == ["essex", "kent", "avon"]
    assert slugs(table(recommendation, "sort=news")) == ["kent", "avon", "essex"]


def test_only_those_of_a_status_while_all_are_counted(recommendation):
    found = table(recommendation, "status=planned")
    assert slugs(found) == ["kent"]
    assert found.total == 3
    assert [each["value"] for each in found.active_filters] == ["Planned"]
    assert [row.news.iso for row in found.rows] == ["2024-01-01"]


def test_links_keep_what_was_chosen(recommendation):
    found = table(recommendation, "status=planned&sort=news")
    assert found.url(sort="status") == "/recommendations/national/?status=planned&sort=status#bodies"
    assert next(segment.url for segment in found.bar["segments"]) == (
        "/recommendations/national/?status=no-progress&sort=news#bodies"
    )
    assert table(recommendation).url() == "/recommendations/national/#bodies"


@pytest.mark.parametrize("query", ["status=nonsense", "status=%00", "sort=nonsense", "sort=%ff"])
def test_what_is_not_understood_is_said_and_changes_nothing(recommendation, query):
    found = table(recommendation, query)
    assert len(found.errors) == 1
    assert slugs(found) == ["avon", "essex", "kent"]


def test_it_is_open_as_long_as_one_item_is(recommendation):
    assert table(recommendation).is_open
    for item in recommendation.addressees.all():
        make_update(item, "no-further-action", on="2025-01-01")
    assert not table(recommendation).is_open
