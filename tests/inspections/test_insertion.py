import datetime

import pytest
from django.db import IntegrityError, transaction

from inspections import insertion
from inspections.insertion import insert, insert_values, reserve
from inspections.models import Inspection, Theme
from inspections.partial_dates import PartialDate
from tests.make import make_force, make_inspection, make_programme, make_theme

pytestmark = pytest.mark.django_db


def test_keys_are_new_and_the_next_row_gets_another():
    there = make_theme()
    keys = list(reserve(Theme, 3))
    assert len(set(keys)) == 3
    assert min(keys) > there.pk
    insert([Theme(pk=key, slug=f"t-{key}", name="T") for key in keys])
    assert make_theme().pk > max(keys)


def test_a_key_is_never_given_again_after_its_row_was_deleted():
    gone = make_theme()
    key = gone.pk
    gone.delete()
    assert next(iter(reserve(Theme, 1))) > key


def test_rows_come_back_as_they_were_saved_in_any_number_of_statements(monkeypatch):
    monkeypatch.setattr(insertion, "MOST_VALUES", 40)
    programme = make_programme()
    given = {
        "title": "A tab\tand a line\nand a \\ and “quotes”",
        "published_on": PartialDate(2019, 9),
        "published_time": datetime.time(9, 30),
        "public_from": datetime.date(2019, 9, 1),
        "public_at": datetime.datetime(2019, 9, 1, 8, 30, tzinfo=datetime.UTC),
    }
    rows = [Inspection(pk=key, slug=f"i-{key}", programme=programme, **given) for key in reserve(Inspection, 5)]
    insert(rows)
    for row in rows:
        found = Inspection.objects.get(pk=row.pk)
        for field in Inspection._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(row, field.attname), field.attname


def test_pairs_are_added_without_keys_of_their_own():
    inspection = make_inspection()
    through = Inspection.sources.through
    insert_values(through, ["inspection_id", "source_id"], [])
    insert_values(Inspection.bodies.through, ["inspection_id", "body_id"], [(inspection.pk, make_force().pk)])
    assert inspection.bodies.count() == 1
    assert not inspection.sources.exists()


def test_what_the_database_refuses_is_an_integrity_error():
    there = make_theme("there")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Theme(pk=there.pk + 1, slug="there", name="Again")])
