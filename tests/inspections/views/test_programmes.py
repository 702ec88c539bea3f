"""Programmes: what each kind of inspection asked for, and how that stands."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.views.programmes import MOST_INSPECTIONS
from tests import make

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_counts_inspections_and_items(client):
    programme = make.make_programme("peel", name="Assessments", abbreviation="PEEL")
    make.make_item(inspection=make.make_inspection(programme=programme))
    make.make_inspection(programme=programme, draft=True)
    text = text_of(client, "/programmes/")
    assert "(PEEL)" in text
    assert re.search(r'data-label="Inspections">1<', text)
    assert 'href="/recommendations/?programme=peel">1</a>' in text


def test_the_page_tells_the_duty_to_respond_the_inspections_and_the_items(client):
    programme = make.make_programme("peel", description="Every force, every year.")
    for number in range(MOST_INSPECTIONS + 1):
        make.make_inspection(published=str(2000 + number), programme=programme, title=f"Assessment {number}.")
    item = make.make_item("rec", inspection=make.make_inspection(published="2024", programme=programme))
    make.make_update(item, "under-way", on="2025", reason="Training was given.")
    text = text_of(client, "/programmes/peel/")
    assert "Every force, every year." in text
    assert "Police Act 1996, section 55" in text
    assert f"{MOST_INSPECTIONS + 2} inspections</h2>" in text
    assert 'href="/inspections/?programme=peel"' in text
    assert "Assessment 0." not in text
    assert "Training was given." in text


def test_a_programme_of_which_nothing_is_recorded_says_so(client):
    make.make_programme("quiet")
    assert "That does not mean that there was none." in text_of(client, "/programmes/quiet/")


def test_queries_do_not_grow_with_the_record(client):
    def queries(path: str) -> int:
        client.get(path)  # the bitmaps are read once for an edition
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    def fill(slug: str, rows: int) -> None:
        programme = make.make_programme(slug)
        for _ in range(rows):
            make.make_update(make.make_item(inspection=make.make_inspection(programme=programme)), "under-way")

    fill("small", 6)
    few, listed = queries("/programmes/small/"), queries("/programmes/")
    fill("large", 20)
    assert queries("/programmes/large/") <= few
    assert queries("/programmes/") == listed
