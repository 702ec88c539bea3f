"""Themes: how the items about each stand, and one theme across bodies and inspections."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_counts_items_and_leads_to_them(client):
    theme = make.make_theme("missing-children", name="Missing children")
    make.make_update(make.make_item(themes=[theme]), "complete")
    make.make_item(themes=[theme])
    make.make_theme(name="Quiet theme")
    text = text_of(client, "/themes/")
    assert 'href="/recommendations/?theme=missing-children">2</a>' in text
    assert "1 of 2 confirmed complete" in text
    assert "Nothing asked" in text


def test_the_list_can_be_put_in_order_of_most_items(client):
    make.make_item(themes=[make.make_theme(name="Zeal")])
    make.make_theme(name="Alpha")
    text = text_of(client, "/themes/?sort=items")
    assert text.index(">Zeal<") < text.index(">Alpha<")
    assert "to choose here" in text_of(client, "/themes/?sort=x")


def test_the_page_tells_the_other_words_the_bodies_and_what_else_was_noted(client):
    theme = make.make_theme("missing-children", synonyms="absent children; mispers")
    force = make.make_force("northshire", name="Northshire Police")
    item = make.make_item("rec", force, themes=[theme])
    make.make_update(item, "under-way", reason="Training was given.")
    make.make_observation(item.recommendation.inspection, text="Staff cared.").themes.add(theme)
    make.make_observation(make.make_inspection(draft=True), text="Hushed words.").themes.add(theme)
    text = text_of(client, "/themes/missing-children/")
    assert "absent children, mispers" in text
    assert "/recommendations/?theme=missing-children&amp;force=northshire" in text
    assert "Training was given." in text
    assert "Staff cared." in text
    assert "Hushed words." not in text


def test_a_theme_of_which_nothing_is_recorded_says_so(client):
    make.make_theme("quiet")
    assert "That does not mean that there was nothing." in text_of(client, "/themes/quiet/")


def test_queries_do_not_grow_with_the_record(client):
    def queries(path: str) -> int:
        client.get(path)  # the bitmaps are read once for an edition
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    def fill(slug: str, rows: int) -> None:
        theme = make.make_theme(slug)
        for _ in range(rows):
            make.make_update(make.make_item(themes=[theme], inspection=make.make_inspection()), "under-way")
            make.make_observation(make.make_inspection()).themes.add(theme)

    fill("small", 6)
    few, listed = queries("/themes/small/"), queries("/themes/")
    fill("large", 20)
    assert queries("/themes/large/") <= few
    assert queries("/themes/") == listed
