"""What the record holds and lacks is counted from the public part of it."""

import datetime

import pytest

from inspections.reading import coverage
from tests import make

pytestmark = pytest.mark.django_db

DAY = make.TODAY


@pytest.fixture
def record():
    told = make.make_inspection(published="2017-09", programme=make.make_programme("peel", name="PEEL"))
    item = make.make_item(inspection=told, text_is="verbatim", deadline="immediately")
    make.make_update(item, "under-way", on="2018")
    make.make_update(item, "not-assured", on="2018")
    make.make_item(inspection=told)
    make.make_response(told, item.body)
    make.make_inspection(published=None, report_url="https://example.org/report")
    hushed = make.make_inspection(draft=True)
    make.make_update(make.make_item(inspection=hushed), "under-way")
    make.make_response(hushed, item.body)
    return told


def test_totals_count_what_is_public(record):
    totals = coverage.totals(DAY)
    assert (totals["inspections"], totals["recommendations"], totals["items"], totals["bodies"]) == (2, 2, 2, 2)
    assert totals["statements"] == 2
    assert {row["voice"].value: row["count"] for row in totals["by_voice"]} == {
        "addressed-body": 1,
        "local-policing-body": 1,
        "inspectorate": 0,
    }
    assert (totals["responses"], totals["not_found"]) == (1, 0)


def test_totals_follow_the_day(record):
    before = coverage.totals(datetime.date(2017, 8, 31))
    assert (before["recommendations"], before["statements"]) == (0, 0)


def test_programmes_say_from_which_years_they_are(record):
    make.make_inspection(published="2019-05-03", programme=record.programme)
    rows = {row["name"]: row for row in coverage.by_programme(DAY)}
    assert rows["PEEL"]["years"] == "2017 to 2019"
    assert (rows["PEEL"]["inspections"], rows["PEEL"]["recommendations"]) == (3, 2)


def test_gaps_are_counted_out_of_what_there_is(record):
    found = {gap["text"]: (gap["count"], gap["of"]) for gap in coverage.gaps(DAY)}
    assert found["items without any progress published that we found"] == (1, 2)
    assert found["recommendations whose deadline is not known"] == (1, 2)
    assert found["inspections whose day of publication is not known"] == (1, 2)
    assert found["inspections whose report we cannot link to"] == (1, 2)


def test_a_gap_that_is_not_there_is_not_listed(db):
    assert coverage.gaps(DAY) == []


def test_freshness_is_counted_out_of_the_open_items():
    old = make.make_inspection(published="2017-09")
    for on in ("2026-11-22", "2025-11-23", "2025-11-22"):
        make.make_update(make.make_item(inspection=old), "planned", on=on)
    make.make_update(make.make_item(inspection=old), "complete", on="2026-11-01")
    make.make_item(inspection=make.make_inspection(published="2026-01"))
    fresh = coverage.freshness(DAY)
    assert (fresh["open"], fresh["told"], fresh["share"], fresh["silent"]) == (4, 2, "50%", 1)
    assert fresh["silent_url"] == "/recommendations/?stale=1-year"


def test_an_empty_record_has_no_share(db):
    assert coverage.freshness(DAY)["share"] == ""
