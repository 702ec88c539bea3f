"""The change tables are, after whatever happens to a record, what counting it from nothing comes to."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.actions import address_to, put_back, record_together, recount, withdraw
from inspections.days import today
from inspections.models import Addressee, Body, DayMoves, Inspection, MonthMoves, StatusPeriod
from inspections.models.moves import ALL, counted_from, miscounted
from inspections.record_check import RecordCheck
from tests import make
from tests.packages import run, small, update, write_folder

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat


def found() -> list[str]:
    return [str(each) for each in RecordCheck().disagreements()]


def of_everything() -> dict[tuple[str, str], int]:
    """The moves of all bodies together, by day and status, as stored."""
    rows = DayMoves.objects.filter(body_key=ALL).exclude(delta=0).values_list("day", "status", "delta")
    return {(moved.isoformat(), status): delta for moved, status, delta in rows}


@pytest.fixture
def kent() -> Body:
    return make.make_force("kent", name="Kent")


@pytest.fixture
def item(kent) -> Addressee:
    return make.make_item("asked", kent)


def test_an_item_comes_with_its_publication_and_moves_with_what_is_said(item):
    make.make_update(item, "planned", "2021-03-01")
    make.make_update(item, "complete", "2021-03-09")
    assert of_everything() == {
        ("2020-01-15", "no-progress"): 1,
        ("2021-03-01", "no-progress"): -1,
        ("2021-03-01", "planned"): 1,
        ("2021-03-09", "planned"): -1,
        ("2021-03-09", "confirmed-complete"): 1,
    }
    months = MonthMoves.objects.filter(body_key=item.body_id).exclude(delta=0)
    assert {(str(moves), moves.delta) for moves in months} == {
        (f"{item.body_id}: no-progress 2020-01 +1", 1),
        (f"{item.body_id}: no-progress 2021-03 -1", -1),
        (f"{item.body_id}: confirmed-complete 2021-03 +1", 1),
    }


def backdated(item: Addressee) -> None:
    make.make_update(item, "planned", "2022-03-01")
    make.make_update(item, "under-way", "2021")


def before_publication(item: Addressee) -> None:
    Inspection.objects.get().save()
    make.make_update(item, "planned", "2020")  # its first day is before the report


def corrected(item: Addressee) -> None:
    wrong = make.make_update(item, "complete", "2021-03-01")
    make.make_update(item, "planned", "2021-02-01", corrects=wrong)


def withdrawn(item: Addressee) -> None:
    make.make_update(item, "planned", "2021-03-01", recorded_on=day("2021-03-02"))
    withdraw(item.recommendation, on=make.TODAY, note="It was a mistake.")


def withdrawn_with_its_inspection(item: Addressee) -> None:
    withdraw(item.recommendation.inspection, on=make.TODAY, note="It was a mistake.")


def put_back_again(item: Addressee) -> None:
    withdrawn(item)
    put_back(item.recommendation)


def in_an_hour(item: Addressee) -> None:
    moment = timezone.localtime() + datetime.timedelta(hours=1)
    make.make_item(
        body=item.body,
        inspection=make.make_inspection(published=moment.date().isoformat(), published_time=moment.time()),
    )


def published_later(item: Addressee) -> None:
    draft = make.make_inspection(published="2019-05-01", draft=True)
    other = make.make_item(inspection=draft)
    make.make_update(other, "planned", "2019-06-01")
    make.make_update(other, "complete", "2020-06-01")
    draft.draft = False
    draft.save()


def dated_anew(item: Addressee) -> None:
    make.make_update(item, "planned", "2021-03-01")
    inspection = item.recommendation.inspection
    inspection.published_on = make.partial("2018-02")
    inspection.save()


def dated_by_a_source(item: Addressee) -> None:
    inspection = make.make_inspection(published=None)
    make.make_item(inspection=inspection)
    source = make.make_source(published_on=make.partial("2020-04"))
    inspection.sources.add(source)
    source.published_on = make.partial("2020-02")
    source.save()


def moved_to_another_inspection(item: Addressee) -> None:
    recommendation = item.recommendation
    recommendation.inspection = make.make_inspection(published="2020-09-01")
    recommendation.save()


def addressed_to_more(item: Addressee) -> None:
    address_to(item.recommendation, [make.make_force(), make.make_body(kind="fire-and-rescue-service")])


def together(item: Addressee) -> None:
    items = [item.pk, make.make_item(body=item.body, inspection=item.recommendation.inspection).pk]
    said = {"position": "planned", "reason": "It was said.", "evidence": "assertion", "stated_by": item.body}
    for batch, effective in (("first", "2021-03-01"), ("second", "2021-02-01")):
        record_together(
            items,
            STATEMENT | said | {"effective_on": make.partial(effective)},
            batch=batch,
            by=make.make_staff(),
            on=make.TODAY,
        )


STATEMENT: dict[str, Any] = dict.fromkeys(("source", "made_in", "target_on", "corrects")) | {"publisher_wording": ""}

# What happens, and by day of the whole record: how many were there afterwards, by their first day and status.
HAPPENINGS: list[tuple[Callable[[Addressee], None], dict[str, int]]] = [
    (backdated, {"2020-01-15": 1}),
    (before_publication, {"2020-01-15": 1}),
    (corrected, {"2020-01-15": 1}),
    (withdrawn, {}),
    (withdrawn_with_its_inspection, {}),
    (put_back_again, {"2020-01-15": 1}),
    (published_later, {"2019-05-01": 1, "2020-01-15": 1}),
    (dated_anew, {"2018-02-01": 1}),
    (dated_by_a_source, {"2020-01-15": 1, "2020-02-29": 1}),
    (moved_to_another_inspection, {"2020-09-01": 1}),
    (addressed_to_more, {"2020-01-15": 3}),
    (together, {"2020-01-15": 2}),
]


@pytest.mark.parametrize(("happens", "begun"), HAPPENINGS, ids=[happens.__name__ for happens, _begun in HAPPENINGS])
def test_whatever_happens_they_are_what_counting_from_nothing_comes_to(item, happens, begun):
    happens(item)
    sums: dict[str, int] = {}
    for (moved, _status), delta in of_everything().items():
        sums[moved] = sums.get(moved, 0) + delta
    assert {moved: count for moved, count in sums.items() if count} == begun
    assert found() == []
    stored = of_everything()
    run("rebuild_periods")
    assert of_everything() == stored


def test_what_waits_for_its_hour_is_in_them_already_from_its_day(item):
    in_an_hour(item)
    moment = Inspection.objects.exclude(public_at=None).get()
    assert of_everything()[moment.public_from.isoformat(), "no-progress"] == 1
    assert found() == []


def test_an_item_that_is_deleted_is_taken_out(kent):
    later = make.make_inspection(published=(today() + datetime.timedelta(days=9)).isoformat())
    item = make.make_item(body=kent, inspection=later)
    assert len(of_everything()) == 1
    item.delete()
    assert of_everything() == {}
    assert found() == []


def test_a_load_counts_what_it_brings_and_what_it_adds_to_what_was_there(tmp_path):
    tables = small()
    run("load_dataset", str(write_folder(tmp_path / "one", tables)))
    assert found() == []
    assert sum(delta for _moved, delta in of_everything().items()) == Addressee.objects.count()
    before = of_everything()
    number = len(tables["status_updates"]) + 1
    said = {"position": "says-complete", "effective_on": "2020-02", "recorded_on": "2026-01-02"}
    tables["status_updates"].append(update(number, **said))
    run("load_dataset", str(write_folder(tmp_path / "two", tables)))
    assert of_everything() != before
    assert found() == []


def test_the_condition_on_periods_and_the_rule_agree():
    gone: dict[str, Any] = {"withdrawn_on": day("2021-01-01"), "withdrawal_note": "It was a mistake."}
    inspections: list[dict[str, Any]] = [{}, {"draft": True}, gone, {"published": None}, {"published": "2999-01-01"}]
    for inspection in inspections:
        for fields in ({}, gone):
            make.make_item(inspection=make.make_inspection(**inspection), **fields)
    for stored in (None, day("2020-01-15"), day("1999-01-01")):
        StatusPeriod.objects.update(counted_from=stored)
        wrong = set(StatusPeriod.objects.filter(miscounted()).values_list("addressee", flat=True))
        items = Addressee.objects.select_related("recommendation__inspection")
        assert wrong == {item.pk for item in items if counted_from(item.recommendation) != stored}
        assert len(wrong) > 0


def test_recounting_writes_nothing_where_nothing_has_moved(item, django_assert_num_queries):
    with django_assert_num_queries(4):  # two of them begin and end the transaction
        recount(recommendation=item.recommendation_id)


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (
            lambda kent: DayMoves.objects.filter(body_key=kent.pk, status="planned", day="2021-01-01").update(delta=3),
            ["Kent, moves of 2021-01-01, planned: stored is +3; it should be +1"],
        ),
        (
            lambda kent: MonthMoves.objects.filter(body_key=ALL, status="reopened").delete(),
            ["All bodies, moves of 2023-01, reopened: stored is +0; it should be +1"],
        ),
        (
            lambda kent: MonthMoves.objects.create(body_key=987654, status="planned", month="2020-05-01", delta=2),
            ["987654?, moves of 2020-05, planned: stored is +2; it should be +0"],
        ),
        (lambda kent: DayMoves.objects.create(body_key=ALL, status="closed", day="2020-05-01", delta=0), []),
    ],
)
def test_a_damaged_row_is_named_and_put_right(item, damage, named):
    for position, said in (("planned", "2021-01-01"), ("complete", "2022-01-01"), ("reopened", "2023-01-01")):
        make.make_update(item, position, said)
    damage(item.body)
    assert found() == named
    run("rebuild_periods")
    assert found() == []


class AnyHistory(TestCase):
    positions = st.sampled_from(["planned", "under-way", "complete", "reopened"])
    statements = st.lists(
        st.tuples(positions, st.dates(day("2020-02-01"), day("2020-05-31")), st.integers(0, 2)), max_size=6
    )
    published = st.dates(day("2019-11-01"), day("2020-01-31"))

    @settings(max_examples=10, deadline=None)
    @given(statements, published, st.booleans())
    def test_comes_to_the_same_as_from_nothing(self, statements, published, is_draft):
        inspection = make.make_inspection(published=published.isoformat(), draft=is_draft)
        bodies = [make.make_force(), make.make_force()]
        items = [make.make_item(body=bodies[number % 2], inspection=inspection) for number in range(3)]
        for position, said, number in statements:
            make.make_update(items[number], position, said.isoformat())
        inspection.draft = not is_draft
        inspection.save()
        assert found() == []
        assert bool(of_everything()) is is_draft
