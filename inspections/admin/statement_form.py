"""The part of a form in which staff write down a statement, about one item or about many."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import Evidence, Inspection, Position, StatusUpdate, Voice
from inspections.models.fields import PartialDateFormField
from inspections.models.proposal import STATEMENT
from inspections.models.status import POSITIONS
from inspections.scope import PROPOSE, Scope

from .new_source import SourceForm
from .public_question import MEANT, AsksBeforePublic

NOT_SAVED_YET = -1  # stands for the key of a row or source that is only being checked


@dataclass(frozen=True)
class Speaker:
    """Who can make a statement: a value for the form, words, and the voices in which it can speak of what is chosen."""

    value: str
    words: str
    voices: tuple[Voice, ...]


class VoiceRadios(forms.RadioSelect):
    """Radio buttons that carry their voice, so that the style sheet can show only its positions."""

    speakers: dict[str, Speaker] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        voices = self.speakers[str(value)].voices
        if len(voices) == 1:
            option["attrs"]["data-voice"] = voices[0].value
        return option


class StatementForm(AsksBeforePublic, SourceForm):
    """A statement without the item that it is about. `scope` says in which voices the account may speak."""

    asks_about = ("reason", "publisher_wording", "new_title", "new_publisher")

    from_model: tuple[str, ...] = ("reason", "evidence", "publisher_wording", "target_on", "effective_on", "made_in")

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
    note = forms.CharField(
        label=gettext_lazy("internal note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Never public: for colleagues. It is kept beside the item."),
    )

    def __init__(self, data: QueryDict | None = None, *, scope: Scope, initial: dict[str, Any] | None = None) -> None:
        self.scope, self.user, self.on = scope, scope.account, scope.on
        self.known = scope.sources()
        super().__init__(data, initial=initial)
        self._take_from_model()
        evidence: Any = self.fields["evidence"]
        evidence.required = False
        evidence.choices = [("", _("A document if a source is named, otherwise an assertion")), *Evidence.choices]
        if not (self.user.has_perm("inspections.add_source") or self.user.has_perm(PROPOSE)):
            for name in [name for name in self.fields if name.startswith("new_")]:
                del self.fields[name]

    def _take_from_model(self) -> None:
        """Labels, explanations and boxes as the model has them."""
        for name in self.from_model:
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

    def offer_speakers(self, speakers: list[Speaker]) -> None:
        """Radio buttons of who can speak. Where there is only one, it is chosen."""
        field: Any = self.fields["stated_by"]
        self.speakers = {speaker.value: speaker for speaker in speakers}
        field.widget = radios = VoiceRadios()
        radios.speakers = self.speakers
        field.choices = [(speaker.value, speaker.words) for speaker in speakers]
        if len(speakers) == 1:
            field.initial = speakers[0].value

    def offer_inspections(self, near: Q, apart_from: int | None = None) -> None:
        """The public inspections in which it can have been said, those that are `near` first."""
        field = self.fields["made_in"]
        public = Inspection.objects.public(self.on).exclude(pk__in=[apart_from] if apart_from else [])
        field.queryset = public  # type: ignore[attr-defined]
        nearest = set(public.filter(near).values_list("pk", flat=True))
        rows = [
            (row.pk, _("%(title)s (%(day)s)") % {"title": row.title, "day": row.published_on or _("day not known")})
            for row in public.only("title", "published_on")
        ]
        field.choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            (_("Follow-ups, and inspections of the same body"), [row for row in rows if row[0] in nearest]),
            (_("Other inspections"), [row for row in rows if row[0] not in nearest]),
        ]

    def clean(self) -> dict[str, Any]:
        """Evidence that was left open follows from the source: without one, it is the plain word “assertion”."""
        data = super().clean() or self.cleaned_data
        if not data.get("evidence") and "evidence" not in self.errors:
            names_one = data.get("source") or self.has_new_source or "source" in self.errors
            data["evidence"] = Evidence.DOCUMENT if names_one else Evidence.ASSERTION
        return data

    def statement(self) -> dict[str, Any]:
        """The fields of the statement, as actions take them; blank texts are empty."""
        said = {name: self.cleaned_data.get(name) for name in STATEMENT}
        for name in ("position", "reason", "publisher_wording", "evidence"):
            said[name] = said[name] or ""
        return said

    def hidden(self, *apart_from: str) -> SafeString:
        """Everything that was typed and ticked, for a page that only shows it."""
        ticked = [(MEANT, value) for value in self.data.getlist(MEANT)] if isinstance(self.data, QueryDict) else []
        boxes = format_html_join("", "{}", ((field.as_hidden(),) for field in self if field.name not in apart_from))
        return boxes + format_html_join("", '<input type="hidden" name="{}" value="{}">', ticked)

    def summary(self) -> list[tuple[str, str]]:
        """What was written, with the label of each field; empty ones are left out."""
        return [
            (capfirst(str(self.fields[name].label)), self._in_words(name, self.cleaned_data[name]))
            for name in (*STATEMENT, "note")
            if self.cleaned_data.get(name)
        ]

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return field.label_from_instance(value)
        if name in ("position", "evidence"):
            return str(dict(StatusUpdate._meta.get_field(name).flatchoices)[value])  # type: ignore[union-attr]
        return str(value)

    def positions(self) -> list[tuple[Voice, list[Any]]]:
        """The radio buttons of what can be said, by voice."""
        radios = {radio.data["value"]: radio for radio in self["position"].subwidgets}
        voices = {voice for speaker in self.speakers.values() for voice in speaker.voices}
        return [
            (voice, [radios[position.value] for position in positions])
            for voice, positions in POSITIONS.items()
            if voice in voices
        ]
