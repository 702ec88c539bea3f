"""What each of the three voices says now about one item: claimed, assured, decided, never merged."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.days import in_words as day_in_words
from inspections.models import BodyKind, Evidence, Position, StatusUpdate, Voice
from inspections.reading.history import History, anchor


def lanes(history: History) -> dict[str, str]:
    """The names over the three lanes."""
    names = [body.label for body in history.inspectorates]
    policing = history.policing_body
    return {
        "addressed": history.item.body.label,
        "policing": policing.label if policing else str(Voice.POLICING_BODY.label),
        "inspectorate": names[0] if len(names) == 1 else _("Inspectorates"),
    }


def voices(history: History) -> list[dict[str, Any]]:
    """What each voice says now, for components/voice_box.jinja; without a policing body there are two voices."""
    headings = {
        Voice.ADDRESSED_BODY: {
            BodyKind.POLICE_FORCE: _("The force claims"),
            BodyKind.FIRE_AND_RESCUE_SERVICE: _("The service claims"),
        }.get(BodyKind(history.item.body.kind), _("The body claims")),
        Voice.POLICING_BODY: _("The policing body assures"),
        Voice.INSPECTORATE: _("The inspectorate has found"),
    }
    shown = [voice for voice in Voice if voice != Voice.POLICING_BODY or history.oversight or history.latest(voice)]
    boxes = []
    for voice in shown:
        update = history.latest(voice)
        label, sentence = ("", "") if update else _silence(history, voice)
        boxes.append(
            {
                "heading": headings[voice],
                "voice": voice.value,
                "statement": _statement(update) if update else None,
                "empty_label": label,
                "empty": sentence,
            }
        )
    return boxes


def _statement(update: StatusUpdate) -> dict[str, Any]:
    return {
        "position": Position(update.position),
        "date": update.effective_on,
        "reason": update.reason,
        "publisher_wording": update.publisher_wording,
        "evidence": str(Evidence(update.evidence).label).lower(),
        "source": update.source,
        "url": f"#{anchor(update)}",
    }


def _silence(history: History, voice: Voice) -> tuple[str, str]:
    """What stands in the place of a voice that has said nothing: a word, and a sentence on what was looked for."""
    nothing = _("Nothing found")
    if voice == Voice.INSPECTORATE:
        return nothing, _("No statement on progress is recorded since the report.")
    response = history.response_by(voice)
    if response is None:
        return nothing, _("No statement is recorded. We have not recorded a search for one.")
    if not response.was_found and response.not_found_as_of:
        return nothing, _("Looked for a response to the report on %(day)s.") % {
            "day": day_in_words(response.not_found_as_of)
        }
    label = _("Nothing about progress")
    answer = next((each for each in history.answers if each.response_id == response.pk), None)
    day = response.published_on or response.submitted_on
    if answer:
        return label, _("Its response to the report says: %(decision)s.") % {
            "decision": str(answer.get_decision_display()).lower()
        }
    if day:
        return label, _("It answered the report (%(day)s); nothing on this is recorded from it.") % {"day": day}
    return label, _("It answered the report; nothing on this is recorded from it.")
