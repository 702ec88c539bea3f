"""What one statement would come to for many items, and which of them cannot take it and why."""

import datetime
import time

import pytest

from inspections.actions import Refused, record_together
from inspections.models import (
    Addressee,
    Evidence,
    Recommendation,
    StaffNote,
    StatusPeriod,
    StatusUpdate,
)
from inspections.models.period import periods_of
from inspections.partial_dates import PartialDate
from inspections.together import ITSELF, MOST_AT_ONCE, OVERSEER, closed_to_updates, weigh
from tests.make import (
    TODAY,
    make_account,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_proposal,
    make_recommendation,
    make_source,
    make_staff,
    make_succession,
    make_update,
    partial,
)

pytestmark = pytest.mark.django_db


def statement(position="under-way", by=ITSELF, on="2021-06", **fields):
    said = {
        "stated_by": by,
        "position": position,
        "effective_on": partial(on),
        "reason": "Every force wrote back.",
        "publisher_wording": "",
        "evidence": Evidence.ASSERTION,
        "source": None,
        "made_in": None,
        "target_on": None,
        "corrects": None,
    }
    return said | fields


def national(*forces):
    return list(make_recommendation(to=forces or [make_force() for _ in range(3)]).addressees.order_by("pk"))


def keys(items):
    return [item.pk for item in items]


def test_each_item_shows_its_headline_before_and_after_in_the_order_of_references():
    second, first = make_item("b-2"), make_item("a-1")
    make_update(second, "planned")
    lines = weigh(keys([second, first]), statement(), TODAY, "b")
    assert [(line.item, line.before.status, line.after.status, line.moves) for line in lines] == [
        (first, "no-progress", "under-way", True),
        (second, "planned", "under-way", True),
    ]
    assert not StatusUpdate.objects.filter(batch="b").exists()


def test_each_body_speaks_for_itself():
    items = national()
    lines = weigh(keys(items), statement(), TODAY, "b")
    assert {line.update.stated_by for line in lines} == {item.body for item in items}


def test_each_ones_policing_body_of_that_day_speaks():
    force = make_force()
    former = make_policing_body(force, "authority", end="2012-11-21")
    present = make_policing_body(force, "pcc", start="2012-11-22")
    item = make_item(body=force, inspection=make_inspection(published="2012-01-10"))
    for day, speaker in (("2012-06-01", former), ("2021-06-01", present)):
        (line,) = weigh([item.pk], statement("assured", OVERSEER, day), TODAY, "b")
        assert (line.update.stated_by, line.problems) == (speaker, [])


@pytest.mark.parametrize("day", ["2012", "2021-06"])
def test_where_none_or_several_answered_it_is_not_guessed(day):
    force = make_force()
    if day == "2012":
        make_policing_body(force, "authority", end="2012-11-21")
        make_policing_body(force, "pcc", start="2012-11-22")
    item = make_item(body=force, inspection=make_inspection(published="2012-01-10"))
    (line,) = weigh([item.pk], statement("assured", OVERSEER, day), TODAY, "b")
    assert "not known to have had one local policing body" in line.problems[0]
    assert not line.update.stated_by_id


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (statement("complete"), "can only say"),
        (statement(on="2019-12-31"), "before the inspection was published"),
        (statement(on="2999"), "after the day on which it is recorded"),
        (statement(reason=" "), "Give a reason"),
        (statement(evidence=Evidence.DOCUMENT), "Give a source"),
    ],
)
def test_what_the_ledger_refuses_stands_with_the_item_and_moves_nothing(said, words):
    (line,) = weigh([make_item().pk], said, TODAY, "b")
    assert words in " ".join(line.problems)
    assert not line.moves


def test_a_closure_needs_a_document_and_superseded_a_successor():
    done, left = make_item("a"), make_item("b")
    make_succession(done.recommendation, make_recommendation())
    by = make_inspectorate()
    asserted = weigh(keys([done, left]), statement("superseded", by), TODAY, "b")
    assert all("assertion is not enough" in " ".join(line.problems) for line in asserted)
    closing = statement("superseded", by, evidence=Evidence.DOCUMENT, source=make_source())
    good, bad = weigh(keys([done, left]), closing, TODAY, "b")
    assert good.problems == []
    assert "Name the later recommendation first" in bad.problems[0]


def test_a_successor_that_nobody_may_see_yet_is_none():
    item = make_item()
    make_succession(item.recommendation, make_recommendation(inspection=make_inspection(draft=True)))
    closing = statement("superseded", make_inspectorate(), evidence=Evidence.DOCUMENT, source=make_source())
    (line,) = weigh([item.pk], closing, TODAY, "b")
    assert "Name the later recommendation first" in line.problems[0]


@pytest.mark.parametrize("hidden", [{"draft": True}, {"published": "2999-01-01"}])
def test_what_is_not_public_yet_takes_nothing(hidden):
    item = make_item(inspection=make_inspection(**hidden))
    (line,) = weigh([item.pk], statement(), TODAY, "b")
    assert line.problems == ["It is not public yet. Updates are recorded when it is."]


def test_what_was_withdrawn_takes_nothing_more():
    item = make_item()
    Recommendation.objects.update(withdrawn_on=TODAY, withdrawal_note="It was a mistake.")
    item = Addressee.objects.get(pk=item.pk)
    assert "withdrawn" in closed_to_updates(item, TODAY)
    assert closed_to_updates(item, TODAY - datetime.timedelta(days=1)) == ""


def test_the_weighing_takes_as_many_queries_for_many_items_as_for_one(django_assert_num_queries):
    items = national(*[make_force() for _ in range(8)])
    for item in items:
        make_policing_body(item.body)
        make_update(item, "planned")
    for some in (items[:1], items):
        with django_assert_num_queries(4):
            weigh(keys(some), statement("assured", OVERSEER), TODAY, "b")


# Recording ------------------------------------------------------------------------------------------------------------


def test_all_are_recorded_under_one_batch_with_the_note_beside_each():
    items, by = national(), make_staff()
    updates = record_together(keys(items), statement(), batch="spring", by=by, on=TODAY, note="Asked by letter.")
    assert {(update.batch, update.recorded_by, update.recorded_on) for update in updates} == {("spring", by, TODAY)}
    assert StatusUpdate.objects.filter(batch="spring").count() == 3
    assert {(note.addressee, note.text) for note in StaffNote.objects.all()} == {
        (item, "Asked by letter.") for item in items
    }
    for item in items:
        stored = [(p.start, p.end, p.status) for p in item.periods.order_by("start")]
        assert stored == [(p.start, p.end, p.status) for p in periods_of(item, list(item.updates.all()))]


def test_a_clock_that_is_set_back_over_midnight_lets_no_day_of_recording_go_back():
    items, eve = national(), TODAY - datetime.timedelta(days=1)
    make_update(items[0], "planned", recorded_on=TODAY)
    updates = record_together(keys(items), statement(), batch="spring", by=make_staff(), on=eve)
    assert {update.addressee: update.recorded_on for update in updates} == {
        items[0]: TODAY, items[1]: eve, items[2]: eve
    }  # fmt: skip


def test_one_that_cannot_take_it_stops_all():
    closed, other = make_item("a"), make_item("b", inspection=make_inspection(draft=True))
    with pytest.raises(Refused, match="not public yet"):
        record_together(keys([closed, other]), statement(), batch="b", by=make_staff(), on=TODAY)
    assert not StatusUpdate.objects.exists()


def test_the_name_of_a_batch_is_taken_once_by_the_ledger_or_by_a_proposal():
    first, second, third = national()
    by = make_staff()
    record_together([first.pk], statement(), batch="spring", by=by, on=TODAY)
    make_proposal(third, "planned", by=make_account("editor"), batch="autumn")
    for taken in ("spring", "autumn"):
        with pytest.raises(Refused, match=f"name “{taken}” already"):
            record_together([second.pk], statement(), batch=taken, by=by, on=TODAY)
    assert StatusUpdate.objects.count() == 1


def test_an_item_that_is_gone_stops_all():
    items = national()
    wanted = keys(items)
    items[0].delete()
    with pytest.raises(Refused, match="not there any more"):
        record_together(wanted, statement(), batch="b", by=make_staff(), on=TODAY)
    assert not StatusUpdate.objects.exists()


def test_a_thousand_items_are_recorded_well_within_the_time_of_a_request():
    inspection = make_inspection()
    force = make_force()
    Recommendation.objects.bulk_create(
        Recommendation(ref=f"r-{n}", inspection=inspection, number=str(n), number_key=str(n), text="Do it.")
        for n in range(MOST_AT_ONCE)
    )
    Addressee.objects.bulk_create(Addressee(recommendation=one, body=force) for one in Recommendation.objects.all())
    items = list(Addressee.objects.values_list("pk", flat=True))
    began = time.process_time()
    record_together(items, statement(), batch="thousand", by=make_staff(), on=TODAY, note="x")
    took = time.process_time() - began
    print(f"record_together for {len(items)} items: {took:.1f} s")
    assert took < 15
    assert StatusUpdate.objects.filter(batch="thousand").count() == MOST_AT_ONCE
    under_way = StatusPeriod.objects.filter(status="under-way", start=PartialDate.parse("2021-06").first)
    assert under_way.count() == MOST_AT_ONCE
