"""What was withdrawn: the remark on its own page, and the list of all of it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from inspections.days import in_words as day_in_words
from inspections.models import Body, Inspection, Oversight, Recommendation, Response
from inspections.models.withdrawal import Withdrawable
from inspections.reading.answers import in_words


def remark(thing: Inspection | Recommendation, on: datetime.date) -> dict[str, str]:
    """That it was withdrawn by that day and why, for components/inset.jinja; empty if it was not."""
    gone = thing.withdrawal(on) if isinstance(thing, Recommendation) else thing if thing.is_withdrawn(on) else None
    if gone is None:
        return {}
    said = {
        "heading": _("Withdrawn on %(day)s") % {"day": gone.withdrawal_day},
        "text": gone.withdrawal_note,
        "more": _("It is not counted any more, and no list has it."),
    }
    if isinstance(gone, Inspection) and gone is not thing:
        said["heading"] = _("Withdrawn on %(day)s with the whole inspection") % {"day": gone.withdrawal_day}
        said |= {"url": gone.get_absolute_url(), "url_label": gone.title}
    return said


def of_inspection(inspection: Inspection, on: datetime.date) -> list[dict[str, Any]]:
    """The responses to an inspection that were withdrawn by that day, for inspections/_withdrawn.jinja."""
    found = Response.objects.readable(on).filter(inspection=inspection, withdrawn_on__lte=on)
    return [
        {"responder": each.responder, "when": in_words(each), "day": each.withdrawal_day, "note": each.withdrawal_note}
        for each in found.select_related("responder").order_by("withdrawn_on", "responder__name")
    ]


@dataclass(frozen=True)
class Withdrawal:
    """One withdrawal, for corrections/_withdrawal.jinja and for the list of what changed."""

    on: datetime.date
    what: str
    text: str
    url: str
    about: str
    note: str

    @property
    def day(self) -> str:
        return day_in_words(self.on)


def withdrawals(
    on: datetime.date, since: datetime.date = datetime.date.min, bodies: Sequence[Body] = ()
) -> list[Withdrawal]:
    """What was withdrawn from one day to another, the latest first; three queries. Of some bodies where they are given.

    What went along with what it belongs to has no line of its own.
    """
    when = Q(withdrawn_on__range=(since, on))
    found = [*_inspections(on, when, bodies), *_recommendations(on, when, bodies), *_responses(on, when, bodies)]
    return sorted(found, key=lambda each: each.on, reverse=True)


def _of(thing: Withdrawable, what: str, text: str, url: str, about: str) -> Withdrawal:
    assert thing.withdrawn_on is not None  # or it would not have been found
    return Withdrawal(thing.withdrawn_on, what, text, url, about, thing.withdrawal_note)


def _inspections(on: datetime.date, when: Q, bodies: Sequence[Body]) -> Iterator[Withdrawal]:
    rows = Inspection.objects.readable(on).filter(when)
    if bodies:
        part = Q(bodies__in=bodies) | Q(inspectorates__in=bodies) | Q(recommendations__bodies__in=bodies)
        rows = rows.filter(part).distinct()
    for each in rows.select_related("programme").order_by("title"):
        yield _of(each, _("Inspection"), each.title, each.get_absolute_url(), each.programme.name)


def _recommendations(on: datetime.date, when: Q, bodies: Sequence[Body]) -> Iterator[Withdrawal]:
    along = Q(parent__withdrawn_on=F("withdrawn_on"), parent__withdrawal_note=F("withdrawal_note"))
    rows = Recommendation.objects.readable(on).filter(when, Q(parent=None) | ~along)
    if bodies:
        rows = rows.filter(bodies__in=bodies).distinct()
    for each in rows.select_related("inspection").order_by("ref"):
        yield _of(each, each.get_kind_display(), each.text, each.get_absolute_url(), each.inspection.title)


def _responses(on: datetime.date, when: Q, bodies: Sequence[Body]) -> Iterator[Withdrawal]:
    # As two questions put together: as one, the database goes from every inspection to its responses.
    gone = Response.objects.filter(when).order_by().values("pk")
    rows = Response.objects.readable(on).filter(pk__in=gone)
    if bodies:
        overseers = Oversight.objects.filter(force__in=bodies).values("policing_body")
        rows = rows.filter(Q(responder__in=bodies) | Q(responder__in=overseers))
    for each in rows.select_related("inspection", "responder").order_by("responder__name", "pk"):
        text = _("Response of %(body)s") % {"body": each.responder.name}
        yield _of(each, _("Response"), text, each.inspection.get_absolute_url(), each.inspection.title)
