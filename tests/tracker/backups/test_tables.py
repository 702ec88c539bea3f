"""Sums tell two databases apart by any row, and by nothing else."""

import pytest
from django.db import connection, transaction

from inspections.models import StaffNote, Theme
from tests.harness.databases import silent
from tests.make import make_theme
from tracker.backups.tables import Sum, count, different, holds, structure, sum_of, sums, table_names

pytestmark = pytest.mark.django_db


def all_sums():
    with transaction.atomic():
        return sums(connection, silent)


def test_the_order_of_rows_does_not_count():
    assert sum_of(["a", "b", "c"]) == sum_of(["c", "a", "b"])


@pytest.mark.parametrize("rows", [[], ["a", "b"], ["a", "b", "d"], ["a", "b", "c", "c"], ["ab", "c"], ["a", "b", "C"]])
def test_every_other_row_counts(rows):
    assert sum_of(rows) != sum_of(["a", "b", "c"])


def test_two_rows_that_are_alike_do_not_cancel_out():
    assert sum_of(["a", "a"]) != sum_of([])
    assert sum_of(["a", "a"]).digest != sum_of(["b", "b"]).digest


def test_what_is_counted_is_told():
    told = []
    sum_of(map(str, range(4500)), told.append)
    assert told == [2000, 2000, 500]


def test_one_letter_of_one_row_is_seen(filled):
    before = all_sums()
    assert all_sums() == before
    StaffNote.objects.update(text="Ring them again on Tuesday.")
    assert different(before, all_sums()) == ["inspections_staffnote"]


def test_a_table_that_only_one_side_has_is_different():
    assert different({"a": Sum(0, "")}, {"b": Sum(0, "")}) == ["a", "b"]


def test_every_table_of_ours_is_there():
    assert {"inspections_statusupdate", "tracker_user", "django_migrations", "reversion_version"} <= set(
        table_names(connection)
    )


def test_rows_are_counted_and_what_migrate_writes_can_be_left_out():
    make_theme()
    assert count(connection, Theme._meta.db_table) == 1
    assert holds(connection, {"nothing"})["inspections_theme"] == 1
    assert "inspections_theme" not in holds(connection, {"inspections_theme"})
    assert "inspections_proposal" not in holds(connection, ())


def test_a_trigger_that_is_missing_is_seen():
    before = structure(connection)
    name, where = ("ledger_no_update", "") if connection.vendor == "sqlite" else ("ledger_no_change", "StatusUpdate")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON inspections_{where.lower()}" if where else ""))
    after = structure(connection)
    assert after.rows == before.rows - 1
    assert after.digest != before.digest


@pytest.mark.sqlite
def test_values_are_compared_as_they_are_stored(filled):
    """Django reads both as false."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_user SET is_active = 0")
        before = all_sums()
        cursor.execute("UPDATE tracker_user SET is_active = 2")
    assert different(before, all_sums()) == ["tracker_user"]
