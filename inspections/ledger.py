"""The rules of the ledger: who may say what, of whom, when and on what evidence.

They are pure functions of a statement and the facts around it, so that a form, a load and a check of the record all
apply the same ones.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.models.body import Body, BodyKind, Oversight
from inspections.models.recommendation import Recommendation, asked_by
from inspections.models.status import CLOSING, POSITIONS, Evidence, Position, StatusUpdate, Voice

if TYPE_CHECKING:
    from inspections.models.addressee import Addressee

Wrong = Callable[[str, str], None]  # takes a field and what is wrong with it


def voice_of(speaker: Body, addressed: Body) -> Voice | None:
    """The voice in which one body speaks of what another was asked to do, or None if it has none.

    The addressed body claims, the local policing body assures, the inspectorate decides.
    """
    if speaker.id == addressed.id:
        return Voice.ADDRESSED_BODY
    if speaker.kind == BodyKind.LOCAL_POLICING_BODY:
        return Voice.POLICING_BODY
    if speaker.kind == BodyKind.INSPECTORATE:
        return Voice.INSPECTORATE
    return None


def positions_of(speaker: Body, addressed: Body) -> tuple[Position, ...]:
    """What one body may say of what another was asked to do."""
    voice = voice_of(speaker, addressed)
    return POSITIONS[voice] if voice else ()


def day_of_recording(on: datetime.date, earlier: Iterable[datetime.date]) -> datetime.date:
    """The day that a new row of an item is recorded on: that of the clock, and never one before that of an earlier row.

    A clock that is set back over midnight, or another machine's that is behind, would otherwise make rows whose days go
    back: no check of the record accepts them, and no package that holds them can be loaded.
    """
    return max([on, *earlier])


def problems(
    update: StatusUpdate, *, oversight: Iterable[Oversight] | None = None, has_successor: bool | None = None
) -> dict[str, list[str]]:
    """What is wrong with a statement, field by field; empty if nothing is.

    A load gives rows that are no objects of the model, but have those attributes of it that are looked at here.
    `oversight` (the rows about the addressed force) and `has_successor` are looked up where they are not given:
    a load of thousands of rows gives them.
    """
    found: dict[str, list[str]] = {}

    def wrong(field: str, sentence: str) -> None:
        found.setdefault(field, []).append(sentence)

    if not update.reason.strip():
        wrong("reason", _("Give a reason: what was said and why."))
    if update.evidence != Evidence.ASSERTION and not update.source_id:
        wrong("source", _("Give a source, or say that the evidence is an assertion."))
    if update.position in CLOSING:
        if update.evidence == Evidence.ASSERTION:
            wrong("evidence", _("Closing an item needs an inspection or a document; an assertion is not enough."))
        elif not update.source_id:
            wrong("source", _("Closing an item needs a source."))
    if not update.addressee_id:
        return found
    addressee = update.addressee
    recommendation = addressee.recommendation
    _withdrawn_before(update, recommendation, wrong)
    if not update.stated_by_id:
        return found

    _wrong_voice(update, addressee, oversight, wrong)
    if update.position == Position.SUPERSEDED:
        if has_successor is None:
            # One that nobody may see yet would leave readers with a closed item and no successor.
            public = asked_by(update.recorded_on, "later__")
            has_successor = recommendation.continued_by.filter(public).exists()
        if not has_successor:
            wrong("position", _("Name the later recommendation first: a superseded item always has a successor."))
    if update.effective_on:
        _wrong_day(update, recommendation, wrong)
    corrected = update.corrects
    if corrected and (corrected.addressee_id != update.addressee_id or corrected.sequence >= update.sequence):
        wrong("corrects", _("A row can only correct an earlier row of the same item."))
    return found


def _wrong_voice(
    update: StatusUpdate, addressee: "Addressee", oversight: Iterable[Oversight] | None, wrong: Wrong
) -> None:
    speaker, addressed = update.stated_by, addressee.body
    voice = voice_of(speaker, addressed)
    if voice is None:
        wrong(
            "stated_by",
            _(
                "%(speaker)s has no voice about %(addressed)s: only the addressed body, its local policing body "
                "and inspectorates have."
            )
            % {"speaker": speaker, "addressed": addressed},
        )
        return
    if update.position not in POSITIONS[voice]:
        words = ", ".join(f"“{position.label}”" for position in POSITIONS[voice])
        wrong("position", _("%(speaker)s can only say: %(words)s.") % {"speaker": speaker, "words": words})
    if not update.effective_on:
        return
    first, last = update.effective_on.first, update.effective_on.last
    if speaker.abolished_on and speaker.abolished_on.last < first:
        wrong(
            "stated_by",
            _("%(speaker)s did not exist any more on that day: it was abolished on %(day)s.")
            % {"speaker": speaker, "day": speaker.abolished_on},
        )
    if voice == Voice.POLICING_BODY:
        rows = Oversight.objects.filter(force=addressed) if oversight is None else oversight
        if not any(row.policing_body_id == speaker.pk and row.covers(first, last) for row in rows):
            wrong(
                "stated_by",
                _("%(speaker)s did not answer for %(addressed)s on that day.")
                % {"speaker": speaker, "addressed": addressed},
            )


def _wrong_day(update: StatusUpdate, recommendation: Recommendation, wrong: Wrong) -> None:
    said, published = update.effective_on, recommendation.inspection.published_on
    recorded: datetime.date | None = update.recorded_on
    if recorded and said.first > recorded:
        wrong(
            "effective_on", _("This is after the day on which it is recorded. Nothing is recorded before it is said.")
        )
    if published and said.last < published.first:
        wrong("effective_on", _("This is before the inspection was published (%(day)s).") % {"day": published})
    if update.made_in and recorded and not update.made_in.is_readable(recorded):
        wrong("made_in", _("That inspection is not public yet. Record the update when it is."))


def _withdrawn_before(update: StatusUpdate, recommendation: Recommendation, wrong: Wrong) -> None:
    """Nothing is added to what was withdrawn. On the day itself both may have happened, in either order."""
    recorded: datetime.date | None = update.recorded_on
    if not recorded:
        return
    eve = recorded - datetime.timedelta(days=1)
    gone = recommendation.withdrawal(eve)
    if gone:
        day = {"day": gone.withdrawal_day}
        wrong("addressee", _("It was withdrawn on %(day)s. Nothing is recorded about it after that day.") % day)
    if update.made_in and update.made_in.is_withdrawn(eve):
        day = {"day": update.made_in.withdrawal_day}
        wrong("made_in", _("That inspection was withdrawn on %(day)s. Rest the update on something else.") % day)
