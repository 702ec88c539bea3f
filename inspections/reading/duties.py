"""Who had to answer which inspection by when, found in the record of a day."""

import datetime
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

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
from inspections.remembered import RememberedOnce
from tracker.prepared import MOST_KEYS, Keys, prepared

# What starts a clock. Section 55(5B) of the Police Act speaks of a recommendation, so an area for improvement starts
# none. A cause of concern does: by the inspectorate's glossary it always carries recommendations, even where only the
# cause itself is recorded. So does a part of a recommendation, which is one of its bullets.
STARTS_A_CLOCK = Q(recommendation__kind__in=[*CAUSES_OF_CONCERN, RecommendationKind.RECOMMENDATION]) | Q(
    recommendation__kind=RecommendationKind.PART, recommendation__parent__kind=RecommendationKind.RECOMMENDATION
)


Pair = tuple[int, int]  # an inspection and a body, by primary key
Wanted = Keys | QuerySet[Inspection, Any]


def _read_everybody() -> tuple[dict[int, Body], dict[int, list[Oversight]]]:
    """All bodies by primary key, and by that of each force who answered for it, in the order of time."""
    oversight: dict[int, list[Oversight]] = defaultdict(list)
    for row in Oversight.objects.order_by("start", "pk"):
        oversight[row.force_id].append(row)
    return Body.objects.public(datetime.date.max).in_bulk(), dict(oversight)


_everybody = RememberedOnce(_read_everybody)


def _inspected(wanted: Wanted) -> QuerySet[Any, Pair]:
    """The bodies that each inspection inspected."""
    return Inspection.bodies.through._default_manager.filter(inspection__in=wanted).values_list("inspection", "body")


def _asked(wanted: Wanted, on: datetime.date) -> QuerySet[Addressee, Pair]:
    """The bodies of which each inspection asked something by the day that starts a clock."""
    items = Addressee.objects.filter(STARTS_A_CLOCK, recommendation__inspection__in=wanted)
    items = items.filter(not_withdrawn(on, "recommendation__")).order_by()
    return items.values_list("recommendation__inspection", "body").distinct()


def _given(wanted: Wanted, on: datetime.date) -> QuerySet[Response]:
    """The answers to inspections that were there by the day."""
    given = Response.objects.readable(on).filter(not_withdrawn(on), inspection__in=wanted)
    return given.select_related("responder", "source").order_by("responder__kind", "responder__name")


@prepared
def _public_ones(keys: Keys, on: datetime.date) -> QuerySet[Inspection]:
    return Inspection.objects.public(on).filter(pk__in=keys).select_related("programme")


@prepared
def _inspected_by_some(keys: Keys) -> QuerySet[Any, Pair]:
    return _inspected(keys)


@prepared
def _asked_by_some(keys: Keys, on: datetime.date) -> QuerySet[Addressee, Pair]:
    return _asked(keys, on)


@prepared
def _given_to_some(keys: Keys, on: datetime.date) -> QuerySet[Response]:
    return _given(keys, on)


class Register:
    """What is needed to say who had to answer, fetched by a fixed number of queries for all the inspections given."""

    def __init__(self, inspections: InspectionQuerySet, on: datetime.date) -> None:
        wanted = inspections.order_by().values("pk")
        self._begin(on, inspections.select_related("programme"), _inspected(wanted))
        self.read(wanted)

    @classmethod
    def of_some(cls, keys: Keys, on: datetime.date) -> "Register":
        """The register of the public ones among up to 50 inspections."""
        made = cls.__new__(cls)
        made._begin(on, _public_ones(keys, on), _inspected_by_some(keys))
        made._take(_asked_by_some(keys, on), _given_to_some(keys, on))
        return made

    def _begin(self, on: datetime.date, inspections: Iterable[Inspection], inspected: Iterable[Pair]) -> None:
        self.on = on
        self.inspections = list(inspections)
        self.bodies, self.oversight = _everybody()
        self.inspected: dict[int, list[Body]] = defaultdict(list)
        for inspection, body in inspected:
            self.inspected[inspection].append(self.bodies[body])
        self.asked: dict[int, list[Body]] = defaultdict(list)
        self.responses: dict[int, dict[int, Response]] = defaultdict(dict)

    def read(self, wanted: QuerySet[Inspection, Any]) -> None:
        """What was asked, and what was answered, by the day."""
        self._take(_asked(wanted, self.on), _given(wanted, self.on))

    def _take(self, asked: Iterable[Pair], given: Iterable[Response]) -> None:
        for inspection, body in asked:
            self.asked[inspection].append(self.bodies[body])
        for response in given:
            self.responses[response.inspection_id][response.responder_id] = response

    def all(self) -> list[Duty]:
        return [duty for inspection in self.inspections for duty in self.of(inspection)]

    def concerning(self, body: Body) -> list[Duty]:
        """Those of all that concern a body. What a report calls for from others is not put together for that."""
        forces = self._answered_for_with(body.pk)
        found: list[Duty] = []
        for each in self.inspections:
            # Where answers were given, which of them were called for is not known without all duties.
            is_short = each.duty == ResponseDuty.POLICE_ACT and not self.responses[each.pk]
            found += self.by_police_act(each, forces) if is_short else self.of(each)
        return [duty for duty in found if duty.concerns(body)]

    def _answered_for_with(self, body: int) -> set[int]:
        """The forces for which one of those ever answered that did so for a body, or is that body or a predecessor."""
        answering = {row.policing_body_id for row in self.oversight.get(body, ())}
        answering |= {each for each in self.bodies if body in self._line(each)}
        return {
            force for force, rows in self.oversight.items() if any(row.policing_body_id in answering for row in rows)
        }

    def _line(self, body: int) -> list[int]:
        """A body, the one that took over from it, and so on."""
        line: list[int] = []
        while body in self.bodies and body not in line:
            line.append(body)
            body = self.bodies[body].succeeded_by_id or 0
        return line

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

    def by_police_act(self, inspection: Inspection, forces: Container[int] | None = None) -> Iterator[Duty]:
        """The local policing body, on the day of publication, of each force that was asked for something.

        Only of some forces, where those are given: of all for which one of them answers, or of none.

        A force of which no policing body of that day is recorded calls for nobody: those of railways or ports have
        none. Nor does a report from before the law set a time. A body that answers for several forces answers once.
        """
        published = inspection.published_on
        if (published.last if published else inspection.public_from) < POLICE_ACT_FROM:
            return
        answers: dict[tuple[Body, ...], list[Body]] = defaultdict(list)
        for force in self.asked[inspection.pk]:
            if force.kind == BodyKind.POLICE_FORCE and (forces is None or force.pk in forces):
                answers[self.answering_for(force, inspection)].append(force)
        for candidates, answered_for in answers.items():
            if candidates:
                responder = candidates[0] if len(candidates) == 1 else None
                yield self.duty(
                    inspection,
                    responder,
                    forces=tuple(sorted(answered_for, key=lambda force: force.label)),
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
        covering = [row.policing_body_id for row in self.oversight.get(force.pk, ()) if row.covers(first, last)]
        possible = tuple(self.bodies[pk] for pk in dict.fromkeys(covering))
        answered = tuple(body for body in possible if body.pk in self.responses[inspection.pk])
        return answered if len(answered) == 1 else possible

    def answer_of(self, inspection: Inspection, responder: Body | None) -> Response | None:
        """Its own answer or else that of the body that took over from it; a search in vain only if there is none."""
        line = self._line(responder.pk) if responder else []
        given = [self.responses[inspection.pk][body] for body in line if body in self.responses[inspection.pk]]
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


def duties_to_some(inspections: Sequence[int], on: datetime.date, body: Body | None = None) -> list[Duty]:
    """The same of some by primary key, or what of it concerns a body; four queries, prepared for up to 50."""
    if len(inspections) > MOST_KEYS:
        register = Register(Inspection.objects.filter(pk__in=inspections).public(on), on)
    elif inspections:
        register = Register.of_some(Keys(inspections), on)
    else:
        return []
    return register.concerning(body) if body else register.all()


def duties_to(inspection: Inspection, on: datetime.date) -> list[Duty]:
    """The same for the page of one inspection, which goes on showing them once it is withdrawn."""
    return Register(Inspection.objects.readable(on).filter(pk=inspection.pk), on).all()


def duties_of(body: Body, on: datetime.date) -> list[Duty]:
    """What a body owed or gave, and what others owed or gave about it."""
    return [duty for duty in duties_around([body], on) if duty.concerns(body)]


def duties_around(bodies: Iterable[Body], on: datetime.date) -> list[Duty]:
    """Everything owed or given to the inspections in which one of these bodies had a part, by whomever; six queries."""
    return duties(around(*(body.pk for body in bodies)), on)


def around(*keys: int) -> InspectionQuerySet:
    """The inspections in which one of these bodies had a part, or one that it answers for."""
    line = Q(pk__in=keys) | Q(predecessors__in=keys) | Q(predecessors__predecessors__in=keys)
    overseen = Oversight.objects.filter(policing_body__in=Body.objects.filter(line)).values("force")
    about = Body.objects.filter(Q(pk__in=keys) | Q(pk__in=overseen)).values("pk")
    asked = Addressee.objects.filter(body__in=about).values("recommendation__inspection")
    given = Response.objects.filter(responder__in=keys).values("inspection")
    inspected = Inspection.bodies.through._default_manager.filter(body__in=about).values("inspection")
    return Inspection.objects.filter(Q(pk__in=asked) | Q(pk__in=given) | Q(pk__in=inspected))
