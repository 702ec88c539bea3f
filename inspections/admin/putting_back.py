"""Going back to an earlier text: the ordinary form, filled as things stood before a revision. It saves nothing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from .differences import Names, in_words, label_of
from .past import Entry, as_before, entries, revisions_of
from .versions import Key, State, States, field_of, states_of

BEFORE: Final = "before"  # the parameter of the form's address: the number of a revision


class Prefilled(forms.BaseForm):
    """A form that opens with values of ours in place of those on record."""

    prefilled: dict[str, Any] = {}

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is None and self.prefilled:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **self.prefilled}
        super().__init__(data, *args, **kwargs)


@dataclass(frozen=True)
class PutBack:
    """How a thing and what belongs to it stood before one of its revisions.

    `gone` names values that cannot come back, since what they point at is no longer on record.
    """

    key: Key
    entry: Entry
    states: States
    now: States
    gone: list[str]

    @property
    def at(self) -> datetime.datetime:
        return self.entry.at

    @property
    def by(self) -> Any:
        return self.entry.by

    def values(self) -> dict[str, Any]:
        """What the form of the thing itself opens with."""
        return self.states[self.key].fields

    def fill(self, formset: forms.BaseInlineFormSet) -> None:
        """Let the rows of an inline open as they were, and offer those again that have been deleted since."""
        label, link = formset.fk.model._meta.label_lower, formset.fk.name
        rows = {
            key: state
            for key, state in self.states.items()
            if key.label == label and str(state.fields[link]) == self.key.pk
        }
        lost = [state.fields for key, state in rows.items() if key not in self.now]
        if lost:
            formset.initial_extra = lost
            formset.extra = max(formset.extra, len(lost))
            formset.__dict__.pop("forms", None)  # made again, with as many rows as there are now
        for form in formset.initial_forms:
            state = rows.get(Key.of(form.instance))
            if state:
                form.initial.update(state.fields)

    def left(self, form: forms.BaseForm) -> list[str]:
        """What the form cannot put back: fields that it does not have, and rows that have come since."""
        now = self.now.get(self.key)
        found = []
        for name, value in self.values().items():
            field = field_of(self.key.model, name)
            if now and field and name in now.fields and now.fields[name] != value and name not in form.fields:
                found.append(_("%(field)s: it is not in this form") % {"field": label_of(self.key.model, name)})
        came = [state.name for key, state in self.now.items() if key not in self.states]
        return [*found, *(_("%(row)s: it was added later, and stays") % {"row": name} for name in came)]


def put_back(model: type[Model], pk: str, thing: Model | None, number: str) -> PutBack | None:
    """How a thing stood before its revision of that number; None if it has no such revision or was not there yet."""
    key = Key(model._meta.label_lower, pk)
    if not (number.isdecimal() and len(number) < 19):
        return None
    later = entries(key, revisions_of(key).filter(pk__gte=int(number)))
    now = states_of([thing]) if thing else {}
    stood = as_before(now, later)
    if not later or later[-1].revision != int(number) or key not in stood:
        return None
    names = Names((each, state.fields) for each, state in stood.items())
    gone: list[str] = []
    kept = {each: _without_gone(each, state, names, gone) for each, state in stood.items()}
    return PutBack(key, later[-1], kept, now, gone)


def _without_gone(key: Key, state: State, names: Names, gone: list[str]) -> State:
    """The state without what it pointed at and is no longer there; those are added to `gone`, in words."""
    values = dict(state.fields)
    for name, value in state.fields.items():
        field = field_of(key.model, name)
        if field is None or not field.is_relation or not value:
            continue
        keys = value if isinstance(value, list) else [value]
        lost = [pk for pk in keys if Key(field.related_model._meta.label_lower, str(pk)) in names.gone]
        if lost:
            words = in_words(key.model, name, lost, names)
            gone.append(f"{label_of(key.model, name)}: {words}")
            values[name] = [pk for pk in keys if pk not in lost] if isinstance(value, list) else None
    return State(values, state.name)


def fill_all(found: PutBack, formsets: Iterable[forms.BaseInlineFormSet]) -> None:
    for formset in formsets:
        if any(key.label == formset.fk.model._meta.label_lower for key in {**found.states, **found.now}):
            found.fill(formset)
