import datetime

import pytest
from django.core.exceptions import ValidationError

from inspections.actions import Refused, put_back, rebuild_periods, withdraw
from inspections.headline import headline
from inspections.models import StatusPeriod, StatusUpdate
from inspections.record_check import RecordCheck
from tests.make import (
    TODAY,
    make_inspection,
    make_item,
    make_part,
    make_recommendation,
    make_staff,
    make_succession,
    make_update,
)

pytestmark = pytest.mark.django_db


def shape(item):
    return list(item.periods.order_by("start").values_list("start", "end", "status", "update_id", "reopened"))


def test_an_item_has_a_period_before_anything_is_said():
    assert [status for _s, _e, status, _u, _r in shape(make_item())] == ["no-progress"]


def test_an_update_moves_the_headline_in_the_same_breath():
    item = make_item()
    update = make_update(item, "says-complete", "2021-03-01")
    assert [(status, by) for _s, _e, status, by, _r in shape(item)] == [
        ("no-progress", None),
        ("reported-complete", update.pk),
    ]


def test_updates_are_numbered_in_the_order_recorded():
    item = make_item()
    for said in ("2022", "2021", "2023"):
        make_update(item, "planned", said)
    assert list(item.updates.values_list("sequence", flat=True)) == [1, 2, 3]


def test_a_clock_that_is_set_back_over_midnight_lets_no_day_of_recording_go_back():
    item, eve = make_item(), TODAY - datetime.timedelta(days=1)
    make_update(item, "planned", "2022", recorded_on=TODAY)
    assert make_update(item, "under-way", "2022", recorded_on=eve).recorded_on == TODAY
    assert make_update(make_item(), "planned", "2022", recorded_on=eve).recorded_on == eve
    assert [str(each) for each in RecordCheck().disagreements()] == []


def test_who_entered_it_is_kept():
    staff = make_staff()
    assert make_update(make_item(), "planned", recorded_by=staff).recorded_by == staff


def test_a_refused_update_leaves_ledger_and_periods_as_they_were():
    item = make_item()
    make_update(item, "planned")
    before = shape(item)
    with pytest.raises(ValidationError):
        make_update(item, "complete", evidence="assertion")
    assert (shape(item), item.updates.count()) == (before, 1)


def test_a_failure_after_the_row_was_written_takes_the_row_back(monkeypatch):
    item = make_item()

    def fail(*_args):
        raise RuntimeError("the projection failed")

    monkeypatch.setattr("inspections.actions.rebuild_periods", fail)
    with pytest.raises(RuntimeError):
        make_update(item, "planned")
    assert not StatusUpdate.objects.filter(addressee=item).exists()


def test_periods_rebuilt_from_nothing_are_the_same():
    items = [make_item() for _ in range(3)]
    make_update(items[0], "planned", "2020-06")
    make_update(items[0], "complete", "2021-02-03")
    make_update(items[0], "reopened", "2021-02-03")
    make_succession(items[1].recommendation, make_recommendation())
    make_update(items[1], "superseded", "2022")
    before = [shape(item) for item in items]
    StatusPeriod.objects.all().delete()
    done = []
    rebuild_periods([item.pk for item in items], done.append)
    assert [shape(item) for item in items] == before
    assert sum(done) == 3


def test_the_stored_period_agrees_with_the_function():
    item = make_item()
    make_update(item, "says-complete", "2020-06")
    make_update(item, "being-progressed", "2020-05-31")
    fetched = type(item).objects.with_headline(TODAY).get(pk=item.pk)
    assert fetched.headline == headline(item.updates.all(), TODAY)


def test_what_is_public_is_withdrawn_with_a_note_and_put_back():
    item = make_item()
    part = make_part(item.recommendation)
    assert withdraw(item.recommendation, on=TODAY, note="  It was a mistake. ") == [item.recommendation, part]
    part.refresh_from_db()
    assert (part.withdrawn_on, part.withdrawal_note) == (TODAY, "It was a mistake.")
    assert put_back(item.recommendation) == [item.recommendation, part]
    part.refresh_from_db()
    assert (part.withdrawn_on, part.withdrawal_note) == (None, "")


def test_a_part_that_was_withdrawn_earlier_stays_so_when_the_rest_is_put_back():
    whole = make_item().recommendation
    part = make_part(whole)
    withdraw(part, on=TODAY - datetime.timedelta(days=9), note="A mistake of its own.")
    assert withdraw(whole, on=TODAY, note="It was a mistake.") == [whole]
    with pytest.raises(Refused, match="Put that back first"):
        put_back(part)
    assert put_back(whole) == [whole]
    part.refresh_from_db()
    assert part.withdrawal_note == "A mistake of its own."


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        (lambda: make_inspection(draft=True), "The public has not seen it"),
        (lambda: make_inspection(published="2999-01-01"), "The public has not seen it"),
        (lambda: make_recommendation(inspection=make_inspection(draft=True)), "The public has not seen it"),
        (lambda: make_inspection(withdrawn_on=TODAY, withdrawal_note="Gone."), "withdrawn already"),
        (
            lambda: make_recommendation(inspection=make_inspection(withdrawn_on=TODAY, withdrawal_note="Gone.")),
            "Its inspection was withdrawn",
        ),
    ],
)
def test_what_cannot_be_withdrawn_says_why(thing, sentence):
    with pytest.raises(Refused, match=sentence):
        withdraw(thing(), on=TODAY, note="A note.")


def test_without_a_note_nothing_is_withdrawn():
    inspection = make_inspection()
    with pytest.raises(Refused, match="Give the reason"):
        withdraw(inspection, on=TODAY, note=" \n ")
    inspection.refresh_from_db()
    assert inspection.withdrawn_on is None


def test_what_is_not_withdrawn_is_not_put_back():
    with pytest.raises(Refused, match="not withdrawn"):
        put_back(make_inspection())
