"""Each thing that can be wrong with a record, damaged by hand past the rules, is found and named."""

import datetime
from typing import Any

import pytest

from inspections import record_check
from inspections.actions import rebuild_periods, recount
from inspections.models import (
    DayMoves,
    Evidence,
    Inspection,
    Oversight,
    Position,
    Recommendation,
    Response,
    SearchDocument,
    StatusPeriod,
    StatusUpdate,
    Succession,
)
from inspections.models.moves import ALL
from inspections.record_check import RecordCheck, overlaps
from tests.make import (
    TODAY,
    make_body,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_recommendation,
    make_response,
    make_source,
    make_succession,
    make_update,
    partial,
)
from tests.packages import run

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [str(each) for each in RecordCheck().disagreements()]


def wrong_periods() -> list[str]:
    """Of what was found, the periods; the change tables are then not what the periods come to."""
    return [line for line in found() if ", moves of " not in line]


@pytest.fixture
def item():
    item = make_item("asked", make_force("kent", short_name="Kent"), deadline="within-3-months")
    make_update(item, "planned", on="2021-01")
    make_update(item, "complete", on="2022-01-01")
    make_update(item, "being-progressed", on="2023-01-01")
    make_update(item, "assured", on="2023-02-01")
    return item


def sneak(item, position: str, sequence: int, **fields: Any) -> StatusUpdate:
    """Add a row to the ledger past all its rules but those of the database."""
    fields = {
        "effective_on": partial("2021-03-01"),
        "stated_by": item.body,
        "reason": "It was said.",
        "evidence": Evidence.DOCUMENT,
        "recorded_on": TODAY,
    } | fields
    fields.setdefault("source", make_source())
    row = StatusUpdate.objects.create(addressee=item, position=position, sequence=sequence, **fields)
    rebuild_periods([item.pk])
    return row


def test_a_sound_record_has_nothing_wrong(item):
    check = RecordCheck()
    assert list(check.disagreements()) == []
    assert (check.items, check.updates) == (1, 4)


@pytest.mark.parametrize(
    ("wrong", "stored"),
    [
        ({"status": "closed"}, "2023-01-01/9999-12-31 closed by update 3 (reopened)"),
        ({"reopened": False}, "2023-01-01/9999-12-31 reopened by update 3"),
        ({"update": None}, "2023-01-01/9999-12-31 reopened (reopened)"),
        ({"start": datetime.date(2023, 1, 2)}, "2023-01-02/9999-12-31 reopened by update 3 (reopened)"),
    ],
)
def test_a_damaged_period_is_named_with_what_it_should_be(item, wrong, stored):
    StatusPeriod.objects.filter(status="reopened").update(**wrong)
    counted, right = "counted from 2020-01-15", "2023-01-01/9999-12-31 reopened by update 3 (reopened)"
    assert wrong_periods() == [f"asked – Kent, periods: stored is {stored} {counted}; it should be {right} {counted}"]


def test_a_period_that_is_missing_or_too_many_is_named(item):
    StatusPeriod.objects.filter(status="reopened").delete()
    (only,) = wrong_periods()
    assert "stored is nothing more; it should be 2023-01-01/9999-12-31 reopened" in only
    run("rebuild_periods")
    assert found() == []
    StatusPeriod.objects.create(
        addressee=item, status="planned", start=datetime.date(2024, 1, 1), end=datetime.date(2025, 1, 1)
    )
    (only,) = found()
    assert "stored is 2024-01-01/2025-01-01 planned not counted; it should be nothing more" in only


def test_a_period_that_counts_otherwise_than_its_inspection_is_public_is_named(item):
    StatusPeriod.objects.filter(status="no-progress").update(counted_from=None)
    (only,) = wrong_periods()
    assert "no-progress not counted; it should be 0001-01-01/2021-01-01 no-progress counted from 2020-01-15" in only


def test_what_is_stored_to_search_and_sort_by_is_compared(item):
    Recommendation.objects.filter(ref="asked").update(due_day=datetime.date(2020, 4, 16), number_key="7")
    number = Recommendation.objects.get(ref="asked").number
    assert found() == [
        "asked: stored is due_day 2020-04-16; it should be 2020-04-15",
        f"asked: stored is number_key 7; it should be {number.zfill(8)}",
    ]


def test_the_day_from_which_an_inspection_is_public_is_compared(item):
    Inspection.objects.update(public_from=datetime.date(2019, 1, 1))
    assert any("stored is public_from 2019-01-01; it should be 2020-01-15" in each for each in found())


def test_a_recommendation_that_no_search_finds_is_named(item):
    SearchDocument.objects.all().delete()
    assert found() == ["asked: stored is no search document; it should be one, so that it can be found"]


def test_a_gap_in_the_numbers_is_named(item):
    sneak(item, "planned", 6)
    assert found() == ["asked – Kent, update 6: stored is sequence 6; it should be sequence 5"]


def test_days_of_recording_that_go_back_are_named(item):
    sneak(item, "planned", 5, recorded_on=datetime.date(2026, 1, 1))
    assert found() == [
        (
            "asked – Kent, update 5: stored is recorded_on 2026-01-01; "
            "it should be no day before that of the row before it (2026-11-22)"
        )
    ]


@pytest.mark.parametrize(
    ("position", "fields", "sentence"),
    [
        (Position.COMPLETE, {}, "can only say"),
        (Position.SUPERSEDED, {"by": "inspectorate"}, "Name the later recommendation first"),
        (Position.PLANNED, {"by": "stranger"}, "has no voice"),
        (Position.ASSURED, {"by": "early"}, "did not answer for"),
        (Position.PLANNED, {"effective_on": partial("2019")}, "before the inspection was published"),
        (Position.PLANNED, {"effective_on": partial("2026-11-23")}, "after the day on which it is recorded"),
        (Position.PLANNED, {"reason": " "}, "Give a reason"),
        (Position.PLANNED, {"evidence": "rumour"}, "one of the known words"),
        (Position.PLANNED, {"corrects": "other"}, "only correct an earlier row of the same item"),
    ],
)
def test_each_rule_of_the_ledger_is_applied_to_what_is_stored(item, position, fields, sentence):
    speakers = {
        "inspectorate": make_inspectorate,
        "stranger": lambda: make_body(kind="national-body"),
        "early": lambda: make_policing_body(item.body, "authority", start="2004", end="2012-11-21"),
    }
    fields = dict(fields)
    if "by" in fields:
        fields["stated_by"] = speakers[fields.pop("by")]()
    if "corrects" in fields:
        fields["corrects"] = make_update(make_item(), "planned")
    Oversight.objects.filter(start=None).update(start=partial("2012-11-22"))
    sneak(item, position, 5, **fields)
    (only,) = found()
    assert only.startswith("asked – Kent, update 5: stored is ")
    assert sentence in only


def test_a_superseded_item_that_lost_its_successor_is_named(item):
    make_succession(item.recommendation, make_recommendation(), "superseded-by")
    make_update(item, "superseded", on="2024")
    assert found() == []
    Succession.objects.all().delete()
    assert any("Name the later recommendation first" in each for each in found())


def test_a_response_before_its_report_is_named(item):
    response = make_response(make_inspection(), item.body, "2020-02-01")
    Response.objects.filter(pk=response.pk).update(published_on=partial("2019-12-31"))
    (only,) = found()
    assert "stored is published_on '31 December 2019'; it should be A response cannot come before" in only


def test_a_part_that_belongs_to_another_report_is_named(item):
    concern = make_recommendation(kind="cause-of-concern")
    Recommendation.objects.filter(ref="asked").update(parent=concern)
    (only,) = found()
    assert only.startswith("asked: stored is parent")


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        (("2012-11-22", None), ("2021-05-10", None), "2021-05-10"),
        (("2012-11-22", "2021-05-10"), ("2021-05-10", None), "2021-05-10"),
        (("2012-11-22", "2021-05-09"), ("2021-05-10", None), None),
        (("2012-11", "2021-05"), ("2021-05", None), None),
        (("2012-11", "2021-06"), ("2021-05", None), "2021-05-31"),
        ((None, None), ("2012", None), "2026-11-22"),
        ((None, "2012-11-21"), ("2012-11-22", None), None),
        ((None, "2012-11-21"), ("2012-11-21", None), "2012-11-21"),
    ],
)
def test_two_bodies_that_answer_for_one_force_on_one_day_are_named_where_it_is_certain(one, other, day):
    kent = make_force("kent")
    make_policing_body(kent, "first", *one)
    make_policing_body(kent, "second", *other)
    wrong = [each.stored for each in overlaps(list(kent.overseen_by.order_by("pk")), TODAY)]
    assert wrong == ([f"First and Second, both on {day}"] if day else [])
    assert bool(found()) is bool(day)


def test_no_more_rows_are_held_and_no_more_queries_asked_for_each_than_for_a_few(
    item, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(record_check, "AT_ONCE", 10)
    for _ in range(35):
        make_update(make_item(inspection=item.recommendation.inspection), "planned")
    DayMoves.objects.filter(body_key=ALL, day="2022-01-01", status="confirmed-complete").update(delta=7)
    ticks: list[int] = []

    def progress(label: str, total: int):
        return ticks.append

    # Four chunks of items at four queries each and of recommendations at one, and a fixed few.
    with django_assert_max_num_queries(4 * 4 + 4 + 16):
        assert len(list(RecordCheck(progress).disagreements())) == 1
    assert max(ticks) == 10


def test_a_withdrawal_without_a_note_or_of_what_was_not_public(item):
    Recommendation.objects.update(withdrawn_on="2026-01-01")
    assert [line for line in found() if "withdrawn without a note" in line]
    Recommendation.objects.update(withdrawn_on=None, withdrawal_note="Left over.")
    assert [line for line in found() if "a note on a withdrawal" in line]
    Recommendation.objects.update(withdrawal_note="")
    Inspection.objects.update(withdrawn_on="2019-01-01", withdrawal_note="Too early.")
    assert [line for line in found() if "a day on which it was public" in line]


def test_a_row_that_was_recorded_after_the_withdrawal(item):
    Recommendation.objects.update(withdrawn_on=TODAY, withdrawal_note="It was a mistake.")
    recount()
    assert found() == []
    Recommendation.objects.update(withdrawn_on=TODAY - datetime.timedelta(days=1))
    assert len([line for line in found() if "Nothing is recorded about it after that day" in line]) == 4


def test_a_successor_may_be_withdrawn_later(item):
    successor = make_recommendation()
    make_succession(item.recommendation, successor)
    make_update(item, "superseded", on="2024-01-01")
    Recommendation.objects.filter(pk=successor.pk).update(withdrawn_on=TODAY, withdrawal_note="It was a mistake.")
    recount()
    assert found() == []


def test_a_moment_of_publication_that_is_not_the_stored_one(item):
    Inspection.objects.update(public_at="2026-01-01T10:00Z")
    assert [line for line in found() if "public_at" in line]
