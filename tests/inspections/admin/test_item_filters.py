"""The filters beside the list of items: each finds what it says, to the day; nonsense finds nothing and says so."""

import datetime

import pytest

from inspections.days import today
from inspections.models import Recommendation
from tests.inspections.staff import days_ago
from tests.make import make_inspection, make_item, make_source, make_update

LIST = "/admin/inspections/addressee/"


def refs(answer):
    return {item.recommendation.ref for item in answer.context["cl"].result_list}


def say(item, position, days, **fields):
    return make_update(item, position, days_ago(days), recorded_on=today(), **fields)


@pytest.fixture
def report(db):
    return make_inspection("report", days_ago(1000))


def test_closed_items_are_never_quiet(boss, report):
    for ref, position in [("open", "under-way"), ("closed", "complete")]:
        say(make_item(ref, inspection=report), position, 200)
    assert refs(boss.get(f"{LIST}?news=quiet&status=all")) == {"open"}


def test_a_new_report_is_news(boss, db):
    make_item("old", inspection=make_inspection(published=days_ago(180)))
    make_item("new", inspection=make_inspection(published=days_ago(179)))
    assert refs(boss.get(f"{LIST}?news=quiet")) == {"old"}


def test_claims_are_found_with_and_without_a_time(boss, report):
    for ref, days in [("long", 90), ("short", 89)]:
        say(make_item(ref, inspection=report), "says-complete", days)
    confirmed, dropped = make_item("confirmed", inspection=report), make_item("dropped", inspection=report)
    for item, decision in [(confirmed, "complete"), (dropped, "no-further-action")]:
        say(item, "says-complete", 100)
        say(item, decision, 10)
    assert refs(boss.get(f"{LIST}?claim=long&status=all")) == {"long"}
    assert refs(boss.get(f"{LIST}?claim=unconfirmed&status=all")) == {"long", "short", "dropped"}


def test_a_closure_is_found_whose_source_cannot_be_opened(boss, report):
    for slug, fields in {
        "neither": {},
        "address": {"url": "https://example.org/a"},
        "copy": {"archive_url": "https://example.org/b"},
    }.items():
        say(make_item(slug, inspection=report), "complete", 10, source=make_source(slug, **fields))
    say(make_item("open", inspection=report), "under-way", 10, source=make_source("also-neither"))
    assert refs(boss.get(f"{LIST}?document=none&status=all")) == {"neither"}


def test_what_counts_is_the_row_that_closed_it(boss, report):
    """A row that corrects it and names a document that can be opened puts it right."""
    item = make_item("asked", inspection=report)
    wrong = say(item, "complete", 10, source=make_source())
    assert refs(boss.get(f"{LIST}?document=none&status=all")) == {"asked"}
    say(item, "complete", 10, source=make_source(url="https://example.org/letter"), corrects=wrong)
    assert refs(boss.get(f"{LIST}?document=none&status=all")) == set()


def test_items_are_found_by_whether_the_public_can_read_them(boss, report):
    make_item("out", inspection=report)
    make_item("drafted", inspection=make_inspection(draft=True))
    make_item("embargoed", inspection=make_inspection(published=days_ago(-1)))
    make_item("withdrawn", inspection=report)
    Recommendation.objects.filter(ref="withdrawn").update(withdrawn_on=today(), withdrawal_note="Entered twice.")
    assert refs(boss.get(f"{LIST}?public=yes")) == {"out"}
    assert refs(boss.get(f"{LIST}?public=not-yet")) == {"drafted", "embargoed"}
    assert refs(boss.get(f"{LIST}?public=withdrawn")) == {"withdrawn"}


def test_the_next_three_months_begin_today(boss, report):
    for ref, days in [("yesterday", 1), ("today", 0), ("in-91-days", -91), ("in-92-days", -92)]:
        make_item(ref, inspection=report, due_on=(today() - datetime.timedelta(days)).isoformat())
    assert refs(boss.get(f"{LIST}?due=next-3-months")) == {"today", "in-91-days"}


@pytest.mark.parametrize("name", ["status", "due", "news", "claim", "document", "public", "force", "inspection"])
@pytest.mark.parametrize("value", ["nonsense", "OVERDUE", "'", "1", "é"])
def test_what_is_no_choice_finds_nothing_and_says_so(boss, report, name, value):
    make_item("asked", inspection=report)
    answer = boss.get(f"{LIST}?{name}={value}")
    assert answer.status_code == 200
    assert refs(answer) == set()
    assert "is not a choice of the filter" in answer.content.decode()


def test_an_empty_value_is_no_filter(boss, report):
    make_item("asked", inspection=report)
    assert refs(boss.get(f"{LIST}?due=&force=&claim=")) == {"asked"}


def test_the_last_of_repeated_values_counts(boss, report):
    make_item("asked", inspection=report, due_on=days_ago(1))
    assert refs(boss.get(f"{LIST}?due=no-day&due=overdue")) == {"asked"}


def test_filters_work_together(boss, report):
    """Several of them ask for the period of the day; it is joined once."""
    item = make_item("asked", inspection=report, due_on=days_ago(1))
    say(item, "says-complete", 200)
    query = "status=open&due=overdue&news=quiet&claim=long&public=yes&inspection=report&q=asked"
    assert refs(boss.get(f"{LIST}?{query}")) == {"asked"}
