"""Test data: plain functions that take what a test is about and fill in the rest."""

import datetime
import itertools
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group

from inspections.actions import record_update
from inspections.models import (
    Addressee,
    Body,
    BodyKind,
    Evidence,
    Inspection,
    Observation,
    Oversight,
    Position,
    Programme,
    Proposal,
    Recommendation,
    RecommendationKind,
    Response,
    ResponseDuty,
    Source,
    SpeaksFor,
    StatusUpdate,
    Succession,
    Theme,
    Voice,
)
from inspections.partial_dates import PartialDate
from inspections.proposals import propose_updates
from tracker.models import User

_numbers = itertools.count(1)

TODAY = datetime.date(2026, 11, 22)  # the day on which test records are recorded


def partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _slug(stem: str) -> str:
    return f"{stem}-{next(_numbers)}"


def make_body(slug: str = "", kind: str = BodyKind.POLICE_FORCE, **fields: Any) -> Body:
    slug = slug or _slug("body")
    fields.setdefault("name", slug.replace("-", " ").title())
    return Body.objects.create(slug=slug, kind=kind, **fields)


def make_force(slug: str = "", **fields: Any) -> Body:
    return make_body(slug or _slug("force"), BodyKind.POLICE_FORCE, **fields)


def make_inspectorate(slug: str = "") -> Body:
    """The inspectorate; the same one each time unless a slug is given."""
    slug = slug or "hmicfrs"
    found = Body.objects.filter(slug=slug).first()
    return found or make_body(slug, BodyKind.INSPECTORATE, name=slug.upper())


def make_policing_body(force: Body, slug: str = "", start: str | None = None, end: str | None = None) -> Body:
    """A local policing body that answers for the force."""
    body = make_body(slug or f"{force.slug}-pcc", BodyKind.LOCAL_POLICING_BODY)
    Oversight.objects.create(force=force, policing_body=body, start=partial(start), end=partial(end))
    return body


def make_programme(slug: str = "", response_duty: str = ResponseDuty.POLICE_ACT, **fields: Any) -> Programme:
    slug = slug or _slug("programme")
    fields.setdefault("name", slug.replace("-", " ").title())
    return Programme.objects.create(slug=slug, response_duty=response_duty, **fields)


def make_theme(slug: str = "", **fields: Any) -> Theme:
    slug = slug or _slug("theme")
    fields.setdefault("name", slug.replace("-", " ").title())
    return Theme.objects.create(slug=slug, **fields)


def make_source(slug: str = "", **fields: Any) -> Source:
    slug = slug or _slug("source")
    fields.setdefault("title", slug.replace("-", " ").title())
    return Source.objects.create(slug=slug, **fields)


def make_inspection(
    slug: str = "",
    published: str | None = "2020-01-15",
    bodies: Iterable[Body] = (),
    follows_up: Iterable[Inspection] = (),
    **fields: Any,
) -> Inspection:
    slug = slug or _slug("inspection")
    fields.setdefault("title", slug.replace("-", " ").title())
    fields.setdefault("programme", Programme.objects.first() or make_programme())
    fields.setdefault("entered_on", TODAY)  # not the day on which the test runs: it is what dates an undated report
    inspection = Inspection.objects.create(slug=slug, published_on=partial(published), **fields)
    inspection.inspectorates.add(make_inspectorate())
    inspection.bodies.add(*bodies)
    inspection.follows_up.add(*follows_up)
    return inspection


def make_recommendation(
    ref: str = "",
    to: Iterable[Body] | None = None,
    inspection: Inspection | None = None,
    kind: str = RecommendationKind.RECOMMENDATION,
    due_on: str | None = None,
    themes: Iterable[Theme] = (),
    **fields: Any,
) -> Recommendation:
    """A recommendation to these bodies; to one new force where none is named."""
    ref = ref or _slug("rec")
    fields.setdefault("text", f"Do what {ref} asks for.")
    fields.setdefault("number", str(next(_numbers)))
    if due_on:
        fields["deadline"] = "by-date"
    recommendation = Recommendation.objects.create(
        ref=ref, inspection=inspection or make_inspection(), kind=kind, due_on=partial(due_on), **fields
    )
    recommendation.themes.add(*themes)
    for body in [make_force()] if to is None else to:
        Addressee.objects.create(recommendation=recommendation, body=body)
    return recommendation


def make_part(of: Recommendation, **fields: Any) -> Recommendation:
    """One bullet of a recommendation, addressed to the same bodies."""
    bodies = [addressee.body for addressee in of.addressees.all()]
    return make_recommendation(inspection=of.inspection, kind=RecommendationKind.PART, parent=of, to=bodies, **fields)


def make_item(ref: str = "", body: Body | None = None, **fields: Any) -> Addressee:
    """One recommendation to one body."""
    recommendation = make_recommendation(ref, [body or make_force()], **fields)
    return recommendation.addressees.get()


def make_update(
    item: Addressee, position: str, on: str = "2021-03-01", by: Body | None = None, **fields: Any
) -> StatusUpdate:
    """Record a statement by the one whose position it is, with a source of its own."""
    voice = Position(position).voice
    if by is None and voice == Voice.ADDRESSED_BODY:
        by = item.body
    elif by is None and voice == Voice.INSPECTORATE:
        by = make_inspectorate()
    elif by is None:
        by = Body.objects.filter(oversees__force=item.body).first() or make_policing_body(item.body)
    fields.setdefault("evidence", Evidence.DOCUMENT)
    if fields["evidence"] != Evidence.ASSERTION and "source" not in fields:
        fields["source"] = make_source()
    fields.setdefault("reason", f"Because {item} was found so.")
    fields.setdefault("recorded_on", TODAY)
    for name in ("target_on",):
        if isinstance(fields.get(name), str):
            fields[name] = partial(fields[name])
    return record_update(item, stated_by=by, position=position, effective_on=partial(on), **fields)


def make_succession(
    earlier: Recommendation, later: Recommendation, kind: str = "repeated-in", **fields: Any
) -> Succession:
    return Succession.objects.create(earlier=earlier, later=later, kind=kind, **fields)


def make_response(
    inspection: Inspection, responder: Body, published: str | None = "2020-02-20", **fields: Any
) -> Response:
    return Response.objects.create(
        inspection=inspection, responder=responder, published_on=partial(published), **fields
    )


def make_observation(
    inspection: Inspection, kind: str = "strength", text: str = "Leaders were committed."
) -> Observation:
    return Observation.objects.create(inspection=inspection, number=next(_numbers), kind=kind, text=text)


def make_staff(username: str = "", *, superuser: bool = False, **fields: Any) -> User:
    make = User.objects.create_superuser if superuser else User.objects.create_user
    return make(username or _slug("staff"), password="a password for tests", is_staff=True, **fields)


def make_account(role: str, *bodies: Body, **fields: Any) -> User:
    """A member of staff with one role, as "contributor", who speaks for these bodies."""
    account = make_staff(**fields)
    account.groups.add(Group.objects.get(name=role))
    SpeaksFor.objects.bulk_create(SpeaksFor(account=account, body=body) for body in bodies)
    return account


def make_proposal(item: Addressee, position: str, by: User, on: str = "2021-03-01", **fields: Any) -> Proposal:
    """Propose a statement by the one whose position it is: an assertion, or resting on a new document."""
    voice = Position(position).voice
    speaker = fields.pop("stated_by", None)
    if speaker is None and voice == Voice.ADDRESSED_BODY:
        speaker = item.body
    elif speaker is None and voice == Voice.INSPECTORATE:
        speaker = make_inspectorate()
    elif speaker is None:
        speaker = Body.objects.filter(oversees__force=item.body).first() or make_policing_body(item.body)
    statement = dict.fromkeys(("publisher_wording", "source", "made_in", "target_on", "corrects")) | {
        "stated_by": speaker,
        "position": position,
        "effective_on": partial(on),
        "reason": fields.pop("reason", f"Because {item} was found so."),
        "publisher_wording": "",
        "evidence": Evidence.ASSERTION,
    }
    if Position(position).closes:
        statement |= {"evidence": Evidence.DOCUMENT, "source": make_source()}
    sent = {name: fields.pop(name) for name in ("batch", "note") if name in fields}
    (proposal,) = propose_updates([item.pk], statement | fields, by=by, on=TODAY, **sent)
    return proposal
