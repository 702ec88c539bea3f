"""One row an item, as it stands on a day."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.exports.items import items
from inspections.headline import HeadlineStatus
from inspections.models import Addressee
from tests.harness.server import ROOT
from tests.make import make_force, make_inspection, make_item, make_programme, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def rows(on=ON):
    table = items(on)
    names = [column.name for column in table.columns]
    found = table.rows(Addressee.objects.order_by("recommendation__ref"))
    return [dict(zip(names, cells, strict=True)) for cells in found]


@pytest.fixture
def item():
    inspection = make_inspection("north-2020", "2020-01-15", programme=make_programme("peel"))
    return make_item("ref", make_force("north", name="North Police"), inspection=inspection, due_on="2021-06-30")


def test_an_item_of_which_nothing_was_said(item):
    [row] = rows()
    assert row == {
        "recommendation": "ref",
        "body": "north",
        "body_name": "North Police",
        "inspection": "north-2020",
        "published_on": "2020-01-15",
        "programme": "peel",
        "kind": "recommendation",
        "number": item.recommendation.number,
        "text": "Do what ref asks for.",
        "status": "no-progress",
        "status_label": "No progress published",
        "since": "",
        "due_on": "2021-06-30",
        "overdue": "yes",
        "days_overdue": str((ON - datetime.date(2021, 6, 30)).days),
        "last_news": "",
        "claimed_not_confirmed": "no",
    }


def test_a_claim_that_is_not_confirmed(item):
    make_update(item, "under-way", on="2020-05")
    make_update(item, "says-complete", on="2021-03")
    make_update(item, "assured", on="2021-04-02")
    [row] = rows()
    assert (row["status"], row["since"], row["last_news"]) == ("reported-complete", "2021-03", "2021-04-02")
    assert (row["claimed_not_confirmed"], row["overdue"]) == ("yes", "yes")


def test_what_is_closed_is_neither_late_nor_claimed(item):
    make_update(item, "says-complete", on="2021-03")
    make_update(item, "complete", on="2022-03-04")
    [row] = rows()
    assert (row["status"], row["overdue"], row["days_overdue"]) == ("confirmed-complete", "no", "")
    assert row["claimed_not_confirmed"] == "no"


def test_a_past_day_shows_nothing_that_came_later(item):
    make_update(item, "says-complete", on="2021-03-01")
    [row] = rows(datetime.date(2021, 2, 28))
    assert (row["status"], row["last_news"], row["overdue"]) == ("no-progress", "", "no")
    [row] = rows(datetime.date(2021, 7, 1))
    assert (row["status"], row["days_overdue"]) == ("reported-complete", "1")


def test_a_row_that_was_corrected_is_no_news(item):
    wrong = make_update(item, "says-complete", on="2021-03-01")
    make_update(item, "planned", on="2020-09-01", corrects=wrong)
    [row] = rows()
    assert (row["status"], row["last_news"], row["claimed_not_confirmed"]) == ("planned", "2020-09-01", "no")


def test_status_codes_are_those_of_the_public_parameter():
    [column] = [column for column in items(ON).columns if column.name == "status"]
    assert "parameter “status”" in str(column.description)
    assert str(HeadlineStatus("no-progress").label) == "No progress published"


def test_every_column_is_described_in_one_sentence_and_on_the_page_about_the_format():
    page = (ROOT / "docs" / "dataset.md").read_text(encoding="utf-8")
    for column in items(ON).columns:
        assert str(column.description).endswith(".")
        assert f"`{column.name}`" in page


def test_the_number_of_queries_does_not_grow_with_the_rows(item):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            rows()
        return len(captured)

    make_update(item, "under-way")
    few = queries()
    for _number in range(20):
        make_update(make_item(), "under-way")
    assert queries() == few
