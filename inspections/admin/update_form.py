"""The form in which staff write down a new status update of an item."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.headline import Headline, headline
from inspections.ledger import problems, voice_of
from inspections.models import Addressee, Body, BodyKind, Proposal, StatusUpdate
from inspections.models.proposal import STATEMENT
from inspections.models.status import POSITIONS
from inspections.scope import RECORD, Scope
from inspections.together import closed_to_updates

from .statement_form import NOT_SAVED_YET, Speaker, StatementForm


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


class StatusUpdateForm(StatementForm):
    """One statement about one item.

    `seen` is the last row of the ledger that the sender had before them. `newer` are rows that have come since. `twin`
    is one of those, or a waiting proposal, that says the same by the same account, from a form that was sent twice.
    """

    from_model = (*StatementForm.from_model, "corrects")

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
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
        scope: Scope,
        initial: dict[str, Any] | None = None,
    ):
        self.item, self.updates = item, updates
        self.last = max((update.sequence for update in updates), default=0)
        super().__init__(data, scope=scope, initial={"seen": self.last, **(initial or {})})
        self.newer: list[StatusUpdate] = []
        self.twin: StatusUpdate | Proposal | None = None
        self.bodies = {str(body.pk): body for body in scope.voices(speakers(item))}
        self._offer_speakers()
        own = item.recommendation.inspection
        self.offer_inspections(Q(follows_up=own) | Q(bodies=item.body), apart_from=own.pk)
        own_rows = StatusUpdate.objects.filter(addressee=item).select_related("stated_by").order_by("-sequence")
        self.fields["corrects"].queryset = own_rows  # type: ignore[attr-defined]
        self.fields["corrects"].label_from_instance = _row_label  # type: ignore[attr-defined]
        self.fields["stated_by"].required = False
        self.fields["stated_by"].help_text = _(
            "Public: whose statement this is. Left open, it is the one who can say it: the addressed body, its local "
            "policing body, or the inspectorate of the report."
        )
        self.order_fields(["seen", *STATEMENT, "note"])

    def _offer_speakers(self) -> None:
        voices = [(body, voice_of(body, self.item.body)) for body in self.bodies.values()]
        self.offer_speakers(
            [
                Speaker(str(body.pk), f"{body.name} ({str(voice.label).lower()})", (voice,))
                for body, voice in voices
                if voice
            ]
        )
        self.fields["stated_by"].error_messages["invalid_choice"] = (
            _("That body has no voice here: only the addressed body, its local policing body and inspectorates have.")
            if self.scope.sees_all
            else _("You can only speak for the bodies that your account speaks for.")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if closed := closed_to_updates(self.item, self.on):
            self.add_error(None, closed)
        if data.get("stated_by"):
            data["stated_by"] = self.bodies[data["stated_by"]]
        elif "stated_by" not in self.errors:
            data["stated_by"] = self._only_speaker(data.get("position") or "")
        update = self.update()
        for field, sentences in problems(update).items():
            # What is missing or unreadable has said so already.
            if field not in self.errors:
                for sentence in sentences:
                    self.add_error(field if field in self.fields else None, sentence)
        self._compare_with_what_is_newer()
        if not self.user.has_perm(RECORD):
            self.twin = self._waiting_twin()
        return data

    def _only_speaker(self, position: str) -> Body | None:
        """The one body that a position leaves, where there is one; otherwise the form asks."""
        voices = {voice for voice, positions in POSITIONS.items() if position in positions}
        able = [body for body in self.bodies.values() if voice_of(body, self.item.body) in voices]
        own = {body.pk for body in self.item.recommendation.inspection.inspectorates.all()}
        found = able if len(able) == 1 else [body for body in able if body.pk in own]
        if len(found) == 1:
            return found[0]
        self.add_error("stated_by", _("Choose who states it: more than one could, or nothing is said yet."))
        return None

    def _waiting_twin(self) -> Proposal | None:
        """What the account proposes already in these words; a source that was new then is known by its title."""
        said = {**self.statement(), "source": None}
        title = self.cleaned_data.get("new_title")
        source = self.cleaned_data.get("source")
        mine = Proposal.objects.waiting().filter(addressee=self.item, proposed_by=self.user)
        for proposal in mine.select_related("stated_by", "source", "made_in", "corrects"):
            had = proposal.source
            is_same_source = had == source or bool(title and had and had.title == title)
            if is_same_source and {**proposal.statement(), "source": None} == said:
                return proposal
        return None

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

    def update(self) -> StatusUpdate:
        """The row as it would be; it is not saved, and its source may not be either."""
        said = self.statement()
        speaker, source = said.pop("stated_by"), said.pop("source")
        row = StatusUpdate(pk=NOT_SAVED_YET, addressee=self.item, sequence=self.last + 1, recorded_on=self.on, **said)
        if isinstance(speaker, Body):
            row.stated_by = speaker
        if source:
            row.source_id = source.pk or NOT_SAVED_YET
        return row

    def before_and_after(self) -> tuple[Headline, Headline]:
        """The public headline today, without and with the new row."""
        return headline(self.updates, self.on), headline([*self.updates, self.update()], self.on)


def _row_label(row: StatusUpdate) -> str:
    return _("Row %(row)d: %(day)s, %(speaker)s: %(position)s") % {
        "row": row.sequence,
        "day": row.effective_on,
        "speaker": row.stated_by.label,
        "position": row.get_position_display(),
    }
