"""The record in the API: bodies, inspections, responses and sources, as lists and one by one."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.api.endpoint import DetailEndpoint, ListEndpoint, named
from inspections.api.parameters import codes, detailed, listed, parameter, slug
from inspections.api.serializers import BodySerializer, InspectionSerializer, ResponseSerializer, SourceSerializer
from inspections.models import (
    Body,
    BodyKind,
    Inspection,
    MonitoringPhase,
    Response,
    ResponseItem,
    Source,
    StatusUpdate,
)
from inspections.models.inspection import readable_by
from inspections.models.recommendation import asked_by
from inspections.parameters import KnownField, SelectionForm, known_bodies, known_inspections, known_programmes, one_of
from inspections.reading.profile import concerning

NO_PART = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}  # what a part of an address may look like at all


class Asked(SelectionForm):
    """A few parameters, each one of some known values or empty."""

    def __init__(self, data: Any, day: datetime.date, fields: Mapping[str, Any]) -> None:
        super().__init__(data)
        for name, known in fields.items():
            self.fields[name] = KnownField(known, day, True, required=False)


class KnownList(ListEndpoint):
    """A list that is narrowed by parameters with known values."""

    known: Mapping[str, Any] = {}

    @cached_property
    def form(self) -> forms.Form:
        form = Asked(self.asked.GET, self.day, self.known)
        form.is_valid()
        return form

    def wrong(self) -> Mapping[str, Any]:
        return self.form.errors

    def chosen(self, name: str) -> str:
        """The value of a parameter, or empty."""
        return next(iter(self.form.cleaned_data.get(name) or {}), "")


def bodies(day: datetime.date) -> QuerySet[Body]:
    return Body.objects.public(day).select_related("succeeded_by")


@listed(
    "bodies",
    BodySerializer,
    [parameter("kind", gettext_lazy("What kind of body."), codes(BodyKind.values))],
    gettext_lazy("Bodies"),
    gettext_lazy("Police forces, local policing bodies, inspectorates and others, by slug."),
)
class BodyList(KnownList):
    serializer = BodySerializer
    known = {"kind": one_of(BodyKind.choices)}

    def rows(self) -> QuerySet[Any]:
        kind = self.chosen("kind")
        found = bodies(self.day).order_by("slug")
        return found.filter(kind=kind) if kind else found


@detailed("body", BodySerializer, {"slug": NO_PART}, gettext_lazy("One body"))
class BodyDetail(DetailEndpoint):
    serializer = BodySerializer

    def find(self) -> Any:
        return named(bodies(self.day), "slug", self.kwargs["slug"])


def with_links(inspections: QuerySet[Inspection], day: datetime.date) -> QuerySet[Inspection]:
    """Inspections with all that is said about them; of what they follow up only what may be named."""
    earlier = Prefetch("follows_up", Inspection.objects.public(day))
    return inspections.select_related("programme").prefetch_related("inspectorates", "bodies", "sources", earlier)


@listed(
    "inspections",
    InspectionSerializer,
    [
        parameter("body", gettext_lazy("Slug of a body that was inspected, was asked or inspected."), slug()),
        parameter("programme", gettext_lazy("Slug of the programme."), slug()),
    ],
    gettext_lazy("Inspections"),
    gettext_lazy("Inspections that were published by the day, newest first; without those withdrawn."),
)
class InspectionList(KnownList):
    serializer = InspectionSerializer
    known = {"body": known_bodies, "programme": known_programmes}

    def rows(self) -> QuerySet[Any]:
        found = Inspection.objects.public(self.day)
        if self.chosen("body"):
            found = found.filter(concerning(Body.objects.get(slug=self.chosen("body")), self.day))
        if self.chosen("programme"):
            found = found.filter(programme__slug=self.chosen("programme"))
        return with_links(found, self.day).order_by("-public_from", "slug")


@detailed("inspection", InspectionSerializer, {"slug": NO_PART}, gettext_lazy("One inspection"))
class InspectionDetail(DetailEndpoint):
    serializer = InspectionSerializer

    def find(self) -> Any:
        return named(with_links(Inspection.objects.readable(self.day), self.day), "slug", self.kwargs["slug"])


def with_items(responses: QuerySet[Response], day: datetime.date) -> QuerySet[Response]:
    items = ResponseItem.objects.filter(asked_by(day, "addressee__recommendation__"))
    items = items.select_related("addressee__recommendation", "addressee__body").order_by(
        "addressee__recommendation__number_key", "addressee__body__slug"
    )
    return responses.select_related("inspection", "responder", "source").prefetch_related(Prefetch("items", items))


@listed(
    "responses",
    ResponseSerializer,
    [
        parameter("inspection", gettext_lazy("Slug of the inspection."), slug()),
        parameter("responder", gettext_lazy("Slug of the body that answers."), slug()),
    ],
    gettext_lazy("Responses"),
    gettext_lazy("Responses to inspections, and days on which none was found, by inspection and responder."),
)
class ResponseList(KnownList):
    serializer = ResponseSerializer
    known = {"inspection": known_inspections, "responder": known_bodies}

    def rows(self) -> QuerySet[Any]:
        found = Response.objects.public(self.day)
        if self.chosen("inspection"):
            found = found.filter(inspection__slug=self.chosen("inspection"))
        if self.chosen("responder"):
            found = found.filter(responder__slug=self.chosen("responder"))
        return with_items(found, self.day).order_by("inspection__slug", "responder__slug")


@detailed("response", ResponseSerializer, {"slug": NO_PART, "body": NO_PART}, gettext_lazy("One response"))
class ResponseDetail(DetailEndpoint):
    serializer = ResponseSerializer

    def find(self) -> Any:
        inspection = named(Inspection.objects.readable(self.day), "slug", self.kwargs["slug"])
        body = named(Body.objects.public(self.day), "body", self.kwargs["body"])
        found = Response.objects.readable(self.day).filter(inspection=inspection, responder=body)
        response = with_items(found, self.day).first()
        if response is None:
            raise Http404(_("There is no such response."))
        return response


def quoted(day: datetime.date) -> QuerySet[Source]:
    """The sources that something quotes which had come out by the day: another may be what a report is made from."""
    updates = StatusUpdate.objects.filter(
        readable_by(day, "addressee__recommendation__inspection__"), effective_on__lte=day
    )
    return Source.objects.filter(
        Q(pk__in=Inspection.objects.readable(day).values("sources"))
        | Q(pk__in=updates.values("source"))
        | Q(pk__in=Response.objects.readable(day).values("source"))
        | Q(pk__in=MonitoringPhase.objects.filter(start__lte=day).values("source"))
    )


@listed(
    "sources",
    SourceSerializer,
    [],
    gettext_lazy("Sources"),
    gettext_lazy("The documents that the record of the day rests on, by slug."),
)
class SourceList(ListEndpoint):
    serializer = SourceSerializer

    def rows(self) -> QuerySet[Any]:
        return quoted(self.day).order_by("slug")


@detailed("source", SourceSerializer, {"slug": NO_PART}, gettext_lazy("One source"))
class SourceDetail(DetailEndpoint):
    serializer = SourceSerializer

    def find(self) -> Any:
        source = quoted(self.day).filter(slug=self.kwargs["slug"]).first()
        if source is None:
            raise Http404(_("There is no such source."))
        return source
