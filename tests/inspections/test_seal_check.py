"""The first row that was altered, removed, inserted or reordered is named, with the triggers dropped."""

import pytest
from django.db import connection

from inspections.models import Inspection, Seal, StatusUpdate, WaitingSeal
from inspections.seal_check import Fault, Kind, SealCheck, came_late
from tests import make
from tests.packages import emptied
from tests.tampering import alter_reason, swap, take_out, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[StatusUpdate]:
    force = make.make_force("north")
    item, other = make.make_item("one", force), make.make_item("two", force)
    said = [(item, "planned"), (other, "planned"), (item, "under-way"), (other, "under-way"), (item, "says-complete")]
    made = [make.make_update(item, position, reason=f"Said as {position}.") for item, position in said]
    assert fault() is None
    return made


def fault() -> Fault | None:
    return SealCheck().fault()


def found() -> tuple[Kind, int | None, tuple[str, str, str] | None]:
    wrong = fault()
    assert wrong
    return wrong.kind, wrong.position, wrong.row


def test_a_whole_chain_is_counted_and_has_a_head(rows, monkeypatch):
    monkeypatch.setattr("inspections.seal_check.AT_ONCE", 2)
    check = SealCheck()
    assert check.fault() is None
    assert (check.count, check.head) == (5, Seal.objects.get(position=5).sha256)


def test_one_character_of_a_reason(rows):
    alter_reason(4)
    alter_reason(3)
    assert found() == (Kind.ALTERED, 3, ("one", "north", "2"))
    assert "position 3; recommendation one, body north, sequence 2: altered." in str(fault())


def test_another_addressee(rows):
    south = make.make_item("one-south", make.make_force("south"))
    tamper(f"UPDATE inspections_statusupdate SET addressee_id = {south.pk} WHERE id = {rows[1].pk}")
    assert found() == (Kind.ALTERED, 2, ("one-south", "south", "1"))


def test_a_row_that_was_taken_out_with_its_seal_is_named_by_its_number(rows):
    take_out(rows[2].pk)
    assert found() == (Kind.REMOVED, 3, ("one", "north", "2"))


@pytest.mark.sqlite
def test_a_row_that_was_taken_out_without_its_seal(rows):
    with emptied():
        for table, column in (("statusperiod", "update_id"), ("statusupdate", "id")):
            tamper(f"DELETE FROM inspections_{table} WHERE {column} = {rows[2].pk}")
        assert found() == (Kind.REMOVED, 3, ("one", "north", "2"))


def test_a_row_that_something_else_wrote(rows):
    columns = ", ".join(
        str(field.column) for field in StatusUpdate._meta.concrete_fields if field.name not in ("id", "sequence")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO inspections_statusupdate (sequence, {columns}) "
            f"SELECT 9, {columns} FROM inspections_statusupdate WHERE id = {rows[0].pk}"
        )
    assert found() == (Kind.INSERTED, None, ("one", "north", "9"))


def test_a_row_that_waits_though_others_were_sealed_after_it_was_out(rows):
    take_out_seal = f"DELETE FROM inspections_seal WHERE update_id = {rows[4].pk}"
    tamper(take_out_seal)
    WaitingSeal.objects.create(row=rows[4])
    Inspection.objects.update(public_from="2019-01-01")
    assert found() == (Kind.INSERTED, None, ("one", "north", "3"))


def test_a_seal_that_was_put_in_between(rows):
    new = make.make_item("new", make.make_force("new"), inspection=make.make_inspection(draft=True))
    hushed = make.make_update(new, "planned")
    tamper(*(f"UPDATE inspections_seal SET position = {at + 1} WHERE position = {at}" for at in (5, 4, 3)))
    forged = {"row_sha256": "a" * 64, "sha256": "b" * 64, "sealed_at": Seal.objects.first().sealed_at}
    Seal(update=hushed, position=3, **forged).save()
    assert found() == (Kind.INSERTED, 3, ("new", "new", "1"))


@pytest.mark.parametrize(("one", "other"), [(2, 3), (2, 5)])
def test_two_seals_that_changed_places(rows, one, other):
    swap("position", one, other)
    assert found()[:2] == (Kind.REORDERED, one)


def test_two_rows_that_changed_seals(rows):
    make.make_update(make.make_item(inspection=make.make_inspection(draft=True)), "planned")
    swap("update_id", 2, 4)
    assert found() == (Kind.REORDERED, 2, ("two", "north", "2"))


@pytest.mark.parametrize("column", ["row_sha256", "sha256"])
def test_the_hash_of_a_seal(rows, column):
    tamper(f"UPDATE inspections_seal SET {column} = '{'c' * 64}' WHERE position = 4")
    assert found() == (Kind.ALTERED, 4, ("two", "north", "2"))


def test_the_time_of_a_seal(rows):
    tamper("UPDATE inspections_seal SET sealed_at = '2019-01-01T00:00:00Z' WHERE position = 2")
    assert found() == (Kind.ALTERED, 2, ("two", "north", "1"))


def test_a_rename_breaks_nothing_and_hides_nothing(rows):
    item = rows[0].addressee
    for thing, name in ((item.body, "slug"), (item.recommendation, "ref"), (rows[0].source, "slug")):
        for step in ("second", "third"):
            setattr(thing, name, step)
            thing.save()
    make.make_update(item, "under-way", recorded_on=make.TODAY)
    assert fault() is None
    item.body.refresh_from_db()
    assert item.body.sealed_as == "north"
    other = make.make_force("fourth")
    tamper(f"UPDATE inspections_statusupdate SET stated_by_id = {other.pk} WHERE id = {rows[0].pk}")
    assert found()[:2] == (Kind.ALTERED, 1)


@pytest.mark.parametrize(
    ("published", "recorded", "may_wait"),
    [("2026-11-01", "2026-11-01", False), ("2026-11-10", "2026-11-01", True), ("2026-11-01", "2026-11-11", True)],
)
def test_only_what_came_out_after_the_last_seal_may_wait(published, recorded, may_wait):
    days = [make.partial(text).first for text in (published, recorded, "2026-11-10")]
    assert came_late(*days) is may_wait
