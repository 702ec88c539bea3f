"""An item's history as a timeline: statements, responses and the report, newest first."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from inspections.days import in_words as day_in_words
from inspections.models import Evidence, Position, Response, StatusUpdate
from inspections.partial_dates import PartialDate
from inspections.reading.batches import batch_url, note
from inspections.reading.history import History, anchor, move


def timeline(history: History) -> list[dict[str, Any]]:
    """The entries for components/timeline.jinja.

    Within a day, later rows come first. A partial date stands where its first day would, but never before the report
    that it is about: what was said "in January 2025" of a report of 15 January came after it.
    """
    published = history.item.recommendation.inspection.published_on
    earliest = published.first if published else datetime.date.min
    dated: list[tuple[datetime.date, int, dict[str, Any]]] = [
        (max(update.effective_on.first, earliest), update.sequence, _statement(update, history))
        for update in history.seen
    ]
    for response in history.responses:
        date = response.published_on or response.submitted_on
        if response.not_found_as_of:
            date = PartialDate.of(response.not_found_as_of)
        if date:
            dated.append((max(date.first, earliest), 0, _response(response, date, history)))
    dated += _phases(history, earliest)
    inspection = history.item.recommendation.inspection
    if inspection.published_on:
        entry = {
            "date_label": str(inspection.published_on),
            "lane": "event",
            "heading": _("Report published: %(title)s") % {"title": inspection.title},
            "url": inspection.get_absolute_url(),
        }
        dated.append((inspection.published_on.first, -1, entry))
    return [entry for _day, _order, entry in sorted(dated, key=lambda row: row[:2], reverse=True)]


def _phases(history: History, earliest: datetime.date) -> Iterator[tuple[datetime.date, int, dict[str, Any]]]:
    """Where the inspectorate's monitoring of the addressed body changed since the report, as exact as it is known."""
    begun = {phase.start for phase in history.phases}
    for phase in history.phases:
        # The end of one episode goes without saying where the next begins on the same day.
        ended = phase.end if phase.end not in begun else None
        began = _("Monitoring of %(body)s: %(phase)s began")
        over = _("Monitoring of %(body)s: %(phase)s ended")
        for words, date in ((began, phase.start), (over, ended)):
            if date and date.first <= history.on and date.last >= earliest:
                entry = {
                    "date_label": str(date),
                    "lane": "event",
                    "heading": words % {"body": phase.body.label, "phase": phase.get_phase_display()},
                    "url": f"{phase.body.get_absolute_url()}#monitoring",
                }
                yield max(date.first, earliest), 0, entry


def _statement(update: StatusUpdate, history: History) -> dict[str, Any]:
    by_key = {each.pk: each for each in history.updates}
    corrector = next((each for each in history.updates if each.corrects_id == update.pk), None)
    corrected = by_key.get(update.corrects_id) if update.corrects_id else None
    together = note(update, history.batches)
    entry: dict[str, Any] = {
        "anchor": anchor(update),
        "date_label": str(update.effective_on),
        "lane": update.voice.value,
        "who": update.stated_by.label,
        "heading": Position(update.position).label,
        "status": move(update),
        "text": update.reason,
        "publisher_wording": update.publisher_wording,
        "evidence": str(Evidence(update.evidence).label).lower(),
        "source": update.source,
        "target": update.target_on,
        "note": together,
        "note_url": batch_url(update.batch) if together else "",
    }
    if update.made_in and update.made_in.is_readable(history.on):
        entry["made_in"] = {"label": update.made_in.title, "url": update.made_in.get_absolute_url()}
    if corrector:
        entry["corrected_by"] = {
            "date": day_in_words(corrector.recorded_on),
            "who": corrector.stated_by.label,
            "url": f"#{anchor(corrector)}",
        }
    if corrected:
        entry["corrects"] = {"date": corrected.effective_on, "url": f"#{anchor(corrected)}"}
    return entry


def _response(response: Response, date: PartialDate, history: History) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "date_label": str(date),
        "lane": history.voice_of_responder(response).value,
        "who": response.responder.label,
        "text": response.summary,
        "source": response.source,
    }
    if not response.was_found:
        return entry | {"heading": _("No response to the report found by us")}
    answer = next((each for each in history.answers if each.response_id == response.pk), None)
    if answer:
        decision = _("On this: %(decision)s.") % {"decision": str(answer.get_decision_display()).lower()}
        entry |= {"note": f"{decision} {answer.action}".strip(), "target": answer.target_on}
    if response.url and not response.source:
        entry["url"] = response.url
    published = _("Response to the report published")
    return entry | {"heading": published if response.published_on else _("Response to the report sent")}
