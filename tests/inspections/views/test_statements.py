"""What the site says about itself is true of this record and this code."""

import pytest
from django.test import override_settings

from inspections.headline import HeadlineStatus
from inspections.models import Position, RecommendationKind
from tests import make

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_methodology_explains_every_status_position_and_kind(client):
    page = text_of(client, "/methodology/")
    for word in (*HeadlineStatus, *Position, *RecommendationKind):
        assert str(word.label) in page, word
    for status in HeadlineStatus:
        assert status.meaning in page


def test_the_methodology_counts_the_record(client):
    make.make_recommendation(to=[make.make_force(), make.make_force()])
    page = text_of(client, "/methodology/")
    assert "To 2 bodies." in page
    assert "<b>2</b> of 2" in page


def test_the_methodology_asks_no_more_queries_of_a_larger_record(client, django_assert_max_num_queries):
    for _ in range(10):
        make.make_update(make.make_item(inspection=make.make_inspection()), "under-way")
    with django_assert_max_num_queries(14):
        client.get("/methodology/")


def test_a_demonstration_says_that_it_is_one_and_a_real_copy_does_not(client):
    assert "This copy is a demonstration" in text_of(client, "/about/")
    with override_settings(DEMO=False):
        assert "demonstration" not in text_of(client, "/about/")


def test_the_licence_is_named_and_linked(client):
    page = text_of(client, "/about/")
    assert "public sector information licensed under the Open Government Licence v3.0" in page
    assert "open-government-licence/version/3/" in page


@pytest.mark.parametrize("path", ["/about/", "/accessibility/", "/privacy/"])
def test_prose_asks_the_database_for_the_edition_alone(client, path, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get(path).status_code == 200
