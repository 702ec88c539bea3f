"""The lists as files: the rows of a page with the same parameters, all of them, as CSV, spreadsheet or JSON."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from inspections.bitmaps.picked import Picked
from inspections.exports import changes, inspections, items, items_held, responses
from inspections.exports.table import Table
from inspections.filters import READS, Selection
from inspections.models import Body, Inspection
from inspections.models.edition import edition
from inspections.reading import selection
from inspections.reading.duties import duties
from inspections.reading.duty import AnswerState
from inspections.reading.spans import Span
from inspections.views import changes as change_page
from inspections.views import inspections as inspection_page
from inspections.views import responses as response_page
from inspections.views.asked import Asked
from inspections.views.listing import Fault, ListFile, Listing


def _in_words(found: list[dict[str, Any]]) -> list[str]:
    return [f"{each['label']}: {each['value']}" for each in found]


class RecommendationFile(ListFile):
    """The items of the selection: one recommendation to one body a row."""

    list_name, stem = "recommendation-list", "recommendations"
    reads = READS

    @cached_property
    def selection(self) -> Selection:
        return Selection(self.request.GET, on=self.day)

    def faults(self) -> list[Fault]:
        errors = self.selection.errors.items()
        return [Fault(name, str(sentence)) for name, sentences in errors for sentence in sentences]

    def understood(self) -> dict[str, Any]:
        return selection.parameters(self.selection)

    @cached_property
    def picked(self) -> Picked:
        return Picked(self.selection, self.edition, whole=True)

    def prepare(self) -> None:
        self.picked.items()
        self.picked.names  # noqa: B018  (reads them)

    def listing(self) -> Listing:
        # What memory holds is of the moment of the rows if its edition still is: it was picked before that began.
        picked = self.picked if edition() == self.edition else Picked(self.selection, None, whole=True)
        chosen = _in_words(selection.active_filters(self.selection))
        return Listing(items.items(self.day), lambda: items_held.rows(picked), picked.count, chosen)


def _of_queryset(table: Table, found: QuerySet[Any], chosen: list[str]) -> Listing:
    return Listing(table, lambda: table.rows(found), lambda: found.order_by().count(), chosen)


class AskedFile(ListFile):
    """A list whose page reads its parameters by `Asked`."""

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.request)

    def faults(self) -> list[Fault]:
        self.found()
        return [Fault(error["name"], error["message"]) for error in self.asked.errors]

    def understood(self) -> dict[str, Any]:
        return self.asked.chosen

    def found(self) -> Any:
        raise NotImplementedError


class InspectionFile(AskedFile):
    list_name, stem = "inspection-list", "inspections"
    reads = inspection_page.READS

    @cached_property
    def fields(self) -> dict[str, dict[str, str]]:
        return inspection_page.choices(Inspection.objects.public(self.day), self.day)

    def found(self) -> Any:
        public, asked = Inspection.objects.public(self.day), self.asked
        chosen = {name: asked.one_of(name, values) for name, values in self.fields.items()}
        found = inspection_page.narrowed(public, self.day, asked.words(), **chosen)
        return inspection_page.in_order(found, asked.one_of("sort", inspection_page.SORTS, "newest"))

    def listing(self) -> Listing:
        return _of_queryset(
            inspections.inspections(self.day), self.found(), _in_words(inspection_page.active(self.fields, self.asked))
        )


class ResponseFile(AskedFile):
    list_name, stem = "response-list", "responses"
    reads = response_page.READS

    @cached_property
    def fields(self) -> dict[str, dict[str, str]]:
        return response_page.choices()

    def found(self) -> tuple[dict[str, str], list[str], str]:
        asked = self.asked
        chosen = {name: asked.one_of(name, values) for name, values in self.fields.items()}
        states = asked.some_of("state", dict(AnswerState.choices))
        return chosen, states, asked.one_of("sort", response_page.SORTS, "last-day")

    def listing(self) -> Listing:
        chosen, states, sort = self.found()
        within = response_page.narrowed(duties(Inspection.objects.all(), self.day), **chosen)
        found = response_page.in_order([duty for duty in within if not states or duty.state in states], sort)
        words = _in_words(response_page.active(self.fields, self.asked))
        return Listing(responses.TABLE, lambda: responses.rows(found), lambda: len(found), words)


class ChangeFile(ListFile):
    list_name, stem = "change-list", "changes"
    reads = change_page.READS

    @cached_property
    def asked(self) -> change_page.ChangesForm:
        form = change_page.ChangesForm(self.request.GET, self.day)
        form.is_valid()
        return form

    @cached_property
    def span(self) -> Span:
        asked = self.asked.cleaned_data
        bodies = Body.objects.public(self.day).filter(slug__in=asked["force"]).order_by("name")
        return Span(asked["first_day"], asked["last_day"], tuple(bodies) if asked["force"] else ())

    def faults(self) -> list[Fault]:
        errors = self.asked.errors.items()
        return [Fault(name, str(sentence)) for name, sentences in errors for sentence in sentences]

    def understood(self) -> dict[str, Any]:
        days = {"since": self.span.since.isoformat(), "until": self.span.until.isoformat()}
        return {**days, "force": [body.slug for body in self.span.bodies]}

    def listing(self) -> Listing:
        span = self.span
        bodies = ", ".join(body.name for body in span.bodies) or _("all forces and other bodies")
        days = _("%(since)s to %(until)s") % {"since": span.since, "until": span.until}
        return Listing(
            changes.TABLE, lambda: changes.rows(span), lambda: sum(1 for _row in changes.rows(span)), [days, bodies]
        )
