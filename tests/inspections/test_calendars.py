"""How coming days are written; what there is to write is tested through the addresses."""

import datetime

from icalendar import Calendar as Read

from inspections.calendars import Coming, Printed, calendar
from inspections.models.edition import Current

SINCE = datetime.datetime(2026, 5, 3, 12, 30, 15, 123456, tzinfo=datetime.UTC)


def written(name: str) -> bytes:
    coming = Coming("x", datetime.date(2026, 5, 4), datetime.date(2026, 5, 6), "Due", "It is due.", "/x/")
    return calendar(
        "Name", "About", "https://x.example/", [Printed(coming, "uid", "https://x.example/x/")], Current(name, SINCE)
    )


def test_the_same_edition_gives_the_same_bytes():
    assert written("7") == written("7") != written("8")


def test_the_number_of_the_edition_is_the_sequence_and_its_moment_the_last_change():
    (event,) = Read.from_ical(written("7.2")).walk("VEVENT")
    assert event["SEQUENCE"] == 7
    assert event.decoded("LAST-MODIFIED") == SINCE.replace(microsecond=0)


def test_an_event_of_several_days_ends_the_day_after_its_last():
    (event,) = Read.from_ical(written("7")).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (datetime.date(2026, 5, 4), datetime.date(2026, 5, 7))
