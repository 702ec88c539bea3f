import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.dataset.columns import Kind
from inspections.exports import table as module
from inspections.exports.table import Column, Table
from inspections.models import Theme
from tests.make import make_theme

pytestmark = pytest.mark.django_db


def fetch(keys):
    return {theme.pk: [theme.slug] for theme in Theme.objects.filter(pk__in=keys)}


THEMES = Table("themes", "Themes", (Column("slug", "The key."),), fetch)


def test_rows_are_those_of_the_queryset_in_its_order(monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 2)
    for slug in ("b", "a", "d", "c", "e"):
        make_theme(slug)
    rows = THEMES.rows(Theme.objects.exclude(slug="c").order_by("-slug"))
    assert list(rows) == [["e"], ["d"], ["b"], ["a"]]


def test_what_is_gone_by_the_time_it_is_fetched_is_left_out():
    make_theme("a")
    assert list(Table("themes", "Themes", THEMES.columns, lambda keys: {}).rows(Theme.objects.all())) == []


def test_few_rows_are_held_at_a_time(monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 10)
    for number in range(25):
        make_theme(f"theme-{number}")
    asked = []

    def counted(keys):
        asked.append(len(keys))
        return fetch(keys)

    table = Table("themes", "Themes", THEMES.columns, counted)
    with CaptureQueriesContext(connection) as captured:
        assert len(list(table.rows(Theme.objects.all()))) == 25
    assert asked == [10, 10, 5]
    assert len(captured) == 4


def test_a_file_is_named_for_what_it_is_and_the_day():
    assert THEMES.file_name(datetime.date(2026, 11, 22), "csv") == "themes-2026-11-22.csv"


def test_a_column_is_text_unless_it_says_otherwise():
    assert Column("slug", "The key.").kind == Kind.TEXT
