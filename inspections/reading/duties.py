"""Who had to answer which inspection by when, found in the record of a day."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from inspections.deadlines import POLICE_ACT_FROM, last_day
from inspections.models import (
    Addressee,
    Body,
    BodyKind,
    Inspection,
    Oversight,
    RecommendationKind,
    Response,
    ResponseDuty,
)
from inspections.models.inspection import InspectionQuerySet
from inspections.models.recommendation import CAUSES_OF_CONCERN
from inspections.models.withdrawal import not_withdrawn
from inspections.reading.duty import Duty

# What starts a clock. Section 55(5B) of the Police Act speaks of a recommendation, so an area for improvement starts
# none. A cause of concern does: by the inspectorate's glossary it always carries recommendations, even where only the
# cause itself is recorded. So does a part of a recommendation, which is one of its bullets.
STARTS_A_CLOCK = Q(recommendation__kind__in=[*CAUSES_OF_CONCERN, RecommendationKind.RECOMMENDATION]) | Q(
    recommendation__kind=RecommendationKind.PART, recommendation__parent__kind=RecommendationKind.RECOMMENDATION
)


class Register:
    """What is needed to say who had to answer, fetched by a fixed number of queries for all the inspections given."""

    def __init__(self, inspections: InspectionQuerySet, on: datetime.date) -> None:
        wanted = inspections.order_by().values("pk")
        self.on = on
        self.inspections = list(inspections.select_related("programme"))
        self.bodies = Body.objects.public(on).in_bulk()
        self.oversight: dict[int, list[Oversight]] = defaultdict(list)
        for row in Oversight.objects.order_by("start", "pk"):
            self.oversight[row.force_id].append(row)
        self.asked: dict[int, list[Body]] = defaultdict(list)
        items = Addressee.objects.filter(STARTS_A_CLOCK, recommendation__inspection__in=wanted)
        items = items.filter(not_withdrawn(on, "recommendation__")).order_by()
        for inspection, body in items.values_list("recommendation__inspection", "body").distinct():
            self.asked[inspection].append(self.bodies[body])
        self.inspected: dict[int, list[Body]] = defaultdict(list)
        inspected = Inspection.bodies.through._default_manager.filter(inspection__in=wanted)
        for inspection, body in inspected.values_list("inspection", "body"):
            self.inspected[inspection].append(self.bodies[body])
        self.responses: dict[int, dict[int, Response]] = defaultdict(dict)
        given = Response.objects.readable(on).filter(not_withdrawn(on), inspection__in=wanted)
        given = given.select_related("responder", "source")
        for response in given.order_by("responder__kind", "responder__name"):
            self.responses[response.inspection_id][response.responder_id] = response

    def all(self) -> list[Duty]:
        return [duty for inspection in self.inspections for duty in self.of(inspection)]

    def of(self, inspection: Inspection) -> Iterator[Duty]:
        """The answers that an inspection called for, and then those that were given without being called for."""
        taken: set[int] = set()
        for duty in self.required(inspection):
            if duty.response:
                taken.add(duty.response.responder_id)
            if duty.responder:
                taken.add(duty.responder.pk)
            yield duty
        for responder, response in self.responses[inspection.pk].items():
            if responder not in taken:
                yield self.duty(inspection, response.responder, required=False, response=response)

    def duty(self, inspection: Inspection, responder: Body | None, **fields: object) -> Duty:
        inspected = frozenset(body.pk for body in self.inspected[inspection.pk])
        return Duty(inspection, self.on, responder, inspected=inspected, **fields)  # type: ignore[arg-type]

    def required(self, inspection: Inspection) -> Iterable[Duty]:
        if inspection.duty == ResponseDuty.POLICE_ACT:
            return self.by_police_act(inspection)
        if inspection.duty == ResponseDuty.FIRE:
            return self.by_fire_service(inspection)
        return [self.by_principal_authority(inspection)] if inspection.duty == ResponseDuty.JTAI else []

    def by_police_act(self, inspection: Inspection) -> Iterator[Duty]:
        """The local policing body, on the day of publication, of each force that was asked for something.

        A force of which no policing body of that day is recorded calls for nobody: those of railways or ports have
        none. Nor does a report from before the law set a time. A body that answers for several forces answers once.
        """
        published = inspection.published_on
        if (published.last if published else inspection.public_from) < POLICE_ACT_FROM:
            return
        answers: dict[tuple[Body, ...], list[Body]] = defaultdict(list)
        for force in self.asked[inspection.pk]:
            if force.kind == BodyKind.POLICE_FORCE:
                answers[self.answering_for(force, inspection)].append(force)
        for candidates, forces in answers.items():
            if candidates:
                responder = candidates[0] if len(candidates) == 1 else None
                yield self.duty(
                    inspection,
                    responder,
                    forces=tuple(sorted(forces, key=lambda force: force.label)),
                    candidates=candidates if responder is None else (),
                    start=published,
                    last=last_day(inspection.duty, published),
                    response=self.answer_of(inspection, responder),
                )

    def answering_for(self, force: Body, inspection: Inspection) -> tuple[Body, ...]:
        """Who answered for a force on the day of publication.

        Where that day is not known exactly it may have been any of several; then the one that answered, if one did.
        """
        published = inspection.published_on
        first = published.first if published else datetime.date.min
        last = published.last if published else inspection.public_from
        covering = [row.policing_body_id for row in self.oversight[force.pk] if row.covers(first, last)]
        possible = tuple(self.bodies[pk] for pk in dict.fromkeys(covering))
        answered = tuple(body for body in possible if body.pk in self.responses[inspection.pk])
        return answered if len(answered) == 1 else possible

    def answer_of(self, inspection: Inspection, responder: Body | None) -> Response | None:
        """Its own answer or else that of the body that took over from it; a search in vain only if there is none."""
        line: list[Body] = []
        while responder is not None and responder not in line:
            line.append(responder)
            responder = self.bodies.get(responder.succeeded_by_id or 0)
        given = [self.responses[inspection.pk][body.pk] for body in line if body.pk in self.responses[inspection.pk]]
        return next((response for response in given if response.was_found), given[0] if given else None)

    def by_fire_service(self, inspection: Inspection) -> Iterator[Duty]:
        """Each fire and rescue service that was asked for something answers for itself."""
        for service in self.asked[inspection.pk]:
            if service.kind == BodyKind.FIRE_AND_RESCUE_SERVICE:
                yield self.duty(
                    inspection,
                    service,
                    start=inspection.published_on,
                    last=last_day(inspection.duty, inspection.published_on),
                    response=self.answer_of(inspection, service),
                )

    def by_principal_authority(self, inspection: Inspection) -> Duty:
        """One body that the chief inspector of schools names; the record holds its name only if it answered.

        Its statement is what was sent to the inspectorate, or what a local partner gave: comments of a force or of a
        policing body are their own. The clock starts when the report is received.
        """
        given = self.responses[inspection.pk].values()
        sent = [one for one in given if one.submitted_on]
        partners = [one for one in given if one.responder.kind == BodyKind.LOCAL_PARTNER]
        statement = next(iter(sent or partners), None)
        received = inspection.received_on
        start = received if received and received.first <= self.on else None
        return self.duty(
            inspection,
            statement.responder if statement else None,
            forces=tuple(self.inspected[inspection.pk]),
            start=start,
            last=last_day(inspection.duty, start),
            response=statement,
        )


def duties(inspections: InspectionQuerySet, on: datetime.date) -> list[Duty]:
    """All that was due, or given without being due, by the public inspections among these; six queries."""
    return Register(inspections.public(on), on).all()


def duties_to(inspection: Inspection, on: datetime.date) -> list[Duty]:
    """The same for the page of one inspection, which goes on showing them once it is withdrawn."""
    return Register(Inspection.objects.readable(on).filter(pk=inspection.pk), on).all()


def duties_of(body: Body, on: datetime.date) -> list[Duty]:
    """What a body owed or gave, and what others owed or gave about it."""
    return [duty for duty in duties_around([body], on) if duty.concerns(body)]


def duties_around(bodies: Iterable[Body], on: datetime.date) -> list[Duty]:
    """Everything owed or given to the inspections in which one of these bodies had a part, by whomever; six queries."""
    return duties(around(bodies), on)


def around(bodies: Iterable[Body]) -> InspectionQuerySet:
    """The inspections in which one of these bodies had a part, or one that it answers for."""
    keys = [body.pk for body in bodies]
    line = Q(pk__in=keys) | Q(predecessors__in=keys) | Q(predecessors__predecessors__in=keys)
    overseen = Oversight.objects.filter(policing_body__in=Body.objects.filter(line)).values("force")
    about = Body.objects.filter(Q(pk__in=keys) | Q(pk__in=overseen)).values("pk")
    asked = Addressee.objects.filter(body__in=about).values("recommendation__inspection")
    given = Response.objects.filter(responder__in=keys).values("inspection")
    inspected = Inspection.bodies.through._default_manager.filter(body__in=about).values("inspection")
    return Inspection.objects.filter(Q(pk__in=asked) | Q(pk__in=given) | Q(pk__in=inspected))
