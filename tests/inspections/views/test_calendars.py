"""Calendars, read by a library as a reader's program would."""

import datetime
from typing import Any

import pytest
from icalendar import Calendar

from inspections.actions import withdraw
from inspections.days import today
from tests import make

pytestmark = pytest.mark.django_db


def in_days(count: int) -> datetime.date:
    return today() + datetime.timedelta(days=count)


def due_in(count: int) -> str:
    return in_days(count).isoformat()


def read(client: Any, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    found = Calendar.from_ical(answer.content)
    assert found.subcomponents
    assert not found.errors
    assert (str(found["VERSION"]), str(found["X-WR-CALNAME"])) == ("2.0", str(found["NAME"]))
    return found


def events(client: Any, path: str) -> list[Any]:
    return list(read(client, path).walk("VEVENT"))


@pytest.fixture
def kent() -> Any:
    return make.make_force("kent", name="Kent Police", short_name="Kent")


def test_a_deadline_is_an_event_of_the_whole_day_with_a_sentence_and_a_link(client, kent):
    item = make.make_item("ref-1", kent, due_on=due_in(40), text="Answer every call; count them, all.")
    make.make_update(item, "under-way")
    (event,) = events(client, "/forces/kent.ics")
    assert event.decoded("DTSTART") == in_days(40)
    assert event.decoded("DTEND") == in_days(41)
    assert event["SUMMARY"] == "Deadline, Kent: Answer every call; count them, all."
    assert "of Kent (Under way): Answer every call; count them, all." in event["DESCRIPTION"]
    assert event["URL"] == "http://localhost:8000/recommendations/ref-1/kent/"
    assert event["URL"] in event["DESCRIPTION"]
    assert {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"} <= set(event)
    assert str(read(client, "/forces/kent.ics")["X-WR-CALNAME"]) == "Inspection deadlines: Kent Police"


@pytest.mark.parametrize(("days", "shown"), [(-1, 0), (0, 1), (1, 1)])
def test_what_has_passed_is_gone_and_today_is_not(client, kent, days, shown):
    make.make_item("ref-1", kent, due_on=due_in(days))
    assert len(events(client, "/forces/kent.ics")) == shown


def test_what_is_closed_or_withdrawn_is_gone(client, kent):
    item = make.make_item("ref-1", kent, due_on=due_in(5))
    other = make.make_item("ref-2", kent, due_on=due_in(6))
    assert len(events(client, "/recommendations.ics?force=kent")) == 2
    make.make_update(item, "complete")
    withdraw(other.recommendation, on=today(), note="Never asked.")
    assert events(client, "/recommendations.ics?force=kent") == []


def test_one_event_for_what_many_bodies_were_asked_and_it_keeps_its_name_as_they_finish(client, kent):
    essex = make.make_force("essex", name="Essex")
    asked = make.make_recommendation("both", [kent, essex], due_on=due_in(5), text="Do it.")
    (before,) = events(client, "/recommendations.ics")
    assert before["SUMMARY"] == "Deadline, 2 items: Do it."
    assert before["URL"].endswith("/recommendations/both/")
    make.make_update(asked.addressees.get(body=essex), "complete")
    (after,) = events(client, "/recommendations.ics")
    assert after["SUMMARY"] == "Deadline, Kent: Do it."
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert events(client, "/inspections/" + asked.inspection.slug + ".ics")[0]["UID"] == before["UID"]


def test_a_deadline_that_moves_and_an_address_that_changes_keep_the_event(client, kent):
    item = make.make_item("ref-1", kent, due_on=due_in(5))
    (before,) = events(client, "/forces/kent.ics")
    recommendation = item.recommendation
    recommendation.ref, recommendation.due_on = "renamed", make.partial(due_in(9))
    recommendation.save()
    (after,) = events(client, "/forces/kent.ics")
    assert after["UID"] == before["UID"]
    assert after.decoded("DTSTART") == in_days(9)
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_the_last_day_of_a_response_is_there_until_it_is_given(client, kent):
    pcc = make.make_policing_body(kent, "kent-pcc", start="2012-11")
    inspection = make.make_inspection("kent-now", due_in(-10), [kent], title="Kent now")
    make.make_recommendation("ref-1", [kent], inspection)
    for path in (
        "/forces/kent.ics",
        "/forces/kent-pcc.ics",
        "/inspections/kent-now.ics",
        "/recommendations.ics?force=kent",
    ):
        (event,) = events(client, path)
        assert event["SUMMARY"] == "Response due, Kent Pcc: Kent now"
        assert event.decoded("DTSTART") == in_days(45)  # 56 days, of which the day of publication is the first
        assert event["URL"].endswith("/inspections/kent-now/")
    make.make_force("essex")
    assert events(client, "/recommendations.ics?force=essex") == []
    make.make_response(inspection, pcc, due_in(-1))
    assert events(client, "/forces/kent.ics") == []


def test_a_last_day_that_is_not_known_exactly_takes_all_the_days_that_it_may_be(client, kent):
    make.make_policing_body(kent, "kent-pcc", start="2012-11")
    month = today().isoformat()[:7]
    inspection = make.make_inspection("kent-now", month, [kent])
    make.make_recommendation("ref-1", [kent], inspection)
    (event,) = events(client, "/forces/kent.ics")
    published = inspection.published_on
    assert event.decoded("DTSTART") == published.first + datetime.timedelta(days=55)
    assert event.decoded("DTEND") == published.last + datetime.timedelta(days=56)


def test_a_selection_of_nothing_is_a_calendar_without_events_that_is_still_valid(client):
    found = read(client, "/recommendations.ics?q=zebra")
    assert found.walk("VEVENT") == []
    assert [each.name for each in found.subcomponents] == ["VTIMEZONE"]


def test_a_calendar_of_an_earlier_day_has_what_was_to_come_then(client, kent):
    make.make_item("ref-1", kent, inspection=make.make_inspection(published="2018-01-15"), due_on="2018-06-01")
    (event,) = events(client, "/forces/kent.ics?as_at=2018-05-01")
    assert event["URL"].endswith("/recommendations/ref-1/kent/?as_at=2018-05-01")
    assert events(client, "/forces/kent.ics?as_at=2018-06-02") == []


def test_a_new_line_in_a_text_starts_no_property_of_its_own(client, kent):
    make.make_item("ref-1", kent, due_on=due_in(5), text="Do it.\r\nBEGIN:VALARM\nATTENDEE:x")
    raw = client.get("/forces/kent.ics").content
    assert b"\nBEGIN:VALARM" not in raw
    assert b"\nATTENDEE" not in raw


def test_the_cost_does_not_grow_with_the_events(client, django_assert_max_num_queries):
    for number in range(30):
        make.make_item(f"ref-{number}", make.make_force(f"force-{number}"), due_on=due_in(number))
    with django_assert_max_num_queries(20):
        assert len(events(client, "/recommendations.ics")) == 30
