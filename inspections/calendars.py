"""Calendars of what is coming: deadlines of open items, and the last days of responses.

An event is there for as long as it is to come. Once every item is closed, the answer was given or the day has passed,
it is gone: a program that subscribes replaces the whole calendar each time it asks. Nothing is marked as cancelled.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from inspections.headline import HeadlineStatus
from inspections.models import Recommendation
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.edition import Current
from inspections.reading.answers import last_day_in_words
from inspections.reading.duties import Duty
from inspections.reading.duty import AnswerState
from inspections.reading.selection import items_in_words

MOST_EVENTS = 1_000  # the soonest; a program that shows a calendar is slow with more
TITLE_WORDS = 14
ASK_AGAIN = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Coming:
    """Something to come: on one day, or between two where the day is not known exactly. `what` names it for ever."""

    what: str
    first: datetime.date
    last: datetime.date
    title: str
    sentence: str
    path: str


def deadlines(items: AddresseeQuerySet, on: datetime.date) -> list[Coming]:
    """The days by which these items are to be done, soonest first: one event a recommendation. Two queries.

    What was asked for immediately has no day, and is in no calendar.
    """
    rows: QuerySet[Any] = items.open(on).filter(recommendation__due_day__gte=on)
    bodies: dict[int, list[tuple[str, str, str]]] = {}
    named = rows.order_by("recommendation__due_day", "recommendation", "body__name").values_list(
        "recommendation", "body__short_name", "body__name", "body__slug", "status"
    )
    for key, short, name, slug, status in named:
        if key not in bodies and len(bodies) == MOST_EVENTS:
            break
        bodies.setdefault(key, []).append((short or name, slug, status))
    found = Recommendation.objects.public(on).select_related("inspection").in_bulk(bodies)
    return [_deadline(found[key], open_to) for key, open_to in bodies.items() if key in found]


def _deadline(asked: Recommendation, open_to: Sequence[tuple[str, str, str]]) -> Coming:
    assert asked.due_day is not None  # or it would not be to come
    short, slug, status = open_to[0]
    alone = len(open_to) == 1
    words = {
        "whom": short if alone else items_in_words(len(open_to)),
        "text": Truncator(asked.text).words(TITLE_WORDS, truncate="…"),
        "day": date_format(asked.due_day, "DATE_FORMAT"),
        "kind": asked.get_kind_display(),
        "number": asked.number,
        "inspection": asked.inspection.title,
        "full": asked.text,
        "status": HeadlineStatus(status).label if alone else _("still open"),
    }
    return Coming(
        f"deadline/{asked.pk}",
        asked.due_day,
        asked.due_day,
        _("Deadline, %(whom)s: %(text)s") % words,
        _("Asked for by %(day)s of %(whom)s (%(status)s): %(full)s %(kind)s %(number)s of %(inspection)s.") % words,
        reverse("item-detail", args=[asked.ref, slug]) if alone else asked.get_absolute_url(),
    )


def response_days(duties: Iterable[Duty], on: datetime.date) -> list[Coming]:
    """The last days of responses that are not due yet; from the first to the last that it may be."""
    return [
        _response(duty, max(duty.last.earliest, on)) for duty in duties if duty.state == AnswerState.DUE and duty.last
    ]


def _response(duty: Duty, first: datetime.date) -> Coming:
    assert duty.last is not None  # so says response_days
    assert duty.responder is not None  # or its state would be that nobody is named
    words = {
        "who": duty.responder.label,
        "name": duty.responder.name,
        "inspection": duty.inspection.title,
        "day": last_day_in_words(duty),
    }
    return Coming(
        f"response/{duty.inspection.pk}/{duty.responder.pk}",
        first,
        duty.last.latest,
        _("Response due, %(who)s: %(inspection)s") % words,
        _("Last day for %(name)s to answer the report of %(inspection)s: %(day)s.") % words,
        duty.inspection.get_absolute_url(),
    )


@dataclass(frozen=True)
class Printed:
    """An event ready to be written: with its whole address and the name that lasts."""

    coming: Coming
    uid: str
    url: str


def calendar(name: str, about: str, address: str, events: Iterable[Printed], edition: Current) -> bytes:
    """A calendar as iCalendar (RFC 5545). The same events in the same edition give the same bytes.

    SEQUENCE is the number of the edition: it never falls, and rises with every change of the record.
    """
    made = Calendar()
    made.add("prodid", "-//Inspection recommendations//Deadlines//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", name)
    made.add("name", name)
    made.add("x-wr-caldesc", about)
    made.add("description", about)
    made.add("x-wr-timezone", "Europe/London")
    made.add("url", address)
    made.add("source", address, parameters={"value": "URI"})
    made.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    for event in events:
        made.add_component(_event(event, edition))
    if not made.subcomponents:
        # RFC 5545, 3.4: a calendar holds one component at the least. A time zone is one, and no program shows it.
        made.add_component(Timezone.from_tzid("Europe/London", first_date=datetime.date(2020, 1, 1)))
    return made.to_ical()


def _event(printed: Printed, edition: Current) -> Event:
    coming, since = printed.coming, edition.since.astimezone(datetime.UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", printed.uid)
    event.add("dtstamp", since)
    event.add("last-modified", since)
    event.add("sequence", int(edition.name.partition(".")[0]))
    event.add("dtstart", coming.first)
    event.add("dtend", coming.last + datetime.timedelta(days=1))  # the day after, as the form counts
    event.add("summary", coming.title)
    event.add("description", f"{coming.sentence}\n\n{printed.url}")
    event.add("url", printed.url)
    event.add("transp", "TRANSPARENT")  # a deadline leaves the day free
    return event
