import pytest

from tracker.views.gallery_figures import MONTHS, charts

pytestmark = pytest.mark.django_db


def test_the_gallery_shows_every_picture_with_something_in_it(client):
    text = client.get("/components/").content.decode()
    for chart in charts().values():
        assert f'id="{chart["id"]}-title"' in text


def test_the_last_month_stands_in_the_table():
    last = charts()["over_time"]["rows"][-1]
    assert last["total"] == sum(list(MONTHS.values())[-1].values())


def test_the_citation_names_its_day_and_edition(client):
    text = client.get("/components/").content.decode()
    assert "‘Northshire Police’, as at 30 June 2026, edition 1234" in text
