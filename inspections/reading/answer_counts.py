"""Figures about answers to inspections, each with what it is a share of and where the answers that it counts stand."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Body
from inspections.reading.duty import AnswerState, Duty

LOOKED_FOR = (AnswerState.IN_TIME, AnswerState.LATE, AnswerState.ANSWERED, AnswerState.NOT_FOUND)


def answers_url(**parameters: str | list[str]) -> str:
    """The list of answers with these parameters: answers_url(force="kent", state="late")."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{reverse('response-list')}?{urlencode(given, doseq=True)}" if given else reverse("response-list")


def scope(duties: Iterable[Duty]) -> str:
    """What was due from whom, as a sentence: "40 answers to 14 inspections were due, or are, from 20 bodies."."""
    required = [duty for duty in duties if duty.required]
    inspections = len({duty.inspection.pk for duty in required})
    bodies = len({duty.responder.pk for duty in required if duty.responder})
    counts = {
        "answers": ngettext("%(count)s answer", "%(count)s answers", len(required)) % {"count": f"{len(required):,}"},
        "inspections": ngettext("%(count)s inspection", "%(count)s inspections", inspections)
        % {"count": f"{inspections:,}"},
        "bodies": ngettext("%(count)s body", "%(count)s bodies", bodies) % {"count": f"{bodies:,}"},
    }
    return (
        _("On this record, %(answers)s to %(inspections)s had to be given, or still have to be, by %(bodies)s.")
        % counts
    )


def figures(duties: Iterable[Duty], url: Callable[[str], str]) -> list[dict[str, Any]]:
    """How many answers are in each state, for key_figure.jinja; `url` gives the list of a state.

    What is not due yet is left out of what the others are shares of. So is what no time was set for, and what nobody
    can be said to have owed.
    """
    counts = Counter(duty.state for duty in duties)
    apart = {AnswerState.DUE, AnswerState.NOT_NAMED, AnswerState.NO_CLOCK}
    by_now = sum(count for state, count in counts.items() if state not in apart)
    share = _("of %(count)s that had to be given, without those not due yet") % {"count": f"{by_now:,}"}
    return [
        {
            "figure": f"{counts[state]:,}",
            "label": str(state.label),
            "url": url(state) if counts[state] else "",
            "note": _("not counted in the others") if state in apart else share,
        }
        for state in AnswerState
        if counts[state] or state in (AnswerState.IN_TIME, AnswerState.LATE)
    ]


def by_body(duties: Iterable[Duty], **parameters: str) -> list[dict[str, Any]]:
    """What became of the answers of each body that had to give any, by name, for responses/_by_body.jinja."""
    owed: dict[Body, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.required and duty.responder:
            owed[duty.responder].append(duty)
    return [_row(body, owed[body], parameters) for body in sorted(owed, key=lambda body: body.name)]


COLUMNS = [state for state in AnswerState if state not in (AnswerState.NOT_NAMED, AnswerState.NO_CLOCK)]


def _row(body: Body, owed: Sequence[Duty], parameters: dict[str, str]) -> dict[str, Any]:
    counts = Counter(duty.state for duty in owed)
    here = {**parameters, "responder": body.slug}
    answered = [state for state in AnswerState if state.is_answered]

    def cell(label: str, states: Sequence[AnswerState], out_of: int | None) -> dict[str, Any]:
        count = sum(counts[state] for state in states)
        values = [state.value for state in states]
        return {
            "label": label,
            "count": count,
            "out_of": out_of,
            "url": answers_url(**here, state=values) if count else "",
        }

    by_now = len(owed) - counts[AnswerState.DUE]
    return {
        "body": body,
        "owed": len(owed),
        "url": answers_url(**here),
        "cells": [
            cell(_("Answered"), answered, by_now),
            *(cell(str(state.label), [state], None if state == AnswerState.DUE else by_now) for state in COLUMNS),
        ],
    }


def not_found(vain: int, looked_for: int) -> dict[str, Any]:
    """Answers that were looked for and not found, out of those that were found or looked for, for key_figure.jinja."""
    return {
        "figure": _("%(vain)s of %(all)s") % {"vain": f"{vain:,}", "all": f"{looked_for:,}"},
        "label": _("responses we could not find"),
        "url": answers_url(state=AnswerState.NOT_FOUND.value),
        "note": _("of those that had to be given and were looked for"),
    }
