"""The form in which staff write down one statement about many items."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.ledger import problems, voice_of
from inspections.models import Body, BodyKind, Inspection, Position, Proposal, StatusUpdate, Voice
from inspections.models.proposal import STATEMENT
from inspections.models.status import POSITIONS
from inspections.scope import Scope
from inspections.together import ITSELF, MOST_AT_ONCE, OVERSEER, WHO_SPEAKS

from .selected import chosen_keys, joined
from .statement_form import NOT_SAVED_YET, Speaker, StatementForm


class TogetherForm(StatementForm):
    """One statement, who makes it about each of the chosen items, and the batch that joins the rows in public."""

    batch = forms.SlugField(
        label=gettext_lazy("name of the batch"),
        max_length=100,
        help_text=gettext_lazy(
            "Public: the end of the address of the page that shows all rows recorded together. "
            "Lower-case letters, digits and hyphens."
        ),
    )
    items = forms.CharField(widget=forms.HiddenInput, error_messages={"required": gettext_lazy("Choose items first.")})

    def __init__(self, data: QueryDict | None = None, *, scope: Scope, items: Sequence[int] = ()) -> None:
        super().__init__(data, scope=scope, initial={"items": joined(items), "batch": free_batch(scope.on)})
        keys = items or chosen_keys(self.data.get("items", ""))
        # One that the account must not see is not there for it.
        self.chosen = scope.items().filter(pk__in=keys[:MOST_AT_ONCE])
        asked_in = Inspection.objects.filter(pk__in=self.chosen.order_by().values("recommendation__inspection"))
        self._offer_speakers(asked_in)
        self.offer_inspections(Q(follows_up__in=asked_in))
        self.order_fields(["items", *STATEMENT, "batch", "note"])

    def _offer_speakers(self, asked_in: QuerySet[Inspection]) -> None:
        """The inspectorates that asked come before the others."""
        speakers: list[Speaker] = []
        if self.scope.sees_all:
            bodies = list(Body.objects.filter(kind=BodyKind.INSPECTORATE))
            asked = set(Body.objects.filter(inspections_made__in=asked_in).values_list("pk", flat=True))
            bodies.sort(key=lambda body: (body.pk not in asked, body.abolished_on is not None, body.name))
            speakers = [
                Speaker(ITSELF, str(WHO_SPEAKS[ITSELF]), (Voice.ADDRESSED_BODY,)),
                Speaker(OVERSEER, str(WHO_SPEAKS[OVERSEER]), (Voice.POLICING_BODY,)),
            ]
        else:
            bodies = list(self.scope.bodies)
        self.bodies = {str(body.pk): body for body in bodies}
        addressed = list(Body.objects.filter(pk__in=self.chosen.order_by().values("body")))
        for body in bodies:
            voices = {voice_of(body, other) for other in addressed}
            speakers.append(Speaker(str(body.pk), body.name, tuple(voice for voice in Voice if voice in voices)))
        self.offer_speakers([speaker for speaker in speakers if speaker.voices])

    def clean_items(self) -> list[int]:
        keys = chosen_keys(self.cleaned_data["items"])
        if len(keys) > MOST_AT_ONCE:
            raise ValidationError(_("Choose at most %(most)d items at once.") % {"most": MOST_AT_ONCE})
        if not keys or self.chosen.count() != len(keys):
            raise ValidationError(_("Some of these items are not here. Choose again."))
        return keys

    def clean_batch(self) -> str:
        """In lower case, as everything that stands in an address, and not taken."""
        batch: str = self.cleaned_data["batch"]
        StatusUpdate._meta.get_field("batch").run_validators(batch)
        if any(model._default_manager.filter(batch=batch).exists() for model in (StatusUpdate, Proposal)):
            raise ValidationError(
                _("There is a batch of the name “%(batch)s” already. Choose another name.") % {"batch": batch}
            )
        return batch

    def clean(self) -> dict[str, Any]:
        """Say beside its field what is wrong for all items alike; what is wrong for one is said when it is weighed."""
        data = super().clean()
        speaker, position = data.get("stated_by"), data.get("position")
        if speaker and position:
            self._refuse_wrong_voice(self.speakers[speaker], position)
        for field, sentences in problems(self._row()).items():
            if field not in self.errors:
                self.add_error(field, sentences)
        data["stated_by"] = self.bodies.get(speaker or "", speaker)
        return data

    def _refuse_wrong_voice(self, speaker: Speaker, position: str) -> None:
        if Position(position).voice not in speaker.voices:
            theirs = [position for voice in speaker.voices for position in POSITIONS[voice]]
            words = ", ".join(f"“{position.label}”" for position in theirs)
            sentence = _("“%(speaker)s” can only say: %(words)s.") % {"speaker": speaker.words, "words": words}
            self.add_error("position", sentence)

    def _row(self) -> StatusUpdate:
        """The statement without anybody who makes it and without an item."""
        said = self.statement()
        source, _speaker = said.pop("source"), said.pop("stated_by")
        return StatusUpdate(recorded_on=self.on, source_id=source and (source.pk or NOT_SAVED_YET), **said)

    def hidden_statement(self) -> SafeString:
        """What was typed, without the items: the page of the check says of which it goes on."""
        return self.hidden("items")

    def summary(self) -> list[tuple[str, str]]:
        return [*super().summary(), (str(_("Batch")), self.cleaned_data["batch"])]

    def _in_words(self, name: str, value: Any) -> str:
        if name == "stated_by":
            return self.speakers[self["stated_by"].value()].words
        return super()._in_words(name, value)


def free_batch(on: datetime.date) -> str:
    """A name for a new batch that no other has: the day, and a number."""
    stem, number = on.isoformat(), 1
    taken = set(StatusUpdate.objects.filter(batch__startswith=stem).values_list("batch", flat=True).distinct())
    taken |= set(Proposal.objects.filter(batch__startswith=stem).values_list("batch", flat=True).distinct())
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
