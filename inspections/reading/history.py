"""One item's history: what each voice says now, and everything that was said and done, newest first.

Fetched once by `history_of`; the rest are pure functions of the rows fetched.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.deadlines import add_months
from inspections.headline import MOVES, Headline, HeadlineStatus, headline, in_force
from inspections.last_words import days_silent, latest_news
from inspections.models import (
    Addressee,
    Body,
    MonitoringPhase,
    Oversight,
    Response,
    ResponseItem,
    StatusUpdate,
    Voice,
)
from inspections.models.withdrawal import not_withdrawn
from inspections.partial_dates import PartialDate
from inspections.reading.ages import OPEN_YEARS, ago, span
from inspections.reading.batches import Together, recorded_together
from inspections.reading.slippage import Promise, in_words
from tracker.prepared import prepared


@dataclass(frozen=True)
class History:
    """The rows about one item that were public on a day."""

    item: Addressee
    on: datetime.date
    updates: list[StatusUpdate]
    responses: list[Response] = field(default_factory=list)
    answers: list[ResponseItem] = field(default_factory=list)
    oversight: list[Oversight] = field(default_factory=list)
    batches: dict[str, Together] = field(default_factory=dict)
    inspectorates: list[Body] = field(default_factory=list)
    phases: list[MonitoringPhase] = field(default_factory=list)

    @property
    def seen(self) -> list[StatusUpdate]:
        """What had been said by the day. What a row of a later day corrects is left out: it was a mistake then too."""
        corrector = {update.corrects_id: update for update in self.updates if update.corrects_id}
        return [
            update
            for update in self.updates
            if update.effective_on.first <= self.on
            and (update.pk not in corrector or corrector[update.pk].effective_on.first <= self.on)
        ]

    @property
    def said(self) -> list[StatusUpdate]:
        """What had been said by the day and is not corrected, oldest first."""
        return [update for update in in_force(self.updates) if update.effective_on.first <= self.on]

    @property
    def headline(self) -> Headline:
        return headline(self.updates, self.on)

    def latest(self, voice: Voice) -> StatusUpdate | None:
        """What a voice says now: the last thing that it said."""
        return next((update for update in reversed(self.said) if update.voice == voice), None)

    def voice_of_responder(self, response: Response) -> Voice:
        own = response.responder_id == self.item.body_id
        return Voice.ADDRESSED_BODY if own else Voice.POLICING_BODY

    def response_by(self, voice: Voice) -> Response | None:
        return next((each for each in self.responses if self.voice_of_responder(each) == voice), None)

    @property
    def promises(self) -> list[Promise]:
        """Every date that was promised by the day, in the order of saying."""
        found = [
            Promise(
                update.target_on, update.effective_on, update.stated_by.label, update.sequence, f"#{anchor(update)}"
            )
            for update in self.said
            if update.target_on
        ]
        for answer in self.answers:
            if answer.target_on:
                day = answer.response.published_on or answer.response.submitted_on
                found.append(Promise(answer.target_on, day, answer.response.responder.label))
        return sorted(found, key=lambda promise: promise.place)

    @property
    def policing_body(self) -> Body | None:
        """Who answers for the addressed force on the day, or answered for it last."""
        rows = sorted(self.oversight, key=lambda row: row.start.first if row.start else datetime.date.min)
        now = [row for row in rows if row.covers(self.on, self.on)] or rows
        return now[-1].policing_body if now else None


@prepared
def _updates(item: int) -> QuerySet[StatusUpdate]:
    return StatusUpdate.objects.filter(addressee=item).select_related("stated_by", "source", "made_in")


@prepared
def _oversight(force: int) -> QuerySet[Oversight]:
    return Oversight.objects.filter(force=force).select_related("policing_body")


@prepared
def _responses(inspection: int, on: datetime.date) -> QuerySet[Response]:
    # Of what was withdrawn the page still tells what there was.
    responses = Response.objects.readable(on).filter(not_withdrawn(on), inspection=inspection)
    return responses.select_related("responder", "source")


@prepared
def _answers(item: int) -> QuerySet[ResponseItem]:
    return ResponseItem.objects.filter(addressee=item)


@prepared
def _inspectorates(inspection: int) -> QuerySet[Body]:
    return Body.objects.filter(inspections_made=inspection)


@prepared
def _phases(body: int, on: datetime.date) -> QuerySet[MonitoringPhase]:
    return MonitoringPhase.objects.filter(body=body, start__lte=on).select_related("body")


def history_of(item: Addressee, on: datetime.date) -> History:
    """Fetch an item's history; it comes with its body, recommendation and inspection. Six queries, or seven."""
    recommendation = item.recommendation
    updates, oversight = _updates(item.pk), _oversight(item.body_id)
    responders = {item.body_id, *(row.policing_body_id for row in oversight)}
    found = _responses(recommendation.inspection_id, on)
    responses = {each.pk: each for each in found if each.responder_id in responders}
    answers = [each for each in _answers(item.pk) if each.response_id in responses]
    for answer in answers:
        answer.response = responses[answer.response_id]
    withdrawn = recommendation.withdrawal(on) is not None
    return History(
        item,
        on,
        updates,
        responses=list(responses.values()),
        answers=answers,
        oversight=oversight,
        batches={} if withdrawn else recorded_together((each.batch for each in updates), on),
        inspectorates=_inspectorates(recommendation.inspection_id),
        phases=_phases(item.body_id, on),
    )


def anchor(update: StatusUpdate) -> str:
    return f"entry-{update.sequence}"


@dataclass(frozen=True)
class Standing:
    """How an item stands, for the line under its heading."""

    status: Any
    since: PartialDate | None
    reopened: bool
    silence: str
    age: str
    promise: str

    @property
    def words(self) -> str:
        """All of it after the status, for one line."""
        since = _("since %(date)s") % {"date": self.since} if self.since else ""
        again = self.reopened and self.status != HeadlineStatus.REOPENED
        parts = [since, _("reopened once before") if again else "", self.silence, self.age, self.promise]
        return " · ".join(part for part in parts if part)


def standing(history: History) -> Standing:
    """The headline with since when, how long there has been no news, and what date is promised."""
    now = history.headline
    # Nobody is kept waiting by what is closed or was withdrawn.
    waiting = not now.status.is_closed and history.item.recommendation.withdrawal(history.on) is None
    return Standing(
        now.status,
        now.update.effective_on if now.update else None,
        now.reopened,
        _no_news(history) if waiting else "",
        _age(history) if waiting else "",
        _promise(history) if waiting else "",
    )


def _no_news(history: History) -> str:
    """For how long nothing was said, since the last statement or, where there is none, since the report."""
    published = history.item.recommendation.inspection.published_on
    latest = latest_news(history.updates, published, history.on)
    days = days_silent(history.updates, published, history.on)
    if not latest or days is None:
        return ""
    if not latest.is_exact:
        if history.said:
            return _("no news since %(date)s") % {"date": latest}
        return _("no news since the report (%(date)s)") % {"date": latest}
    if not days:
        return ""
    if history.said:
        words = ngettext("no news for %(count)s day", "no news for %(count)s days", days)
    else:
        words = ngettext(
            "no news since the report, for %(count)s day", "no news since the report, for %(count)s days", days
        )
    return words % {"count": f"{days:,}"}


def _age(history: History) -> str:
    """How long after its report an item is still open, where that is more than OPEN_YEARS; empty where it is not."""
    published = history.item.recommendation.inspection.published_on
    if published is None or published.first >= add_months(history.on, -12 * OPEN_YEARS):
        return ""
    if published.month is None:
        years = history.on.year - published.year
        after = ngettext("about %(count)d year", "about %(count)d years", years) % {"count": years}
    else:
        after = span(published.first, history.on)
    return _("open %(span)s after the report") % {"span": after}


def _promise(history: History) -> str:
    promises = history.promises
    if not promises:
        return ""
    now = promises[-1].target
    words = _("promised for %(date)s") % {"date": now}
    if now.last < history.on:
        words = f"{words}, {ago(now, history.on)}"
    moved = in_words(promises)
    return f"{words} ({moved})" if moved else words


def unknown(history: History) -> list[str]:
    """What is not known about an item, in sentences."""
    recommendation, found = history.item.recommendation, []
    if recommendation.inspection.published_on is None:
        found.append(_("The day on which the report was published."))
    if not recommendation.deadline:
        found.append(_("Whether a time was set for it."))
    if not any(update.voice == Voice.INSPECTORATE for update in history.said):
        found.append(_("What inspectors have found since: no statement of theirs on progress is recorded."))
    found += [
        _("When %(body)s responded to the report.") % {"body": response.responder.label}
        for response in history.responses
        if response.was_found and not (response.published_on or response.submitted_on)
    ]
    return found


def move(update: StatusUpdate) -> str:
    """The headline that a statement's position leads to, for its shape and colour; empty for one that leads to none."""
    return MOVES[update.position].value if update.position in MOVES else ""
