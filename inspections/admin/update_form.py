"""The form in which staff write down a new status update of an item."""

import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.headline import Headline, headline
from inspections.ledger import problems, voice_of
from inspections.models import Addressee, Body, BodyKind, Inspection, Position, StatusUpdate, Voice
from inspections.models.fields import PartialDateFormField
from inspections.models.status import POSITIONS

from .new_source import SourceForm

STATEMENT = (
    "stated_by",
    "position",
    "effective_on",
    "reason",
    "publisher_wording",
    "evidence",
    "source",
    "made_in",
    "target_on",
    "corrects",
)
NOT_SAVED_YET = -1  # stands for the key of a row or source that is only being checked


def speakers(item: Addressee) -> list[Body]:
    """Who has a voice about an item: the addressed body, who answers or answered for it, then inspectorates.

    The inspection's own inspectorates come before the others.
    """
    addressed = item.body
    overseers = Body.objects.filter(oversees__force=addressed).distinct().order_by("-abolished_on", "name")
    inspectorates = list(Body.objects.filter(kind=BodyKind.INSPECTORATE))
    own = set(item.recommendation.inspection.inspectorates.values_list("pk", flat=True))
    inspectorates.sort(key=lambda body: (body.pk not in own, body.abolished_on is not None, body.name))
    return [addressed, *(body for body in overseers if body != addressed), *inspectorates]


class VoiceRadios(forms.RadioSelect):
    """Radio buttons that carry their voice, so that the style sheet can show only its positions."""

    voices: dict[str, Voice] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-voice"] = self.voices[str(value)].value
        return option


class StatusUpdateForm(SourceForm):
    """One statement about one item.

    `seen` is the last row of the ledger that the sender had before them. `newer` are rows that have come since;
    `twin` is one of those that says the same by the same account, from a form that was sent twice.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    stated_by = forms.ChoiceField(
        label=gettext_lazy("who states it"), help_text=gettext_lazy("Public: whose statement this is.")
    )
    position = forms.ChoiceField(
        label=gettext_lazy("what they say"),
        choices=Position.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Public, in our words. Each voice has positions of its own."),
    )
    effective_on = PartialDateFormField(label=gettext_lazy("said on"))
    made_in = forms.ModelChoiceField(queryset=Inspection.objects.none(), required=False)
    corrects = forms.ModelChoiceField(
        queryset=StatusUpdate.objects.none(),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("A row can only correct an earlier row of the same item.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        item: Addressee,
        updates: list[StatusUpdate],
        user: Any,
        on: datetime.date,
    ):
        self.item, self.updates, self.user, self.on = item, updates, user, on
        self.last = max((update.sequence for update in updates), default=0)
        super().__init__(data, initial={"seen": self.last})
        self.newer: list[StatusUpdate] = []
        self.twin: StatusUpdate | None = None
        self.bodies = {str(body.pk): body for body in speakers(item)}
        self._take_from_model(
            "reason", "evidence", "publisher_wording", "target_on", "effective_on", "made_in", "corrects"
        )
        self._offer_speakers()
        self._offer_inspections()
        own_rows = StatusUpdate.objects.filter(addressee=item).select_related("stated_by").order_by("-sequence")
        self.fields["corrects"].queryset = own_rows  # type: ignore[attr-defined]
        self.fields["corrects"].label_from_instance = _row_label  # type: ignore[attr-defined]
        if not user.has_perm("inspections.add_source"):
            for name in [name for name in self.fields if name.startswith("new_")]:
                del self.fields[name]
        self.order_fields(["seen", *STATEMENT])

    def _take_from_model(self, *names: str) -> None:
        """Labels, explanations and boxes as the model has them."""
        for name in names:
            made = StatusUpdate._meta.get_field(name).formfield()  # type: ignore[union-attr]
            assert made is not None
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = made.label, made.help_text
            else:
                self.fields[name] = made
        self.fields["reason"].widget.attrs["rows"] = 4
        for name in ("effective_on", "target_on"):
            self.fields[name].widget.attrs.update(placeholder="", autocomplete="off")
            self.fields[name].help_text = _("%(help)s Write 2019, 2019-09 or 2019-09-27.") % {
                "help": self.fields[name].help_text
            }

    def _offer_speakers(self) -> None:
        radios = VoiceRadios()
        voices = {pk: voice_of(body, self.item.body) for pk, body in self.bodies.items()}
        radios.voices = {pk: voice for pk, voice in voices.items() if voice}
        self.fields["stated_by"].widget = radios
        self.fields["stated_by"].choices = [  # type: ignore[attr-defined]
            (pk, f"{self.bodies[pk].name} ({str(voice.label).lower()})") for pk, voice in radios.voices.items()
        ]
        self.fields["stated_by"].error_messages["invalid_choice"] = _(
            "That body has no voice here: only the addressed body, its local policing body and inspectorates have."
        )

    def _offer_inspections(self) -> None:
        own = self.item.recommendation.inspection
        field = self.fields["made_in"]
        public = Inspection.objects.public(self.on).exclude(pk=own.pk)
        field.queryset = public  # type: ignore[attr-defined]
        near = set(public.filter(Q(follows_up=own) | Q(bodies=self.item.body)).values_list("pk", flat=True))
        rows = [
            (row.pk, _("%(title)s (%(day)s)") % {"title": row.title, "day": row.published_on or _("day not known")})
            for row in public.only("title", "published_on")
        ]
        field.choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            (_("Follow-ups, and inspections of the same body"), [row for row in rows if row[0] in near]),
            (_("Other inspections"), [row for row in rows if row[0] not in near]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.item.recommendation.inspection.is_public(self.on):
            self.add_error(None, _("The inspection is not public yet. Record updates of its items when it is."))
        if data.get("stated_by"):
            data["stated_by"] = self.bodies[data["stated_by"]]
        update = self.update()
        for field, sentences in problems(update).items():
            # What is missing or unreadable has said so already.
            if field not in self.errors:
                for sentence in sentences:
                    self.add_error(field, sentence)
        self._compare_with_what_is_newer()
        return data

    def _compare_with_what_is_newer(self) -> None:
        """Refuse a form that was filled in before the latest row was known."""
        seen = self.cleaned_data.get("seen")
        if seen is None or seen == self.last:
            return
        self.newer = [update for update in self.updates if update.sequence > seen]
        new = self.update()
        said = (new.stated_by_id, new.position, new.effective_on, new.reason)
        for row in self.newer:
            if row.recorded_by_id == self.user.pk and said == (
                row.stated_by_id,
                row.position,
                row.effective_on,
                row.reason,
            ):
                self.twin = row
        self.add_error(
            None,
            _("The item has moved on since you opened this form. Read the new rows; if yours still holds, go on."),
        )
        # Sent again, it stands on what is shown now.
        again = cast(QueryDict, self.data).copy()
        again["seen"] = str(self.last)
        self.data = again

    def statement(self) -> dict[str, Any]:
        """The fields of the statement, for record_update."""
        return {name: self.cleaned_data[name] for name in STATEMENT}

    def update(self) -> StatusUpdate:
        """The row as it would be; it is not saved, and its source may not be either."""
        said = {name: self.cleaned_data.get(name) for name in STATEMENT}
        speaker, source = said.pop("stated_by"), said.pop("source")
        for name in ("position", "reason", "publisher_wording", "evidence"):
            said[name] = said[name] or ""
        row = StatusUpdate(pk=NOT_SAVED_YET, addressee=self.item, sequence=self.last + 1, recorded_on=self.on, **said)
        if isinstance(speaker, Body):
            row.stated_by = speaker
        if source:
            row.source_id = source.pk or NOT_SAVED_YET
        return row

    def before_and_after(self) -> tuple[Headline, Headline]:
        """The public headline today, without and with the new row."""
        return headline(self.updates, self.on), headline([*self.updates, self.update()], self.on)

    def summary(self) -> list[tuple[str, str]]:
        """What would be recorded, in words."""
        labels = {name: capfirst(str(self.fields[name].label)) for name in STATEMENT}
        row = self.update()
        words = {name: self.cleaned_data[name] for name in STATEMENT}
        words["position"], words["evidence"] = row.get_position_display(), row.get_evidence_display()
        words["corrects"] = _row_label(row.corrects) if row.corrects else ""
        return [(labels[name], str(words[name])) for name in STATEMENT if words[name]]

    def positions(self) -> list[tuple[Voice, list[Any]]]:
        """The radio buttons of what can be said, by voice."""
        radios = {radio.data["value"]: radio for radio in self["position"].subwidgets}
        return [(voice, [radios[position.value] for position in positions]) for voice, positions in POSITIONS.items()]


def _row_label(row: StatusUpdate) -> str:
    return _("Row %(row)d: %(day)s, %(speaker)s: %(position)s") % {
        "row": row.sequence,
        "day": row.effective_on,
        "speaker": row.stated_by.label,
        "position": row.get_position_display(),
    }
