"""Seals are added to and never changed, whoever asks and however."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from inspections.models import Seal
from inspections.models.seal import SealsAreAppendOnly
from tests.make import make_item, make_update

pytestmark = pytest.mark.django_db

TABLE = "inspections_seal"
COLUMNS = "id, update_id, position, row_sha256, sha256, sealed_at, day"


@pytest.fixture
def seal() -> Seal:
    return make_update(make_item(), "planned").seal


@pytest.mark.parametrize("statement", [f"UPDATE {TABLE} SET position = 2", f"DELETE FROM {TABLE}"])
def test_the_database_itself_refuses(seal, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Seal.objects.get() == seal


@pytest.mark.sqlite
@pytest.mark.parametrize("own", ["id", "position", "update_id"])
def test_sqlite_refuses_to_replace_a_seal_by_any_key(seal, own):
    values = COLUMNS.replace("row_sha256", "'x'", 1)
    for column in {"id", "position", "update_id"} - {own}:
        values = values.replace(f"{column},", f"{column} + 1000,", 1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {TABLE} ({COLUMNS}) SELECT {values} FROM {TABLE}")
    assert Seal.objects.get().row_sha256 == seal.row_sha256


@pytest.mark.postgresql
def test_postgresql_refuses_to_truncate(seal):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the rows just made are in the way
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")
    assert Seal.objects.count() == 1


def test_so_do_the_model_and_its_queryset(seal):
    everything = Seal.objects.all()
    for act in (
        seal.save,
        seal.delete,
        everything.delete,
        lambda: everything.update(position=2),
        lambda: everything.bulk_update([seal], ["position"]),
    ):
        with pytest.raises(SealsAreAppendOnly, match="never changed or deleted"):
            act()
    assert Seal.objects.get() == seal


def test_a_thing_that_seals_name_cannot_be_deleted_and_keeps_its_name_there(seal):
    body = seal.update.addressee.body
    with pytest.raises(ProtectedError):
        body.delete()
    before = body.slug
    for slug in ("second", "third"):
        body.slug = slug
        body.save(update_fields=["slug"])
    body.refresh_from_db()
    assert (body.slug, body.sealed_as) == ("third", before)


def test_what_no_seal_names_has_no_name_there():
    body = make_item().body
    body.slug = "second"
    body.save()
    body.refresh_from_db()
    assert body.sealed_as is None


def test_the_day_of_a_seal_is_that_of_london(seal):
    seal.sealed_at = "2026-06-30T23:30:00Z"
    seal.derive()
    assert seal.day.isoformat() == "2026-07-01"
