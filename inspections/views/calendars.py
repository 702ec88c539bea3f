"""Calendars of coming deadlines and response days: of a selection, a body, an inspection."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.calendars import Coming, Printed, calendar, deadlines, response_days
from inspections.filters import READS
from inspections.lasting import unique_id
from inspections.models import Addressee, Body, Inspection
from inspections.reading.duties import duties, duties_of
from inspections.reading.selection import parameters, selection_url
from inspections.views.answer import Answer


class CalendarAnswer(Answer):
    """A calendar that a program subscribes to."""

    content_type = "text/calendar; charset=utf-8"

    def name(self) -> str:
        """What the program calls the calendar."""
        raise NotImplementedError

    def page(self) -> str:
        """The path of the page that shows the same."""
        raise NotImplementedError

    def coming(self) -> Iterable[Coming]:
        raise NotImplementedError

    def body(self) -> bytes:
        about = _("Deadlines of open items, and last days of responses. An event goes once it is met or has passed.")
        events = sorted(self.coming(), key=lambda each: (each.first, each.what))
        printed = [Printed(each, unique_id(self.request, each.what), self.of_day(each.path)) for each in events]
        return calendar(self.name(), about, self.of_day(self.page()), printed, self.edition)


class SelectionCalendar(CalendarAnswer):
    """What is coming of the items of a selection, and of the responses to their inspections."""

    reads = READS

    def name(self) -> str:
        return self.name_of_selection()

    def page(self) -> str:
        return selection_url(**parameters(self.selection))

    def coming(self) -> Iterable[Coming]:
        items = self.selection.items()
        asked_in = Inspection.objects.filter(pk__in=items.order_by().values("recommendation__inspection"))
        owed = duties(asked_in, self.day)
        forces = Body.objects.public(self.day).filter(slug__in=self.selection.chosen.get("force", {}))
        if forces:
            owed = [duty for duty in owed if any(duty.concerns(body) for body in forces)]
        return [*deadlines(items, self.day), *response_days(owed, self.day)]


class ForceCalendar(CalendarAnswer):
    """What is coming for one body: what it was asked for, what it has to answer, what is owed about it."""

    def public(self) -> QuerySet[Body]:
        return Body.objects.public(self.day)

    def name(self) -> str:
        return _("Inspection deadlines: %(name)s") % {"name": self.object.name}

    def page(self) -> str:
        return str(self.object.get_absolute_url())

    def coming(self) -> Iterable[Coming]:
        items = Addressee.objects.public(self.day).standing(self.day).filter(body=self.object)
        return [*deadlines(items, self.day), *response_days(duties_of(self.object, self.day), self.day)]


class InspectionCalendar(CalendarAnswer):
    """What is coming of one inspection. One that was withdrawn has nothing to come."""

    def public(self) -> QuerySet[Any]:
        return Inspection.objects.readable(self.day)

    def name(self) -> str:
        return _("Inspection deadlines: %(name)s") % {"name": self.object.title}

    def page(self) -> str:
        return reverse("inspection-detail", args=[self.object.slug])

    def coming(self) -> Iterable[Coming]:
        items = Addressee.objects.public(self.day).standing(self.day)
        owed = duties(Inspection.objects.filter(pk=self.object.pk), self.day)
        asked = items.filter(recommendation__inspection=self.object)
        return [*deadlines(asked, self.day), *response_days(owed, self.day)]
