"""The stream of changes: everything once, in an order that stays, and nothing before it may be read."""

import datetime
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.actions import put_back, record_together, withdraw
from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.days import today
from inspections.models import Change, Inspection, WaitingChange
from inspections.models.change import number_changes
from tests import make

pytestmark = pytest.mark.django_db


def stream() -> list[tuple[int, str, str]]:
    """Number, kind and what it is about, of the whole stream as a reader would find it now."""
    number_changes(today())
    rows = Change.objects.values_list("number", "kind", "inspection", "recommendation", "body", "sequence")
    return [(row[0], row[1], "/".join(str(part) for part in row[2:] if part)) for row in rows]


def kinds() -> list[str]:
    return [kind for _number, kind, _about in stream()]


def test_what_is_recorded_is_in_it_once_and_in_order():
    item = make.make_item("rec", make.make_force("kent"), inspection=make.make_inspection("report"))
    first = make.make_update(item, "under-way")
    make.make_update(item, "planned", corrects=first)
    make.make_response(item.recommendation.inspection, item.body)
    expected = [
        (1, "inspection-published", "report"),
        (2, "update-recorded", "report/rec/kent/1"),
        (3, "correction-recorded", "report/rec/kent/2"),
        (4, "response-recorded", "report/kent"),
    ]
    assert stream() == expected
    assert stream() == expected
    assert not WaitingChange.objects.exists()


def test_it_has_what_is_written_in_bulk_too(tmp_path):
    items = [make.make_item(inspection=make.make_inspection("report")), make.make_item()]
    kinds()
    statement = {
        "stated_by": make.make_inspectorate(),
        "position": "being-progressed",
        "effective_on": make.partial("2021-03-01"),
        "reason": "Found so.",
        "evidence": "document",
        "source": make.make_source(),
    }
    statement |= dict.fromkeys(("made_in", "target_on", "corrects")) | {"publisher_wording": ""}
    record_together([item.pk for item in items], statement, batch="all", by=make.make_staff(), on=make.TODAY)
    assert kinds()[-2:] == ["update-recorded"] * 2
    (tmp_path / "inspections.csv").write_text(
        "slug,title,programme,inspectorates,published_on\n"
        f"loaded,Loaded,{items[0].recommendation.inspection.programme.slug},hmicfrs,2022-01-01\n"
    )
    assert load(read(tmp_path)).loaded
    assert stream()[-1][1:] == ("inspection-published", "loaded")


def test_a_withdrawal_and_its_undoing_are_both_in_it_though_nobody_read_between():
    item = make.make_item(inspection=make.make_inspection("report"))
    response = make.make_response(item.recommendation.inspection, item.body)
    before = len(stream())
    for thing in (item.recommendation, response, item.recommendation.inspection):
        withdraw(thing, on=today(), note="Entered twice.")
        put_back(thing)
    nouns = ("recommendation", "response", "inspection")
    assert kinds()[before:] == [f"{noun}-{act}" for noun in nouns for act in ("withdrawn", "put-back")]


def test_a_response_that_was_looked_for_and_then_found_is_in_it_twice():
    found = make.make_response(make.make_inspection(), make.make_force(), None, not_found_as_of=make.TODAY)
    assert kinds()[-1] == "response-not-found"
    found.not_found_as_of, found.url = None, "https://example.org/answer"
    found.save()
    assert kinds()[-1] == "response-recorded"
    found.summary = "It agreed."
    found.save()
    assert kinds().count("response-recorded") == 1


@pytest.mark.parametrize("fields", [{"draft": True}, {"published": "2999-01-01"}, {"hour": True}])
def test_what_is_not_public_waits_without_a_number_and_leaves_no_gap(fields: dict[str, Any]):
    moment = timezone.localtime() + datetime.timedelta(hours=1)
    if fields.pop("hour", False):
        fields = {"published": moment.date().isoformat(), "published_time": moment.time()}
    hushed = make.make_inspection("hushed", **fields)
    make.make_response(hushed, make.make_force(), None, url="https://example.org/hushed")
    if hushed.draft:
        make.make_update(make.make_item(inspection=hushed), "under-way", on="2026-11-21")
    make.make_inspection("open")
    assert stream() == [(1, "inspection-published", "open")]
    Inspection.objects.filter(pk=hushed.pk).update(draft=False, public_from=today(), public_at=None)
    after = stream()
    assert [number for number, _kind, _about in after] == list(range(1, len(after) + 1))
    assert after[1] == (2, "inspection-published", "hushed")
    assert {about.split("/")[0] for _number, _kind, about in after[2:]} == {"hushed"}


def test_what_it_says_stays_though_things_are_renamed():
    inspection = make.make_inspection("report", title="The report")
    number_changes(today())
    before = Change.objects.values().get()
    inspection.slug, inspection.title = "renamed", "Another name"
    inspection.save()
    number_changes(today())
    assert Change.objects.values().get() == before


@pytest.mark.parametrize(
    "act", ["UPDATE inspections_change SET what = 'x'", "DELETE FROM inspections_change", "INSERT"]
)
def test_the_database_refuses_to_change_it(act: str):
    make.make_inspection()
    number_changes(today())
    if act == "INSERT":
        act = "INSERT OR REPLACE INTO inspections_change SELECT * FROM inspections_change"
        if connection.vendor != "sqlite":
            act = "TRUNCATE inspections_change"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


def test_reading_where_nothing_is_new_is_one_query_and_no_write(django_assert_num_queries):
    make.make_inspection()
    make.make_inspection(draft=True)
    number_changes(today())
    with django_assert_num_queries(1):
        assert number_changes(today()) == 0


def test_many_are_numbered_in_portions_without_a_query_for_each(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("inspections.models.change.NUMBERED_AT_ONCE", 10)
    item = make.make_item()
    for _ in range(25):
        make.make_update(item, "under-way")
    ContentType.objects.get_for_model(Change)
    with django_assert_max_num_queries(1 + 4 * 11):
        number_changes(today())
    assert [number for number, _kind, _about in stream()] == list(range(1, 27))
