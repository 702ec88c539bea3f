"""The ledger is added to and never changed, whoever asks and however."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from inspections.models import LedgerIsAppendOnly, Position, StatusUpdate
from tests.make import TODAY, make_item, make_source, make_update, partial

pytestmark = pytest.mark.django_db

TABLE = "inspections_statusupdate"


@pytest.fixture
def update():
    return make_update(make_item(), "planned", reason="As it was said.")


def unchanged(update):
    return StatusUpdate.objects.filter(pk=update.pk, reason="As it was said.").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET reason = 'Something else.'",
        f"UPDATE {TABLE} SET sequence = sequence",
        f"DELETE FROM {TABLE}",
    ],
)
def test_the_database_itself_refuses(update, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert unchanged(update)


COLUMNS = (
    "id, addressee_id, sequence, stated_by_id, source_id, position, effective_on, reason, "
    "publisher_wording, evidence, batch, "
    "recorded_on, recorded_at"
)


@pytest.mark.sqlite
@pytest.mark.parametrize("key", ["id", "id + 1000"])
def test_sqlite_refuses_to_replace_a_row_by_its_key_or_by_its_place(update, key):
    values = COLUMNS.replace("reason", "'Something else.'").replace("id,", f"{key},", 1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {TABLE} ({COLUMNS}) SELECT {values} FROM {TABLE}")
    assert unchanged(update)


@pytest.mark.postgresql
def test_postgresql_refuses_to_truncate(update):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the rows just made are in the way
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")
    assert unchanged(update)


@pytest.mark.postgresql
def test_postgresql_refuses_to_insert_over_a_row(update):
    values = COLUMNS.replace("reason", "'Something else.'")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({COLUMNS}) SELECT {values} FROM {TABLE} "
            "ON CONFLICT (id) DO UPDATE SET reason = 'Something else.'"
        )
    assert unchanged(update)


def test_saving_again_or_deleting_is_refused_in_words(update):
    update.reason = "Something else."
    for act in (update.save, update.delete):
        with pytest.raises(LedgerIsAppendOnly, match="never changed or deleted"):
            act()
    assert unchanged(update)


def test_a_queryset_refuses_too(update):
    everything = StatusUpdate.objects.all()
    for act in (
        everything.delete,
        lambda: everything.update(reason="x"),
        lambda: everything.bulk_update([update], ["reason"]),
    ):
        with pytest.raises(LedgerIsAppendOnly):
            act()
    assert unchanged(update)


def test_what_the_ledger_rests_on_cannot_be_deleted(update):
    for thing in (update.addressee, update.source, update.stated_by, update.addressee.recommendation.inspection):
        with pytest.raises(ProtectedError):
            thing.delete()


def row(item, **fields):
    fields = {"position": "planned", "reason": "r", "evidence": "assertion"} | fields
    return StatusUpdate(
        addressee=item,
        sequence=fields.pop("sequence", 1),
        stated_by=item.body,
        effective_on=partial("2021"),
        recorded_on=TODAY,
        **fields,
    )


@pytest.mark.parametrize(
    "wrong",
    [{"position": "done"}, {"reason": ""}, {"evidence": "document"}, {"position": "complete"}, {"sequence": 0}],
    ids=["no such position", "no reason", "no source", "closed on an assertion", "sequence below one"],
)
def test_the_database_refuses_a_row_that_breaks_a_rule_even_without_validation(wrong):
    item = make_item()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        row(item, **wrong).save()
    assert not item.updates.exists()


def test_a_sequence_stands_once_for_each_item(update):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(update.addressee, sequence=1).save()


def test_an_unknown_position_is_an_error_beside_the_field():
    with pytest.raises(ValidationError) as caught:
        row(make_item(), position="done").full_clean()
    assert "position" in caught.value.message_dict


def test_in_order_goes_by_day_and_then_by_sequence():
    item = make_item()
    for said in ("2021-03-02", "2021-03", "2020-12", "2021-03-01"):
        make_update(item, "planned", said)
    assert [update.sequence for update in item.updates.in_order()] == [3, 2, 4, 1]


def test_a_position_knows_whether_it_closes():
    assert [position for position in Position if position.closes] == ["complete", "no-further-action", "superseded"]


def test_a_source_may_carry_many_statements():
    source = make_source()
    item = make_item()
    make_update(item, "planned", source=source)
    make_update(item, "under-way", source=source)
    assert source.updates.count() == 2
