"""Histories of what was just written, from light rows; that they agree with the record is in test_agreement.py."""

import pytest

from inspections.dataset.checker import silent
from inspections.dataset.histories import write_histories
from inspections.dataset.instances import Statement
from inspections.models import DayMoves, MonthMoves, StatusPeriod
from inspections.models.moves import ALL
from tests.make import make_item, make_update

pytestmark = pytest.mark.django_db


def light(update):
    """What a load holds of a row of the ledger."""
    names = [name for name in Statement.__dataclass_fields__ if name != "corrects"]
    return Statement(*(getattr(update, name) for name in names))


def statuses(item):
    return list(StatusPeriod.objects.filter(addressee=item).order_by("start").values_list("status", flat=True))


def forget():
    """As before a load has written what it works out."""
    for model in (StatusPeriod, DayMoves, MonthMoves):
        model.objects.all().delete()


def test_a_new_item_of_which_nothing_was_said_has_a_period_and_counts():
    item = make_item("asked")
    forget()
    write_histories([item], [], silent)
    assert statuses(item) == ["no-progress"]
    assert set(DayMoves.objects.values_list("body_key", "status", "delta")) == {
        (ALL, "no-progress", 1),
        (item.body_id, "no-progress", 1),
    }


def test_what_was_said_of_a_new_item_is_taken_from_memory(monkeypatch):
    item = make_item("asked")
    said = [light(make_update(item, "planned", on="2021-01")), light(make_update(item, "complete", on="2021-02"))]
    forget()
    read = []
    monkeypatch.setattr("inspections.dataset.histories.rebuild_periods", lambda keys, tick: read.extend(keys))
    write_histories([item], said, silent)
    assert read == []
    assert statuses(item) == ["no-progress", "planned", "confirmed-complete"]
    assert sum(DayMoves.objects.filter(body_key=ALL).values_list("delta", flat=True)) == 1


def test_of_an_item_that_was_there_the_ledger_is_read_whole():
    item = make_item("asked")
    make_update(item, "planned", on="2021-01")
    latest = make_update(item, "complete", on="2021-02")
    forget()
    write_histories([], [light(latest)], silent)
    assert statuses(item) == ["no-progress", "planned", "confirmed-complete"]


def test_progress_is_told_of_every_item():
    heard = []

    def progress(label, total):
        heard.append(total)
        return heard.append

    there, item = make_item("there"), make_item("asked")
    StatusPeriod.objects.filter(addressee=item).delete()
    write_histories([item], [light(make_update(there, "planned"))], progress)
    assert heard[0] == sum(heard[1:]) == 2
