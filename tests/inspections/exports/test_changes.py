"""The file of changes holds what the page counts, group by group, and each change by itself."""

import datetime
from collections import Counter

import pytest

from inspections.exports.changes import COLUMNS, MAKERS, rows
from inspections.reading.changes import between
from inspections.reading.spans import MOST_LINES, Span
from tests.make import TODAY, make_force, make_inspection, make_recommendation, make_response, make_update

pytestmark = pytest.mark.django_db

EVER = Span(datetime.date(1900, 1, 1), TODAY)


def found(span=EVER):
    names = [column.name for column in COLUMNS]
    return [dict(zip(names, cells, strict=True)) for cells in rows(span)]


def of(change, span=EVER):
    return [row for row in found(span) if row["change"] == change]


@pytest.fixture
def record(record):
    item = record["concern"].addressees.get()
    wrong = make_update(item, "says-complete", "2020-02", target_on="2020-06")
    make_update(item, "says-complete", "2020-03", target_on="2021-06", corrects=wrong)
    make_update(item, "under-way", "2020-05", target_on="2022-06")
    gone = make_recommendation("gone", [record["force"]], record["inspection"])
    gone.withdrawn_on, gone.withdrawal_note = datetime.date(2024, 1, 2), "Never in the report."
    gone.save()
    return record


def test_the_groups_are_those_of_the_page_in_its_order(record):
    assert list(MAKERS) == [group.slug for group in between(EVER)]
    order = list(dict.fromkeys(row["change"] for row in found()))
    assert order == [name for name in MAKERS if name in order]
    assert set(MAKERS) - set(order) == set()


@pytest.mark.parametrize("since", ["1900-01-01", "2018-01-01", "2020-01-01"])
def test_where_nothing_is_put_together_there_are_as_many_rows_as_lines(record, since):
    for bodies in ((), (record["force"],)):
        span = Span(datetime.date.fromisoformat(since), TODAY, bodies)
        counts = Counter(row["change"] for row in found(span))
        lines = {group.slug: group.total for group in between(span)}
        for slug in ("inspections", "headlines", "assurances", "responses", "moved", "corrections", "withdrawals"):
            assert counts[slug] == lines[slug], (slug, since)
        assert counts["monitoring"] == lines["monitoring"]


def test_what_was_asked_of_two_bodies_is_two_rows(record):
    assert {(row["recommendation"], row["body"]) for row in of("recommendations")} >= {
        ("records", "northshire"),
        ("records", "southshire"),
    }


def test_a_headline_that_moved_says_from_what_to_what_and_where_it_stands(record):
    [first, *_rest] = [
        row for row in of("headlines") if row["recommendation"] == "missing" and row["after"] == "under-way"
    ]
    assert (first["who"], first["body"]) == ("Northshire Police", "northshire")
    assert (first["before"], first["position"]) == ("reported-complete", "under-way")
    assert (first["day"], first["date"]) == ("2020-05-01", "2020-05")
    assert first["address"].startswith("/recommendations/missing/northshire/#entry-")


def test_a_long_group_is_not_cut():
    force = make_force("north")
    span = Span(EVER.since, EVER.until, (force,))
    for number in range(MOST_LINES + 5):
        make_response(make_inspection(f"inspection-{number}", "2020-01-15", [force]), force)
    assert len(of("responses", span)) == MOST_LINES + 5
    assert len(of("inspections", span)) == MOST_LINES + 5


def test_nothing_of_the_future_is_in_it(record):
    make_inspection("hushed", "2999-01-01")
    assert "hushed" not in str(found())


def test_every_column_is_described():
    assert all(str(column.description).endswith(".") for column in COLUMNS)
