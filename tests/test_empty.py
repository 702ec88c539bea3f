"""A record with nothing in it yet: every list answers, and says so."""

import pytest

from inspections.models import Response
from tests.inspections.api.record import LISTS, get

pytestmark = pytest.mark.django_db

PAGES = ("/", "/recommendations/", "/forces/", "/inspections/", "/programmes/", "/themes/", "/methodology/")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(client, path):
    assert client.get(path).status_code == 200
    assert Response.objects.count() == 0


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_the_api_answers(client, name):
    assert get(client, f"{name}/")["results"] == []
